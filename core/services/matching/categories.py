"""The category of the data that a typed one means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence


def known_category(typed: str, categories: Sequence[str]) -> str:
    """The category of the data that a typed one stands for, else the typed one.

    The same words in any case, order and punctuation are the same category. Fewer words stand for
    the only category that has them all: 'Beauty' for 'Beauty & Skincare', where no other one
    begins with it; among several the one that starts with the typed words counts.

    Args:
        categories: of the data, as given.
    """
    words = _words(typed)
    if not words:
        return typed
    same = [name for name in categories if sorted(_words(name)) == sorted(words)]
    holding = [name for name in categories if set(words) <= set(_words(name))]
    starting = [name for name in holding if _words(name)[: len(words)] == words]
    for candidates in (same, starting, holding):
        if len(candidates) == 1 or (candidates is same and candidates):
            return candidates[0]
        if candidates:
            return typed
    return typed


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain) or re.findall(r"\w+", text.casefold())
