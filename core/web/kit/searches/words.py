"""Which pages have searches to save, and their filters in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BRAND = "brand"
# Of a link, but no filter: who is open, and what came before.
_NO_FILTERS = {BRAND, "creator", "via"}
_SWITCHES = {"true": "yes", "false": "no"}
_VALUE_CHARACTERS = 60


@dataclass(frozen=True)
class SearchPage:
    """A page whose filters stand in its link.

    Attributes:
        title: as in the navigation.
        prefixes: of the keys of its filters, in the link and in the session.
    """

    title: str
    prefixes: tuple[str, ...]


SEARCH_PAGES = {
    "brief": SearchPage("Brief", ("brief_",)),
    "niches": SearchPage("Niches", ("niche",)),
    "brand_match": SearchPage("Brand match", ("match_",)),
    "authenticity": SearchPage("Authenticity", ("triage_",)),
    "rising": SearchPage("Rising", ("rising_",)),
    "recommendations": SearchPage("Recommendations", ("match_", "adventure", "hide_known")),
}


def filters_of(parameters: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters of a link that belong to its search, in order."""
    return [(name, value) for name, value in parameters if name not in _NO_FILTERS and value]


def filter_words(page: str, parameters: Iterable[tuple[str, str]]) -> list[str]:
    """Filters of a saved search as plain text: 'Tier: nano, micro', each name once."""
    prefixes = SEARCH_PAGES[page].prefixes if page in SEARCH_PAGES else ()
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(_label(name, prefixes), []).append(_SWITCHES.get(value.lower(), value))
    return [f"{label}: {_short(', '.join(texts))}" for label, texts in values.items()]


def _label(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if prefix.endswith("_") and name.startswith(prefix):
            name = name.removeprefix(prefix)
            break
    return name.replace("_", " ").capitalize()


def _short(text: str) -> str:
    return text if len(text) <= _VALUE_CHARACTERS else text[: _VALUE_CHARACTERS - 1] + "…"
