"""Briefs in languages whose sentences are not read."""

from __future__ import annotations

import re
from functools import lru_cache

from core.features.brief.reading import Reading
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of, lists_of, pattern_of
from core.features.language import UNKNOWN, likely_language
from core.formats import language_name

_READ = ("en", "de")
_WORD = re.compile(r"[^\W\d_]+")
# Of all words those that ask for creators in English or German; a brief with more of them is in one
# of these, whatever slogan it quotes.
_MOST_KNOWN = 0.3
_THOUSAND = re.compile(rf"(?<=\d)\s?{any_of('tongues.thousand')}", re.IGNORECASE)
# "20 à 60k"
_UP_TO = re.compile(r"(?<=\d)\s?(?:k\s)?(?:à|al|tot|til|till)\s(?=\d)", re.IGNORECASE)
# "no Brasil" is "in Brazil".
_PORTUGUESE_IN = re.compile(r"(?<!\w)n[oa]s?(?=\s)(?!\s+m[áí])", re.IGNORECASE)


def with_foreign_words(text: str, language: str) -> str:
    """The text with what would be misread, where it is in a language that is not read.

    "Sin TikTok" becomes "no TikTok", the "no Brasil" of Portuguese "em Brasil", "50 mil" "50k".

    Args:
        language: of `foreign_language`.
    """
    if language == UNKNOWN:
        return text
    if language == "pt":
        text = _PORTUGUESE_IN.sub("em", text)
    if refusing := _patterns("refusing").get(language):
        text = refusing.sub(lambda match: "no " if match.group().endswith("'") else "no", text)
    text = _UP_TO.sub("-", text)
    return _THOUSAND.sub("k", text)


def warn_of_language(reading: Reading, leftover: str, language: str) -> None:
    """Warns where a brief is in a language whose sentences no rule reads.

    Args:
        leftover: what no rule understood.
        language: of `foreign_language`.
    """
    if leftover and language != UNKNOWN:
        reading.warn(
            f"The brief seems to be in {language_name(language)}. Sentences are read in English "
            "and German: of others only names, digits and limits are, and the rest is compared "
            "with creators as it is."
        )


def foreign_language(text: str) -> str:
    """ISO 639-1 code of a language that is not read; '' for English, German and short texts."""
    language = likely_language(text)
    if language in _READ:
        return UNKNOWN
    for code, asking in _patterns("asking").items():
        if asking.search(text):
            return code
    words = _WORD.findall(text)
    known = sum(is_empty_clause(word) for word in words)
    return UNKNOWN if known > _MOST_KNOWN * len(words) else language


@lru_cache(maxsize=2)
def _patterns(kind: str) -> dict[str, re.Pattern[str]]:
    """ISO 639-1 code -> the words of that language: those that ask, or those that refuse."""
    return {
        name.removeprefix(f"{kind}_"): re.compile(pattern_of(entries), re.IGNORECASE)
        for name, entries in lists_of("tongues").items()
        if name.startswith(f"{kind}_")
    }
