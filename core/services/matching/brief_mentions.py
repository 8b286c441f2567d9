"""What a typed brief names that ranking by topic does not follow: places, money, sizes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from core.formats import country_name, language_name, platform_label
from core.store.ingest.values.places import country_names

# Word -> country and language; '' where the word names only one of them.
_DEMONYMS = {
    "german": ("DE", "de"), "deutsch": ("DE", "de"), "allemand": ("DE", "de"),
    "aleman": ("DE", "de"), "alemao": ("DE", "de"), "tedesco": ("DE", "de"),
    "austrian": ("AT", ""), "osterreichisch": ("AT", ""), "swiss": ("CH", ""),
    "french": ("FR", "fr"), "franzosisch": ("FR", "fr"), "francais": ("FR", "fr"),
    "frances": ("FR", "fr"), "francese": ("FR", "fr"), "francophone": ("", "fr"),
    "spanish": ("ES", "es"), "spanisch": ("ES", "es"), "espanol": ("ES", "es"),
    "espagnol": ("ES", "es"), "spagnolo": ("ES", "es"), "espanhol": ("ES", "es"),
    "italian": ("IT", "it"), "italienisch": ("IT", "it"), "italiano": ("IT", "it"),
    "italien": ("IT", "it"), "portuguese": ("PT", "pt"), "portugiesisch": ("PT", "pt"),
    "portugues": ("PT", "pt"), "portugais": ("PT", "pt"), "portoghese": ("PT", "pt"),
    "lusophone": ("", "pt"), "brazilian": ("BR", ""), "brasilianisch": ("BR", ""),
    "brasileiro": ("BR", ""), "brasileno": ("BR", ""), "mexican": ("MX", ""),
    "mexikanisch": ("MX", ""), "mexicano": ("MX", ""), "argentinian": ("AR", ""),
    "colombian": ("CO", ""), "chilean": ("CL", ""), "american": ("US", ""),
    "amerikanisch": ("US", ""), "british": ("GB", ""), "britisch": ("GB", ""),
    "english": ("", "en"), "englisch": ("", "en"), "anglais": ("", "en"), "ingles": ("", "en"),
    "inglese": ("", "en"), "irish": ("IE", ""), "canadian": ("CA", ""), "australian": ("AU", ""),
    "indian": ("IN", ""), "dutch": ("NL", "nl"), "niederlandisch": ("NL", "nl"),
    "belgian": ("BE", ""), "polish": ("PL", "pl"), "polnisch": ("PL", "pl"),
    "swedish": ("SE", "sv"), "danish": ("DK", "da"), "norwegian": ("NO", "no"),
    "finnish": ("FI", "fi"), "czech": ("CZ", "cs"), "romanian": ("RO", "ro"),
    "hungarian": ("HU", "hu"), "greek": ("GR", "el"), "turkish": ("TR", "tr"),
    "turkisch": ("TR", "tr"), "japanese": ("JP", "ja"), "korean": ("KR", "ko"),
    "chinese": ("CN", "zh"), "indonesian": ("ID", "id"),
}  # fmt: skip
# Words that mean something else in lower case: nail polish, turkey recipes, guinea pigs.
_CAPITAL_ONLY = {
    "polish", "turkey", "china", "jersey", "guinea", "chad", "jordan", "georgia", "niger", "mali",
    "togo", "oman", "cuba",
}  # fmt: skip
_CODES = {"USA": "US", "US": "US", "UK": "GB", "UAE": "AE"}
_SHORTEST_NAME = 4
_LONGEST_NAME_WORDS = 5
_SPEAKING = re.compile(r"[\s-]*(?:speaking|speakers?|sprachig\w*)\b")
_INFLECTED = re.compile(r"(?:e[mnrs]?|s|as|os|a|o|i|es)$")

_NUMBER = r"(\d{1,3}(?:[.,\s\u00a0']\d{3})+|\d+(?:[.,]\d{1,2})?)\s?(k|tsd|m|mio)?\b"
_CURRENCIES = {
    "EUR": r"\u20ac|eur(?:os?)?\b", "USD": r"us\$|\$|usd\b|dollars?\b",
    "GBP": r"\u00a3|gbp\b|pounds?\b", "CHF": r"chf\b|franken\b|swiss francs?\b",
}  # fmt: skip
_PLATFORM_WORDS = {
    "instagram": r"\b(?:instagram|insta|ig)\b",
    "tiktok": r"\b(?:tik\s?tok)\b",
    "youtube": r"\b(?:you\s?tube|yt)\b",
}
_FOLLOWERS = r"(?:followers?|subscribers?|seguidor\w*|abonn\w+|fans)\b"
_AT_LEAST = (
    r"(?:at least|more than|over|above|min(?:imum|\.)?|from|mindestens|ab|mehr als|\u00fcber)"
)
_AT_MOST = r"(?:at most|less than|under|below|max(?:imum|\.)?|up to|h\u00f6chstens|unter|bis)"


@dataclass(frozen=True)
class BriefMentions:
    """Attributes:
    countries: ISO codes, in the order named.
    languages: ISO 639-1 codes, in the order named.
    money: (amount, currency code) each.
    platforms: as stored.
    followers_min, followers_max: None when not named.
    """

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    money: tuple[tuple[float, str], ...] = ()
    platforms: tuple[str, ...] = ()
    followers_min: int | None = None
    followers_max: int | None = None

    def words(self) -> list[str]:
        """Each thing named, for a sentence."""
        words = [country_name(code) for code in self.countries]
        words += [language_name(code) for code in self.languages]
        words += [f"{amount:,.0f} {currency}" for amount, currency in self.money]
        words += [platform_label(platform) for platform in self.platforms]
        if self.followers_min is not None and self.followers_max is not None:
            words.append(f"{self.followers_min:,} to {self.followers_max:,} followers")
        elif self.followers_min is not None:
            words.append(f"at least {self.followers_min:,} followers")
        elif self.followers_max is not None:
            words.append(f"at most {self.followers_max:,} followers")
        return words


def brief_mentions(text: str) -> BriefMentions:
    """Countries, languages, money, platforms and follower counts that a brief names.

    Countries by their English, German, French, Spanish, Italian or Portuguese names, and by words
    such as "German". "German-speaking" names the language alone.
    """
    countries, languages = _places(text)
    fewest, most, rest = _followers(text.lower())
    return BriefMentions(
        countries,
        languages,
        _money(rest),
        tuple(name for name, words in _PLATFORM_WORDS.items() if re.search(words, text.lower())),
        fewest,
        most,
    )


def _plain(word: str) -> str:
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def _places(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    countries: dict[str, None] = {}
    languages: dict[str, None] = {}
    tokens = list(re.finditer(r"[^\W\d_]+", text))
    names = country_names()
    skip_until = 0
    for place, token in enumerate(tokens):
        if place < skip_until:
            continue
        for length in range(min(_LONGEST_NAME_WORDS, len(tokens) - place), 0, -1):
            words = [part.group() for part in tokens[place : place + length]]
            code = _country(words, names)
            if code:
                countries[code] = None
                skip_until = place + length
                break
        else:
            country, language = _demonym(token.group())
            if language and _SPEAKING.match(_plain(text[token.end() :])):
                country = ""
            countries.update({country: None} if country else {})
            languages.update({language: None} if language else {})
    return tuple(countries), tuple(languages)


def _country(words: list[str], names: dict[str, str]) -> str:
    name = " ".join(_plain(word) for word in words)
    if len(words) == 1:
        if words[0] in _CODES:
            return _CODES[words[0]]
        if len(name) < _SHORTEST_NAME or (name in _CAPITAL_ONLY and words[0].islower()):
            return ""
        if name in _DEMONYMS:  # "Italien" is a country in German, "italien" an adjective in French
            return names.get(name, "") if words[0][0].isupper() else ""
    return names.get(name, "")


def _demonym(word: str) -> tuple[str, str]:
    name = _plain(word)
    if name in _CAPITAL_ONLY and word.islower():
        return "", ""
    for suffix in ("sprachige", "sprachigen", "sprachiger", "sprachig"):
        if name.endswith(suffix):
            return "", _DEMONYMS.get(name.removesuffix(suffix), ("", ""))[1]
    for form in (name, _INFLECTED.sub("", name), name.removesuffix("s") + "o", name[:-1] + "o"):
        if form in _DEMONYMS:
            return _DEMONYMS[form]
    return "", ""


def _number(digits: str, unit: str | None) -> float:
    whole = re.fullmatch(r"\d{1,3}(?:[.,\s\u00a0']\d{3})+", digits)
    value = float(re.sub(r"\D", "", digits) if whole else digits.replace(",", "."))
    return value * {"k": 1e3, "tsd": 1e3, "m": 1e6, "mio": 1e6}.get(unit or "", 1.0)


def _money(text: str) -> tuple[tuple[float, str], ...]:
    amounts: dict[tuple[int, float, str], None] = {}
    for code, sign in _CURRENCIES.items():
        for pattern in (rf"{_NUMBER}\s*(?:{sign})", rf"(?:{sign})\s*{_NUMBER}"):
            for match in re.finditer(pattern, text):
                amounts[(match.start(1), _number(match.group(1), match.group(2)), code)] = None
    by_place = {(amount, code): None for _, amount, code in sorted(amounts)}
    return tuple(by_place)


def _followers(text: str) -> tuple[int | None, int | None, str]:
    """Fewest and most followers, and the text without what says so."""
    between = re.search(
        rf"{_NUMBER}\s*(?:-|\u2013|to|and|bis|und|a)\s*{_NUMBER}\s*{_FOLLOWERS}", text
    )
    if between:
        low, low_unit, high, high_unit = between.groups()
        rest = text[: between.start()] + text[between.end() :]
        return int(_number(low, low_unit or high_unit)), int(_number(high, high_unit)), rest
    fewest: int | None = None
    most: int | None = None
    rest = text
    for match in re.finditer(
        rf"(?:({_AT_LEAST})|({_AT_MOST}))?\s*{_NUMBER}\+?\s*{_FOLLOWERS}", text
    ):
        value = int(_number(match.group(3), match.group(4)))
        if match.group(2):
            most = value
        else:
            fewest = value
        rest = rest.replace(match.group(), " ")
    return fewest, most, rest
