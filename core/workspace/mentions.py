"""Handles as they are compared, and texts without one."""

from __future__ import annotations

import re
import unicodedata

REMOVED = "…"
# A handle of letters alone that this many creators use as a word is taken for that word.
ORDINARY_WORD_CREATORS = 3


def normal_handle(handle: str) -> str:
    """The handle in the one spelling that is compared: lower case, no @ and no spaces."""
    return unicodedata.normalize("NFKC", handle).strip().lstrip("@").strip().casefold()


def without_mentions(text: str, handle: str) -> str:
    """The text with `REMOVED` in place of each '@handle', in any case; '@handle.other' stays."""
    pattern = rf"@{re.escape(normal_handle(handle))}(?!\w)(?![.\-]+\w)"
    return re.sub(pattern, REMOVED, text, flags=re.IGNORECASE)


def without_handle(text: str, handle: str, *, mentions_only: bool = False) -> str:
    """The text with `REMOVED` in place of the handle, alone or after @ or #, in any case.

    A longer name that holds it, such as 'handle.other' or 'my_handle', stays.

    Args:
        handle: as the text spells it.
        mentions_only: only '@handle' goes, for a handle that is an ordinary word.
    """
    name = re.escape(handle)
    forms = rf"@{name}" if mentions_only else rf"[@#]?{name}|_+{name}_+"
    pattern = rf"(?<!\w)(?<!\w[.\-])(?:{forms})(?!\w)(?![.\-]+\w)"
    return re.sub(pattern, REMOVED, text, flags=re.IGNORECASE)
