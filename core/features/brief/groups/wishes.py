"""What a brief would rather have: wishes that are read as conditions, or as nothing."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_FALLBACK = re.compile(any_of("wishes.fallback"))


def read_fallbacks(reading: Reading) -> None:
    """Parts 'zur Not' from the place after it, which is read like any other."""
    for match in list(reading.matches(_FALLBACK)):
        reading.warn(f"'{_words(reading, match)}' is read as 'or': a brief has no order of wishes.")
        reading.claim(*match.span())
        reading.cut(match.end())


def _words(reading: Reading, match: re.Match[str]) -> str:
    return reading.text[match.start() : match.end()]
