"""Lines that cannot be split into cells, and which line of a file a row stands on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.store.ingest.reading.text_file import TextFile

RAW_CHARACTERS = 500  # as schema.sql says of rejected_rows.raw
_REASONS = {
    "TOO MANY COLUMNS": "expected {columns} cells, found more; is a text unquoted?",
    "MISSING COLUMNS": "expected {columns} cells, found fewer; was the line cut off?",
    "UNQUOTED VALUE": "a quote is not closed where its cell ends",
    "LINE SIZE OVER MAXIMUM": "the line is longer than 8 MB; is a quote never closed?",
}


@dataclass(frozen=True)
class BrokenLine:
    """A line that the reader could not take apart."""

    line_number: int | None
    reason: str
    raw: str


def broken_reason(kind: str, columns: int) -> str:
    """Why DuckDB's CSV reader rejected a line, in words.

    Args:
        kind: DuckDB's name of the error.
        columns: columns of the header.
    """
    return _REASONS.get(str(kind), "the line cannot be read as CSV").format(columns=columns)


def line_numbers(
    text: TextFile,
    broken: Sequence[BrokenLine],
    first_row: int,
    rows: Sequence[tuple[int, str | None]],
) -> list[int | None]:
    """Physical line of each (rowid, first cell), rowids ascending; None where it is unclear.

    DuckDB counts records, a person counts lines: quoted line breaks and blank lines differ.
    """
    broken_lines = {line.line_number for line in broken}
    single = len(text.header) == 1
    # Excel's 'sep=;' is a broken line, or the row before the header in a narrow file.
    skips_mark = first_row < 2
    starts: list[int | None] = []
    record = 0
    for line, cells in _records(text):
        if len(starts) == len(rows):
            break
        is_mark = line == 1 and skips_mark and bool(cells) and cells[0].lower().startswith("sep=")
        if line in broken_lines or is_mark or (not cells and not single):
            continue
        record_number, first = rows[len(starts)]
        if record == record_number:
            starts.append(line if (cells[0] if cells else "") == (first or "") else None)
        record += 1
    return starts + [None] * (len(rows) - len(starts))


def lines_of_records(text: TextFile, numbers: Sequence[int]) -> list[int | None]:
    """Physical line of each record, by its number among all records and blank lines, from 1."""
    starts: list[int | None] = []
    for number, (line, _) in enumerate(_records(text), start=1):
        if len(starts) == len(numbers):
            break
        if number == numbers[len(starts)]:
            starts.append(line)
    return starts + [None] * (len(numbers) - len(starts))


def _records(text: TextFile) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each record, blank lines included; stops where csv gives up.

    The line of a record of a sheet is the number of its row.
    """
    with text.path.open("r", encoding="utf-8", errors="replace", newline="") as stream:
        reader = csv.reader(stream, delimiter=text.delimiter)
        end = 0
        try:
            for number, cells in enumerate(reader, start=1):
                start, end = end + 1, reader.line_num
                yield number if text.is_sheet else start, cells
        except csv.Error:
            return


def lost_tail(
    text: TextFile, last_row: Sequence[str | None], records_read: int
) -> tuple[BrokenLine, ...]:
    """The last record when a quote in it is never closed.

    Reading with one thread, DuckDB leaves such a record out without a word.

    Args:
        last_row: cells of the last row that DuckDB read.
        records_read: rows and broken lines that DuckDB told of.
    """
    last = next((cell for cell in reversed(last_row) if cell), "")
    with text.path.open("rb") as stream:
        stream.seek(-min(text.path.stat().st_size, 4 * len(last) + 64), 2)
        tail = stream.read().decode("utf-8", "ignore")
    edge = ' \r\n"' + text.delimiter
    if last.strip(edge) and tail.rstrip(edge).replace('""', '"').endswith(last.rstrip(edge)):
        return ()
    single, records, line, cells = len(text.header) == 1, 0, 1, [""]
    for start, cells_of_record in _records(text):
        if cells_of_record or single:
            records, line, cells = records + 1, start, cells_of_record
    if records <= records_read:
        return ()
    raw = text.delimiter.join(cells)[:RAW_CHARACTERS]
    return (BrokenLine(line, broken_reason("UNQUOTED VALUE", len(text.header)), raw),)
