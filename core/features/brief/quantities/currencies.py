"""Signs, codes and words of currencies."""

from __future__ import annotations

import re

from core.features.brief.words.vocabulary import lists_of, pattern_of

# Codes that are common words: "try 5 creators".
_NO_WORDS = ("try",)
_PATTERNS = {
    code: pattern_of((*entries, *({code.lower()} - {*_NO_WORDS})))
    for code, entries in lists_of("currencies").items()
}
# One sign or word of any currency, in lower case.
ANY_CURRENCY = "|".join(_PATTERNS.values())


def currency_of(sign: str) -> str:
    """ISO 4217 code, or KR, of a sign or word that `ANY_CURRENCY` matches; '' for any other."""
    return next((code for code, pattern in _PATTERNS.items() if re.fullmatch(pattern, sign)), "")
