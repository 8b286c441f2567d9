"""Word lists of briefs, data beside this module: a word is added without reading a pattern."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
_PARTS = re.compile(r"\*|\([^()]*\)|[^*(]+|\(")


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for name, languages in tomllib.loads(file.read_text(encoding="utf-8")).items():
            entries = (entry.strip() for text in languages.values() for entry in text.split(","))
            lists[f"{file.stem}.{name}"] = tuple(dict.fromkeys(entry for entry in entries if entry))
    return lists


def words(name: str) -> tuple[str, ...]:
    """The entries of a list in all its languages, such as 'people.creators'.

    An entry is in lower case. `*` stands for any letters, and `(s)` or `(s|es)` for an ending
    that may be missing.

    Raises:
        KeyError: no file has such a list.
    """
    return _lists()[name]


def lists_of(file: str) -> dict[str, tuple[str, ...]]:
    """Name -> entries of all lists of a file, such as 'currencies'."""
    start = f"{file}."
    return {
        name.removeprefix(start): entries
        for name, entries in _lists().items()
        if name.startswith(start)
    }


def any_of(*names: str) -> str:
    """A pattern for one whole word or phrase of these lists; the longest entry is tried first."""
    return pattern_of(dict.fromkeys(entry for name in names for entry in words(name)))


def any_ending(name: str) -> str:
    """A pattern for an entry of a list as the end of a longer word: German joins nouns."""
    return rf"(?:{'|'.join(_escaped(entry) for entry in _longest_first(words(name)))})(?!\w)"


def pattern_of(entries: Iterable[str]) -> str:
    """A pattern for one of the entries, in the form of `words`, from its start to its end."""
    by_bounds: dict[tuple[str, str], list[str]] = {}
    for entry in _longest_first(entries):
        start = r"(?<!\w)" if entry[0].isalnum() else ""
        end = r"(?!\w)" if entry[-1].isalnum() or entry[-1] in "*)" else ""
        by_bounds.setdefault((start, end), []).append(_escaped(entry))
    parts = [
        f"{start}(?:{'|'.join(patterns)}){end}" for (start, end), patterns in by_bounds.items()
    ]
    return f"(?:{'|'.join(parts)})"


def _longest_first(entries: Iterable[str]) -> list[str]:
    return sorted(entries, key=lambda entry: (-len(entry), entry))


def _escaped(entry: str) -> str:
    pattern = ""
    for part in _PARTS.findall(entry):
        if part == "*":
            pattern += r"\w*"
        elif part.startswith("("):
            pattern += f"(?:{'|'.join(map(re.escape, part[1:-1].split('|')))})?"
        else:
            pattern += re.escape(part).replace(r"\ ", " ").replace(r"\-", "-")
    return pattern
