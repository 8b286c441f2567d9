"""Lists that stand in one cell: hashtags, keywords, captions, daily counts."""

from __future__ import annotations

import ast
import json
import math
import re

from core.store.ingest.values.numbers import MISSING

# Python's parser is not made for more; a longer cell is read as separated text.
_MAX_LITERAL = 200_000
_GAPS = MISSING | {"inf", "-inf"}


def parse_tags(text: str) -> list[str]:
    """Hashtags or mentions in lower case without # and @, in order, each once."""
    items = _bracketed(text)
    if items is None:
        items = [text]
    words = [word for item in items for word in re.split(r"[\s,;|#＃@]+", str(item))]
    return _unique(word.strip("'\"[](){}.:!?").lower() for word in words)


def parse_keywords(text: str) -> list[str]:
    """Keywords: a JSON list, or text separated by comma, semicolon, bar or line, else by spaces."""
    items = _bracketed(text)
    if items is None:
        parts = [part for part in re.split(r"[,;|\n]", text) if part.strip()]
        items = list(parts) if len(parts) > 1 else list(text.split())
    return _unique(" ".join(str(item).split()).strip("#'\"") for item in items)


def parse_captions(text: str) -> list[str]:
    """Captions: a JSON or Python list, or text separated by bars. Empty ones are left out."""
    items = _bracketed(text)
    if items is None:
        items = list(text.split("|"))
    captions = [str(item).strip() for item in items if item is not None]
    return [caption for caption in captions if caption]


def parse_counts(text: str) -> list[int | None]:
    """Daily counts, oldest first, gaps as None: a JSON or Python list, or separated numbers.

    Raises:
        ValueError: an entry is no whole count or is negative, or the list is cut off; the
            message says which.
    """
    if text.strip().startswith("[") != text.strip().endswith("]"):
        raise ValueError(f"a list that is cut off: {text.strip()[-20:]}")
    bare = text.strip().removeprefix("[").removesuffix("]").strip("()")
    parts: list[str] = []
    if bare.strip():
        separated = [part.strip(" \t'\"") for part in re.split(r"[,;|\n]", bare)]
        parts = separated if len(separated) > 1 else bare.split()
    counts: list[int | None] = []
    for index, part in enumerate(parts):
        if part.lower() in _GAPS:
            counts.append(None)
            continue
        try:
            value = float(part)
        except ValueError as error:
            raise ValueError(f"'{part[:20]}' as entry {index + 1}") from error
        if math.isnan(value):
            counts.append(None)
        elif value < 0 or value > 2e9 or value != round(value):
            raise ValueError(f"{part[:20]} as entry {index + 1}")
        else:
            counts.append(round(value))
    return counts


def _bracketed(text: str) -> list[object] | None:
    """Items of a JSON list or a Python list literal, None when it is neither."""
    bare = text.strip()
    if not bare.startswith("["):
        return None
    try:
        items = json.loads(bare)
    except (ValueError, RecursionError):
        if len(bare) > _MAX_LITERAL:
            return None
        try:
            items = ast.literal_eval(bare)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            return None
    if not isinstance(items, list):
        return None
    return [_whole(item) for item in items if item is not None and not _is_nan(item)]


def _is_nan(item: object) -> bool:
    """Whether an item is NaN, which Python writes into JSON for what is missing."""
    return isinstance(item, float) and math.isnan(item)


def _whole(item: object) -> object:
    """Text without halves of characters, which a cut-off emoji leaves and no store takes.

    A Python list may hold bytes, which are read as UTF-8; other items are returned as they are.
    """
    if isinstance(item, bytes):
        return item.decode("utf-8", "replace")
    if not isinstance(item, str):
        return item
    return item.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unique(words: object) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))  # type: ignore[attr-defined]
