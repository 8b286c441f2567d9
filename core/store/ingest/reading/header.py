"""Where the column names of a CSV file stand: its first line, or under a title."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass

from core.store.ingest.column_names import plain
from core.store.ingest.formats import FORMATS

DELIMITERS = (",", ";", "\t", "|")
_SEARCHED_RECORDS = 10
_KNOWN_NAMES_MIN = 2


@dataclass(frozen=True)
class Header:
    """Attributes:
    cells: as they stand in the file.
    lines_before: physical lines above it.
    title: what stands in these lines; empty for a file without a title. Blank lines and
        Excel's 'sep=;' are no title.
    """

    delimiter: str
    cells: tuple[str, ...]
    lines_before: int
    title: str


def found_header(head: str, delimiter: str | None = None) -> Header:
    """The column names of a file.

    They stand in the first line that is not blank, unless that line names no column an import
    knows and one of the next `_SEARCHED_RECORDS` names two or more: then what stands above is a
    title. Under a delimiter given by 'sep=;' or else under the one that gives most columns.

    Args:
        head: the beginning of the file, not only blank.
        delimiter: of a sheet, where it is known; there a first row of one cell above rows of
            several is a title as well.
    """
    bare = head.lstrip("\r\n")
    mark = bare.split("\n", 1)[0].rstrip(" \r").lstrip()  # a tab may stand at its end
    named_delimiter = mark[4] if mark.lower().startswith("sep=") and len(mark) == 5 else None
    if delimiter is not None:
        return _of_sheet(head, delimiter)
    candidates = [
        _under(head, candidate, named_delimiter is not None)
        for candidate in ([named_delimiter] if named_delimiter else DELIMITERS)
    ]
    untitled = [candidate for candidate in candidates if not candidate.title]
    has_known = any(_known_names(candidate.cells) for candidate in untitled)
    return max(untitled if has_known else candidates, key=_rank)


def _of_sheet(head: str, delimiter: str) -> Header:
    header = _under(head, delimiter, is_marked=False)
    records = _records(head, delimiter)
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in records[:2]]
    if header.title or len(filled) < 2 or not filled[0] == 1 < filled[1]:
        return header
    title = " ".join(cell.strip() for cell in header.cells if cell.strip())
    line, cells = records[1]
    return Header(delimiter, tuple(cells), line - 1, title)


def _rank(header: Header) -> tuple[bool, int]:
    return bool(header.title), len(header.cells)


def _under(head: str, delimiter: str, is_marked: bool) -> Header:
    records = _records(head, delimiter)
    if is_marked:
        records = records[1:]
    if not records:
        return Header(delimiter, (), 0, "")
    first_line, first = records[0]
    if not _known_names(first):
        for line, cells in records[1:]:
            if _known_names(cells) >= _KNOWN_NAMES_MIN:
                title = " ".join(cell.strip() for cell in first if cell.strip())
                return Header(delimiter, tuple(cells), line - 1, title)
    return Header(delimiter, tuple(first), first_line - 1, "")


def _records(head: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """(first line, cells) of the first records that are not blank."""
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    end = 0
    try:
        for cells in reader:
            start, end = end + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                records.append((start, cells))
            if len(records) > _SEARCHED_RECORDS:
                break
    except csv.Error:
        pass
    return records


def _known_names(cells: Sequence[str]) -> int:
    """How many columns these cells name, in the kind of file that knows most of them."""
    names = {plain(cell) for cell in cells}
    return max(len({targets[name] for name in names if name in targets}) for targets in _targets())


@functools.cache
def _targets() -> tuple[dict[str, str], ...]:
    """For each kind of file: name of a column -> the target it fills."""
    return tuple(
        {
            plain(alias): target.name
            for target in form.targets
            for alias in (target.name, *target.aliases)
        }
        for form in FORMATS.values()
    )
