"""Text for a place that reads Markdown; numbers, money and dates as in core.formats."""

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
    money,
    money_range,
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
