"""Constraints as phrases that `parse_brief` reads back, and briefs with one constraint changed."""

from __future__ import annotations

import re
from typing import Any

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN
from core.features.brief.parse import ParsedBrief
from core.features.brief.rest import is_empty_clause
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
    return ", ".join(words.get(name) or f'nobody from the campaign "{name}"' for name in names)


# Names that hold words of other rules, such as "of" and commas.
_READABLE_COUNTRIES = {
    "US": "the US", "GB": "the UK", "AE": "the UAE", "NL": "the Netherlands",
    "BQ": "Bonaire", "CD": "DR Congo", "GS": "South Georgia", "SH": "Saint Helena",
    "VG": "British Virgin Islands", "VI": "US Virgin Islands", "FM": "Micronesia",
}  # fmt: skip
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
    "followers_min": lambda value: f"at least {value:,} followers",
    "followers_max": lambda value: f"at most {value:,} followers",
    "exclude_campaigns": _campaigns,
}


def changed(parsed: ParsedBrief, name: str, value: Any) -> str:
    """The text of a brief with one constraint changed, added or, with None or (), taken out.

    What said it before goes, and the phrase of the value comes at the end; the rest stays as it
    was typed, with numbers in digits.
    """
    # What a span says of two constraints ("10k to 50k followers") goes for both, so that the
    # other one is said again.
    spans = [(mention.start, mention.end) for mention in parsed.mentions if mention.name == name]
    others = {
        mention.name
        for mention in parsed.mentions
        if mention.name != name
        and any(mention.start < end and start < mention.end for start, end in spans)
    }
    text = parsed.text
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + " " + text[end:]
    phrases = [phrase(other, getattr(parsed.constraints, other)) for other in sorted(others)]
    phrases.append(phrase(name, value))
    return _joined(_tidy(text) if spans else text, [words for words in phrases if words])


def _joined(text: str, phrases: list[str]) -> str:
    if not phrases:
        return text
    end = text.rstrip()
    separator = "" if not end else " " if end.endswith((",", ";", ".", "!", "?", ":")) else ", "
    return end + separator + ", ".join(phrases)


# What is left before a place or a number that was taken out: "creators from".
_LOOSE_END = re.compile(
    r"(?:\s+(?:from|in|on|with|or|and|for|of|at|the|a|aus|auf|mit|und|oder|von|der|die|den|dem|im))+\s*$"
)


def _tidy(text: str) -> str:
    """The text without the clauses that have become empty, and with single spaces."""
    lines = []
    for line in text.split("\n"):
        parts = re.split(r"([,;.!?](?!\d))", line)
        kept = ""
        for place in range(0, len(parts), 2):
            clause, sign = parts[place], parts[place + 1] if place + 1 < len(parts) else ""
            if is_empty_clause(clause):
                if sign in (".", "!", "?") and kept:
                    kept = kept.rstrip(" ,;") + sign
                continue
            kept += _LOOSE_END.sub("", re.sub(r"\s+", " ", clause)).rstrip() + sign
        kept = re.sub(r"\s+", " ", kept).strip().rstrip(",;").strip()
        if kept:
            lines.append(kept)
    return "\n".join(lines)
