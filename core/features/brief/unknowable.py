"""What a brief asks for and no data of creators can tell."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_AGES = (
    rf"{any_of('unknowable.age')}|\b(?:under|over)[- ]?\d\ds?\b(?!\s?\w*followers)"
    r"|\b\d\d\s?-\s?(?:\d\d years?|jährig\w*)\b"
)
_SHARES = (
    rf"\b\d+(?:[.,]\d+)?\s?(?:%|percent|prozent) (?:\w+ ){{0,3}}{any_of('unknowable.audience')}"
)
_SUBJECTS = tuple(
    (re.compile(pattern), subject)
    for pattern, subject in (
        (any_of("unknowable.gender"), "The gender of creators"),
        (_AGES, "Age"),
        (any_of("unknowable.looks"), "The looks of creators"),
        (_SHARES, "Shares of an audience"),
        (any_of("unknowable.verification"), "Verification"),
    )
)
_DATES = re.compile(
    rf"{any_of('unknowable.before_date')}\s+(?:the )?"
    r"(?:(?:end of|ende|mid-?|mitte|anfang|early|late|dem)\s)*"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+)?{any_of('unknowable.date')}"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:\s+20\d\d\b)?"
)


def read_unknowable(reading: Reading) -> None:
    """Warns of what the data cannot tell; the words stay part of what the brief means."""
    for pattern, subject in _SUBJECTS:
        if next(reading.matches(pattern), None) is not None:
            reading.warn(f"{subject} cannot be checked: the data does not hold it.")
    match = next(reading.matches(_DATES), None)
    if match is not None:
        reading.warn(
            f"Dates ('{match.group()}') do not narrow the choice: nothing is known of when "
            "creators are free."
        )
