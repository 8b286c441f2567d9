"""Text for a place that reads Markdown, money and codes; numbers and dates as in core.formats."""

from __future__ import annotations

import re

from core.domain.probability import probability_text
from core.formats import (
    MISSING,
    compact,
    count,
    countries_text,
    country_name,
    day,
    days_text,
    file_slug,
    is_missing,
    language_name,
    moment,
    percent,
    platform_label,
    signed_percent,
)

__all__ = [
    "MISSING",
    "compact",
    "count",
    "countries_text",
    "country_name",
    "day",
    "days_text",
    "file_slug",
    "is_missing",
    "language_name",
    "moment",
    "money",
    "money_range",
    "percent",
    "plain",
    "platform_label",
    "probability_text",
    "signed_percent",
]

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str | None) -> str:
    """Text of a stranger for a place that reads Markdown: shown letter by letter.

    Every ASCII punctuation mark is escaped, so neither markup, links, HTML, formulas nor
    icon and colour codes come to life. Line breaks become spaces.
    """
    if is_missing(text):
        return ""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def money(euros: float | None) -> str:
    """EUR without cents: €1,200."""
    return MISSING if is_missing(euros) else f"€{euros:,.0f}"


def money_range(low: float | None, high: float | None) -> str:
    """Two prices as a range: €240-410; one price when the other is unknown or the same."""
    known = sorted(price for price in (low, high) if not is_missing(price))  # type: ignore[type-var]
    if not known:
        return MISSING
    if money(known[0]) == money(known[-1]):
        return money(known[0])
    return f"{money(known[0])}-{known[-1]:,.0f}"
