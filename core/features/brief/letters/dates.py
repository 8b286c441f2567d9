"""Dates of a brief, which narrow no choice: when a campaign begins, until when posts are due."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:,?\s+20\d\d(?!\d))"
_MONTH = any_of("unknowable.date")
_NUMERIC = (
    r"(?<![\w.,/])(?:20\d\d-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d)?(?!\d)"
    r"|\d{1,2}/\d{1,2}/(?:20)?\d\d)(?!\w)"
)
_NAMED = (
    rf"(?:(?:(?<=between )|(?<=zwischen )){_DAY}\s+(?:and|und)\s+{_DAY}\s+{_MONTH}{_YEAR}?)"
    rf"|(?:(?:the )?{_DAY}(?:\s?(?:-|bis|to)\s?{_DAY})?\s+(?:of )?)?{_MONTH}"
    rf"(?!\s+be\b)(?:\s+{_DAY}(?![\w%,.]|\s*(?:k\b|[^\W\d])))?{_YEAR}?"
)
_DATE = rf"(?:{_NUMERIC}|{_NAMED})"
_NEAR = (
    r"(?:(?:the|end|start|beginning|middle|of|mid-?|early|late|on|is"
    r"|ende|mitte|anfang|dem|den|am|ist|um)\s+)*"
)
_LED = rf"(?:{any_of('unknowable.before_date')}[\s:]+{_NEAR})"
_DATES = re.compile(
    rf"(?:(?:{_LED})+{_DATE}|(?<!\w)(?=\d|{_MONTH}\s*(?:-|to|bis)\s*{_MONTH}){_DATE})(?:\s*(?:-|to|till|until|bis|and|und)\s*{_NEAR}{_DATE})?"
)
_SEASON = re.compile(
    rf"{any_of('unknowable.before_date')}\s+(?:the )?{any_of('unknowable.season')}{_YEAR}?"
)


def read_dates(reading: Reading) -> None:
    """Warns of dates and keeps them out of the meaning.

    A season stays, it may be what posts are about. A month without a word before it, such as
    the verb 'may', is none.
    """
    for match in list(reading.matches(_DATES)):
        _warn(reading, match)
        reading.claim(*match.span())
    for match in reading.matches(_SEASON):
        _warn(reading, match)


def _warn(reading: Reading, match: re.Match[str]) -> None:
    words = reading.text[match.start() : match.end()]
    reading.warn(
        f"Dates ('{words}') do not narrow the choice: nothing is known of when creators are free."
    )
