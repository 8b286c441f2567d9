"""Constraints as phrases that `parse_brief` reads back."""

from __future__ import annotations

import re
from typing import Any

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN
from core.features.brief.signs import plain_signs
from core.formats import country_name, language_name, platform_label


def phrase(name: str, value: Any) -> str:
    """One constraint in words: ('countries', ('DE', 'AT')) is 'from Germany or Austria'.

    Args:
        name: of a constraint in `BriefConstraints`.
        value: one that it can have; None, '' and () give ''.
    """
    if value is None or value in ("", ()):
        return ""
    if name == "hide_unusual":
        return "no unusual growth" if value else "unusual growth is fine"
    return _PHRASES[name](value)


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


_THOUSAND = 1_000


def number_words(value: float, like: str = "") -> str:
    """A number in digits, in the form of another one: 2000 like '1.500' is '2.000'."""
    digits = _number(value)
    if like.lower().endswith("k") and value >= _THOUSAND and value % 100 == 0:
        return f"{value / _THOUSAND:g}k"
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", like) and "." not in digits:
        return digits.replace(",", ".")
    return digits.replace(",", "'") if re.fullmatch(r"\d{1,3}(?:'\d{3})+", like) else digits


def bare_phrase(name: str, value: Any) -> str:
    """A value as it stands among words that say what it is of: 'Germany or Austria'."""
    if name in ("niches", "exclude_niches"):
        return " and ".join(value)
    return _LED_BY.sub("", phrase(name, value))


def _either(words: list[str]) -> str:
    return " or ".join(words)


def _places(codes: tuple[str, ...]) -> str:
    return _either([_country(code) for code in codes])


def _country(code: str) -> str:
    """A name without signs that would end it: 'Palestine, State of' is 'Palestine'."""
    name = re.sub(r"\s*\(.*?\)|,.*", "", country_name(code))
    return _READABLE_COUNTRIES.get(code, name)


def _language(code: str) -> str:
    return _READABLE_LANGUAGES.get(code, language_name(code))


def _campaigns(names: tuple[str, ...]) -> str:
    words = {LAST_CAMPAIGN: "nobody from our last campaign", ANY_CAMPAIGN: "nobody we worked with"}
    return ", ".join(
        words.get(name) or f'nobody from the campaign "{_quotable(name)}"' for name in names
    )


def _quotable(name: str) -> str:
    """A name with plain signs, and with quotes doubled."""
    return plain_signs(name).replace('"', '""')


# Names that hold words of other rules, such as "of" and commas.
_READABLE_COUNTRIES = {
    "US": "the US", "GB": "the UK", "AE": "the UAE", "NL": "the Netherlands",
    "BQ": "Bonaire", "CD": "DR Congo", "GS": "South Georgia", "SH": "Saint Helena",
    "VG": "British Virgin Islands", "VI": "US Virgin Islands", "FM": "Micronesia",
}  # fmt: skip
_LED_BY = re.compile(r"^(?:not from|from|posts in|on|audience in) |, topic(?= )|^topic | tier$")
_READABLE_LANGUAGES = {"el": "Greek"}
_PHRASES: dict[str, Any] = {
    "count": lambda value: f"{value} creators" if value != 1 else "one creator",
    "countries": lambda codes: f"from {_places(codes)}",
    "exclude_countries": lambda codes: f"not from {_places(codes)}",
    "audience_countries": lambda codes: f"audience in {_places(codes)}",
    "languages": lambda codes: f"posts in {_either([_language(code) for code in codes])}",
    "platforms": lambda names: f"on {_either([platform_label(name) for name in names])}",
    "tiers": lambda names: _either(list(names)) + " tier",
    "niches": lambda labels: ", ".join(f"topic {label}" for label in labels),
    "exclude_niches": lambda labels: ", ".join(f"no {label}" for label in labels),
    "budget": lambda value: f"budget \u20ac{_number(value)} in all",
    "price_min": lambda value: f"at least \u20ac{_number(value)} per post",
    "price_max": lambda value: f"up to \u20ac{_number(value)} per post",
    "engagement_percent_min": lambda value: f"engagement above {_number(value)}%",
    "posts_per_week_min": lambda value: (
        f"at least {_number(value)} {'post' if value == 1 else 'posts'} a week"
    ),
    "followers_min": lambda value: f"at least {value:,} followers",
    "followers_max": lambda value: f"at most {value:,} followers",
    "exclude_campaigns": _campaigns,
}
