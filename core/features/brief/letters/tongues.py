"""Briefs in languages whose sentences are not read."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.rest import is_empty_clause
from core.features.language import UNKNOWN, likely_language
from core.formats import language_name

_READ = ("en", "de")
_WORD = re.compile(r"[^\W\d_]+")
# Of all words those that ask for creators in English or German; a brief with more of them is in one
# of these, whatever slogan it quotes.
_MOST_KNOWN = 0.3


def warn_of_language(reading: Reading, leftover: str) -> None:
    """Warns where a brief is in a language whose sentences no rule reads.

    Args:
        leftover: what no rule understood.
    """
    language = likely_language(reading.text)
    if language == UNKNOWN or language in _READ:
        return
    words = _WORD.findall(reading.text)
    known = sum(is_empty_clause(word) for word in words)
    if not leftover or known > _MOST_KNOWN * len(words):
        return
    reading.warn(
        f"The brief seems to be in {language_name(language)}. Sentences are read in English and "
        "German: of others only names, digits and limits are, and the rest is compared with "
        "creators as it is."
    )
