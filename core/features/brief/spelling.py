"""Words that are nearly the ones looked for."""

from __future__ import annotations

import difflib
from functools import lru_cache

# Share of letters that a misspelt word has in common with the right one; one letter that is missing
# in a short word is less than that.
_NEAR, _NEAR_SHORT = 0.88, 0.92
_SHORT = 6  # letters


@lru_cache(maxsize=4096)
def nearest(word: str, names: tuple[str, ...]) -> str:
    """The name that a word misspells, or equals; '' for none: 'netherlnds' is 'netherlands'."""
    near = difflib.get_close_matches(
        word, names, n=1, cutoff=_NEAR if len(word) > _SHORT else _NEAR_SHORT
    )
    return near[0] if near else ""
