"""Words that are nearly the ones looked for."""

from __future__ import annotations

import difflib
from functools import lru_cache

# Share of letters that a misspelt word has in common with the right one; one letter that is missing
# in a short word is less than that.
_NEAR, _NEAR_SHORT = 0.88, 0.92
_SHORT = 6  # letters


_LEAST_SWAPPED = 5  # letters of a word with two that changed places


@lru_cache(maxsize=4096)
def nearest(word: str, names: tuple[str, ...]) -> str:
    """The name that a word misspells, or equals; '' for none: 'netherlnds' is 'netherlands'.

    Two letters that changed places count from five letters on: 'itlay' is 'italy'.
    """
    if len(word) >= _LEAST_SWAPPED and word not in names:
        for place in range(1, len(word) - 1):
            swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            if swapped in names:
                return swapped
    near = difflib.get_close_matches(
        word, names, n=1, cutoff=_NEAR if len(word) > _SHORT else _NEAR_SHORT
    )
    return near[0] if near else ""
