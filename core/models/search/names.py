"""Handles and names, found whole, by their beginning, by a part and with typing errors."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path

import numpy as np

from core.models.search.spelling import allowed_errors, closest
from core.models.search.words import joined, words

_FILE = "names.tsv"
_SHORTEST_PART = 3  # letters of a handle that are looked for inside of others
_LAST = "\U0010ffff"


class NameMatch(IntEnum):
    """How a query names a creator, best first."""

    WHOLE = 0  # the handle or the full name
    BEGINNING = 1  # of the handle, or of a name in the full name
    INSIDE = 2  # a part of the handle
    MISTYPED = 3  # the handle or the full name but for one or two letters


@dataclass(frozen=True)
class NamedCreator:
    """Attributes:
    row: of the creator.
    errors: letters that differ, 0 unless mistyped.
    """

    row: int
    match: NameMatch
    errors: int = 0


@dataclass(frozen=True)
class Names:
    """Handles and names of all creators, by row.

    Attributes:
        handles: folded, without dots and underscores.
        names: folded words of the name with spaces.
        fame: (n,) followers, which order matches of one kind; 0 for unknown.
    """

    handles: tuple[str, ...]
    names: tuple[str, ...]
    fame: np.ndarray

    def find(self, typed: str, *, handles_only: bool = False) -> list[NamedCreator]:
        """Creators that the typed text names, best first, each once; [] when it names none."""
        handle, name = joined(typed), " ".join(words(typed))
        if not handle:
            return []
        matches: dict[int, NamedCreator] = {}
        for rows, match in (
            (self._whole(handle, name, handles_only), NameMatch.WHOLE),
            (self._beginning(handle, name, handles_only), NameMatch.BEGINNING),
            (self._inside(handle), NameMatch.INSIDE),
        ):
            for row in sorted(set(rows), key=self._by_fame):
                matches.setdefault(row, NamedCreator(row, match))
        if not matches:
            matches = {hit.row: hit for hit in self._mistyped(handle, handles_only)}
        return list(matches.values())

    def _by_fame(self, row: int) -> tuple[float, int]:
        return -float(self.fame[row]), row

    def _whole(self, handle: str, name: str, handles_only: bool) -> Iterator[int]:
        yield from _with(self._sorted_handles, handle)
        if not handles_only:
            yield from (row for row in _with(self._sorted_names, name) if self.names[row] == name)

    def _beginning(self, handle: str, name: str, handles_only: bool) -> Iterator[int]:
        yield from _beginning_with(self._sorted_handles, handle)
        if not handles_only:
            yield from _beginning_with(self._sorted_names, name)

    def _inside(self, handle: str) -> Iterator[int]:
        if len(handle) < _SHORTEST_PART:
            return
        # One long text is searched in a tenth of the time that a loop over handles takes.
        text, starts = self._one_text
        place = text.find(handle)
        while place >= 0:
            yield int(np.searchsorted(starts, place, side="right") - 1)
            place = text.find("\n", place)
            place = text.find(handle, place) if place >= 0 else place

    def _mistyped(self, handle: str, handles_only: bool) -> list[NamedCreator]:
        errors: dict[int, int] = {}
        for known in (self._handles_of,) if handles_only else (self._handles_of, self._names_of):
            for text, count in closest(handle, known.by_length, allowed_errors(handle)):
                for row in known.rows[text]:
                    errors[row] = min(count, errors.get(row, count))
        order = sorted(errors, key=lambda row: (errors[row], *self._by_fame(row)))
        return [NamedCreator(row, NameMatch.MISTYPED, errors[row]) for row in order]

    @cached_property
    def _sorted_handles(self) -> list[tuple[str, int]]:
        return sorted((handle, row) for row, handle in enumerate(self.handles) if handle)

    @cached_property
    def _sorted_names(self) -> list[tuple[str, int]]:
        """Each name from each of its words on: 'mira lou k' gives three entries."""
        return sorted((end, row) for row, name in enumerate(self.names) for end in _ends(name))

    @cached_property
    def _one_text(self) -> tuple[str, np.ndarray]:
        lengths = np.array([len(handle) + 1 for handle in self.handles], dtype=np.int64)
        return "\n".join(self.handles), np.concatenate(([0], np.cumsum(lengths)[:-1]))

    @cached_property
    def _handles_of(self) -> _Known:
        return _known(self.handles)

    @cached_property
    def _names_of(self) -> _Known:
        return _known([name.replace(" ", "") for name in self.names])


@dataclass(frozen=True)
class _Known:
    rows: dict[str, list[int]]
    by_length: dict[int, list[str]]


def _known(texts: Sequence[str]) -> _Known:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        if text:
            rows[text].append(row)
    by_length: dict[int, list[str]] = defaultdict(list)
    for text in rows:
        by_length[len(text)].append(text)
    return _Known(rows, by_length)


def _ends(name: str) -> Iterator[str]:
    parts = name.split()
    return (" ".join(parts[place:]) for place in range(len(parts)))


def _with(entries: list[tuple[str, int]], text: str) -> Iterator[int]:
    for place in range(bisect_left(entries, (text, -1)), len(entries)):
        if entries[place][0] != text:
            return
        yield entries[place][1]


def _beginning_with(entries: list[tuple[str, int]], start: str) -> Iterator[int]:
    first, last = bisect_left(entries, (start, -1)), bisect_left(entries, (start + _LAST, -1))
    return (row for _, row in entries[first:last])


def save(rows: Iterable[tuple[str, str, int | None]], folder: Path) -> None:
    """Writes handle, name and followers of all creators in the order of their rows."""
    lines = (
        f"{joined(handle)}\t{' '.join(words(name))}\t{followers or 0}\n"
        for handle, name, followers in rows
    )
    with (folder / _FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def load(folder: Path) -> Names:
    """The names of a folder.

    Raises:
        OSError: there are none.
        ValueError: they are damaged.
    """
    text = (folder / _FILE).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n")[:-1]]
    handles, names, fame = zip(*rows, strict=True) if rows else ((), (), ())
    return Names(handles, names, np.array(fame, dtype=float))
