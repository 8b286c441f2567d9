"""Text for a place that reads Markdown; numbers, money and dates as in core.formats."""

from __future__ import annotations

import re

from core.domain.probability import probability_text
from core.formats import (
    MISSING,
    activity_words,
    compact,
    count,
    counted,
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
    "activity_words",
    "compact",
    "count",
    "counted",
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
# GitHub's Markdown looks for addresses once more in finished text, where no backslash helps. A word
# joiner, which nobody sees, keeps it from them.
_ADDRESS = re.compile(r"(https?:)(?=//)|(www)(?=\.)|(?<=[-.\w+])(@)(?=[-\w])", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: str | None) -> str:
    """Text of a stranger for a place that reads Markdown: shown letter by letter.

    Every ASCII punctuation mark is escaped, so neither markup, links, HTML, formulas nor
    icon and colour codes come to life, and bare addresses of sites and mail are no links. Line
    breaks become spaces.
    """
    if is_missing(text):
        return ""
    unlinked = _ADDRESS.sub(lambda match: match[0] + _JOINER, " ".join(str(text).split()))
    return _MARKDOWN.sub(r"\\\1", unlinked)
