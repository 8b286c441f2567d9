"""Countries, languages, platforms and links from the many ways to write them."""

from __future__ import annotations

import functools
import gettext
import re
import unicodedata
from urllib.parse import urlsplit

import pycountry

from core.store.ingest.values.numbers import MISSING

PLATFORMS = ("instagram", "tiktok", "youtube")

# What pycountry's names and translations do not hold.
_COUNTRY_VARIANTS = {
    "usa": "US", "u s a": "US", "us": "US", "u s": "US", "america": "US",
    "united states of america": "US", "eeuu": "US", "ee uu": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "inglaterra": "GB",
    "russia": "RU", "south korea": "KR", "korea": "KR", "republic of korea": "KR",
    "north korea": "KP", "turkey": "TR", "turkiye": "TR", "iran": "IR", "syria": "SY",
    "vietnam": "VN", "viet nam": "VN", "laos": "LA", "czech republic": "CZ", "czechia": "CZ",
    "uae": "AE", "u a e": "AE", "emirates": "AE", "ivory coast": "CI", "cote d ivoire": "CI",
    "cape verde": "CV", "swaziland": "SZ", "macedonia": "MK", "burma": "MM", "palestine": "PS",
    "taiwan": "TW", "hong kong": "HK", "macau": "MO", "moldova": "MD", "bolivia": "BO",
    "venezuela": "VE", "tanzania": "TZ", "congo": "CG", "democratic republic of the congo": "CD",
    "dr congo": "CD", "congo kinshasa": "CD", "brunei": "BN", "holland": "NL",
    "the netherlands": "NL", "vatican": "VA", "micronesia": "FM", "kosovo": "XK", "xk": "XK",
    "deutschland": "DE", "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "brasil": "BR",
    "espana": "ES", "italia": "IT", "mexico": "MX", "polska": "PL", "sverige": "SE",
}  # fmt: skip
_TRANSLATED = ("es", "pt", "fr", "de", "it")
_LANGUAGE_VARIANTS = {
    "deutsch": "de", "espanol": "es", "castellano": "es", "francais": "fr", "italiano": "it",
    "portugues": "pt", "brazilian portuguese": "pt", "mandarin": "zh", "cantonese": "zh",
    "farsi": "fa", "greek": "el", "filipino": "tl", "malay": "ms", "swahili": "sw",
    "norwegian bokmal": "nb", "in": "id", "iw": "he", "ingles": "en", "aleman": "de",
}  # fmt: skip
_PLATFORM_VARIANTS = {
    "ig": "instagram", "insta": "instagram", "tt": "tiktok", "tik tok": "tiktok",
    "yt": "youtube", "you tube": "youtube",
}  # fmt: skip
_HOSTS = {
    "instagram.com": "instagram", "instagr.am": "instagram", "tiktok.com": "tiktok",
    "youtube.com": "youtube", "youtu.be": "youtube",
}  # fmt: skip
_LONGEST_LINK = 2_000
# First parts of a path that stand before the account or are no account.
_BEFORE_ACCOUNT = {"channel", "c", "user"}
_NO_ACCOUNT = {"p", "reel", "reels", "watch", "shorts", "explore", "stories", "video", "tv"}


def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 code of a country; None when the cell is empty or says 'none'.

    Takes alpha-2, alpha-3, English, Spanish, Portuguese, French, German and Italian names,
    common variants, a flag, "Germany (45%)" and "Berlin, Germany".

    Raises:
        ValueError: the text is no known country.
    """
    bare = text.strip()
    if bare.lower() in MISSING or bare.lower() == "global":
        return None
    flag = [ord(char) - 0x1F1E6 for char in bare if 0x1F1E6 <= ord(char) <= 0x1F1FF]
    if len(flag) >= 2:
        bare = chr(65 + flag[0]) + chr(65 + flag[1])
    without_share = re.sub(r"[\s:(\[]*[0-9]+([.,][0-9]+)?\s*%.*$", "", bare)
    tries = [
        bare,
        without_share,
        re.sub(r"\(.*?\)", "", without_share),
        without_share.split(",")[-1],
    ]
    names = _countries()
    for spelling in tries:
        code = names.get(_plain(spelling))
        if code:
            return code
    raise ValueError("an unknown country")


def country_names() -> dict[str, str]:
    """Name, code or variant in plain lower-case letters -> ISO 3166 alpha-2 code.

    Names are English, Spanish, Portuguese, French, German and Italian.
    """
    return _countries()


@functools.cache
def _countries() -> dict[str, str]:
    names = dict(_COUNTRY_VARIANTS)
    translations = [
        gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for domain in ("iso3166-1",)
        for language in _TRANSLATED
    ]
    everywhere = list(pycountry.countries)
    for country in everywhere:
        for spelling in (country.alpha_2, country.alpha_3, country.name):
            names.setdefault(_plain(spelling), country.alpha_2)
        for attribute in ("common_name", "official_name"):
            if hasattr(country, attribute):
                names.setdefault(_plain(getattr(country, attribute)), country.alpha_2)
    for country in everywhere:
        for translation in translations:
            names.setdefault(_plain(translation.gettext(country.name)), country.alpha_2)
    names.pop("", None)
    return names


def language_code(text: str) -> str | None:
    """ISO 639-1 code of a language, from a code ("pt-BR") or an English name; None when empty.

    Raises:
        ValueError: the text is no language that has such a code.
    """
    if text.strip().lower() in MISSING:
        return None
    names = _languages()
    for spelling in (text, re.sub(r"\(.*?\)", "", text), re.split(r"[-_]", text.strip())[0]):
        code = names.get(_plain(spelling))
        if code:
            return code
    raise ValueError("an unknown language")


@functools.cache
def _languages() -> dict[str, str]:
    names = dict(_LANGUAGE_VARIANTS)
    for language in pycountry.languages:
        if hasattr(language, "alpha_2"):
            for spelling in (language.alpha_2, language.alpha_3, language.name):
                names.setdefault(_plain(spelling), language.alpha_2)
            # "Spanish; Castilian", "Modern Greek (1453-)"
            names.setdefault(_plain(re.split(r"[;(]", language.name)[0]), language.alpha_2)
    names.pop("", None)
    return names


def platform_name(text: str) -> str | None:
    """instagram, tiktok or youtube; None when the cell is empty.

    Raises:
        ValueError: another platform.
    """
    bare = _plain(text)
    if text.strip().lower() in MISSING:
        return None
    for name in PLATFORMS:
        if name in bare:
            return name
    if bare in _PLATFORM_VARIANTS:
        return _PLATFORM_VARIANTS[bare]
    raise ValueError("an unknown platform")


def link(text: str) -> str | None:
    """An http or https link to the profile; None when the cell is empty.

    Raises:
        ValueError: anything else, such as "javascript:...".
    """
    bare = text.strip()
    if bare.lower() in MISSING:
        return None
    if len(bare) > _LONGEST_LINK:
        raise ValueError("no link")
    if re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)", bare):
        bare = "https://" + bare
    try:
        parts = urlsplit(bare)
        host = parts.hostname or ""
    except ValueError as error:
        raise ValueError("no link") from error
    if (
        parts.scheme.lower() not in ("http", "https")
        or "." not in host
        or re.search(r"[\s<>\"]", bare)
    ):
        raise ValueError("no link")
    return bare


def platform_of_link(url: str) -> str | None:
    """Platform by the host of a link, None when it is none of ours."""
    host = (urlsplit(url).hostname or "").lower()
    return next(
        (name for end, name in _HOSTS.items() if host == end or host.endswith("." + end)), None
    )


def handle_of_link(url: str) -> str | None:
    """Account name in a link to a profile, without @; None when the link is to something else."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if parts and parts[0].lower() in _BEFORE_ACCOUNT:
        parts = parts[1:]
    if not parts or parts[0].lower() in _NO_ACCOUNT or platform_of_link(url) is None:
        return None
    return parts[0].lstrip("@") or None


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in spread if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())
