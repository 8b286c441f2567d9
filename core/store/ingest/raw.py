"""A file as a temporary table of text cells, with what the reader could not take apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.errors import InputFileError
from core.store.ingest import text_file
from core.store.ingest.text_file import MAX_LINE_BYTES, TextFile

RAW_TABLE = "import_raw"
_RAW_CHARACTERS = 500  # as schema.sql says of rejected_rows.raw
_PARALLEL_BYTES = 2 * MAX_LINE_BYTES
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


@dataclass(frozen=True)
class RawTable:
    """What `RAW_TABLE` holds: columns c0, c1, ... and rowid; rows from `first_row` on are data.

    Attributes:
        types: DuckDB type of each column; VARCHAR for all columns of a CSV file.
        rows_count: data rows that are not blank, without `broken`.
        text: of a CSV file, None for Parquet.
    """

    header: tuple[str, ...]
    types: tuple[str, ...]
    first_row: int
    rows_count: int
    broken: tuple[BrokenLine, ...]
    text: TextFile | None
    notes: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        return [f"c{index}" for index in range(len(self.header))]

    @property
    def filled(self) -> str:
        """SQL condition for a data row that is not blank."""
        cells = ", ".join(
            f"nullif(trim({name}), '')" if kind == "VARCHAR" else f"{name}::VARCHAR"
            for name, kind in zip(self.columns, self.types, strict=True)
        )
        return f"rowid >= {self.first_row} AND coalesce({cells}) IS NOT NULL"


@contextmanager
def read(
    con: duckdb.DuckDBPyConnection, path: Path, shown_name: str, folder: Path | None = None
) -> Iterator[RawTable]:
    """Reads a CSV or Parquet file into `RAW_TABLE`, which is dropped at the end.

    Raises:
        InputFileError: it is neither, or has no rows.
    """
    text_file.check_readable(path, shown_name)
    try:
        with path.open("rb") as stream:
            is_parquet = stream.read(4) == b"PAR1"
        if is_parquet:
            table = _read_parquet(con, path, shown_name)
            yield _with_rows(con, table, shown_name)
        else:
            with text_file.opened(path, shown_name, folder) as text:
                yield _with_rows(con, _read_csv(con, text, shown_name), shown_name)
    finally:
        for name in (RAW_TABLE, "reject_errors", "reject_scans"):
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _read_csv(con: duckdb.DuckDBPyConnection, text: TextFile, shown_name: str) -> RawTable:
    header = text.header
    # DuckDB 2.0's parallel reader gives rows twice where a quoted line break meets the border
    # of two parts, so a long file with quotes is read by one thread.
    parallel = not text.has_quotes or text.path.stat().st_size < _PARALLEL_BYTES
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(header)))
    try:
        con.execute(
            f"""
            CREATE TEMP TABLE {RAW_TABLE} AS SELECT * FROM read_csv(
                $path, auto_detect = false, header = false, columns = {{{columns}}},
                delim = $delimiter, quote = '"', escape = '"', strict_mode = true,
                store_rejects = true, rejects_limit = 0,
                max_line_size = {MAX_LINE_BYTES}, buffer_size = {4 * MAX_LINE_BYTES},
                parallel = {str(parallel).lower()})
            """,
            {"path": _literal_path(text.path), "delimiter": text.delimiter},
        )
        found = con.execute(
            """SELECT line, min(error_type), any_value(csv_line)
               FROM reject_errors GROUP BY line ORDER BY line"""
        ).fetchall()
    except duckdb.Error as error:
        raise InputFileError(
            f"{shown_name}: cannot be read as CSV ({_first_line(error)}). "
            "Export it again as UTF-8 CSV with a header."
        ) from error
    lost = () if parallel else _lost_tail(con, text, len(found))
    cells = [cell.strip() or None for cell in text.header_cells]
    head = con.execute(f"SELECT * FROM {RAW_TABLE} ORDER BY rowid LIMIT 100").fetchall()
    first_row = next(
        (
            index + 1
            for index, row in enumerate(head)
            if [value.strip() or None if value else None for value in row] == cells
        ),
        0,
    )
    broken = [
        (number, kind, line)
        for number, kind, line in found
        if not (line or "").lstrip().lower().startswith("sep=")
    ]
    lines = _lines_of_records(text, [number for number, _, _ in broken])
    return RawTable(
        header,
        ("VARCHAR",) * len(header),
        first_row,
        0,
        tuple(
            BrokenLine(number, _broken_reason(kind, len(header)), (line or "")[:_RAW_CHARACTERS])
            for number, (_, kind, line) in zip(lines, broken, strict=True)
        )
        + lost,
        text,
        text.notes,
    )


def _lost_tail(
    con: duckdb.DuckDBPyConnection, text: TextFile, broken_count: int
) -> tuple[BrokenLine, ...]:
    """The last record when a quote in it is never closed.

    Reading with one thread, DuckDB leaves such a record out without a word.
    """
    row = con.execute(f"SELECT * FROM {RAW_TABLE} ORDER BY rowid DESC LIMIT 1").fetchone() or ()
    last = next((cell for cell in reversed(row) if cell), "")
    with text.path.open("rb") as stream:
        stream.seek(-min(text.path.stat().st_size, 4 * len(last) + 64), 2)
        tail = stream.read().decode("utf-8", "ignore")
    edge = ' \r\n"' + text.delimiter
    if last.strip(edge) and tail.rstrip(edge).replace('""', '"').endswith(last.rstrip(edge)):
        return ()
    count = con.execute(f"SELECT count(*) FROM {RAW_TABLE}").fetchone()
    single, records, line, cells = len(text.header) == 1, 0, 1, [""]
    for start, found in _records(text):
        if found or single:
            records, line, cells = records + 1, start, found
    if records <= (count[0] if count else 0) + broken_count:
        return ()
    raw = text.delimiter.join(cells)[:_RAW_CHARACTERS]
    return (BrokenLine(line, _broken_reason("UNQUOTED VALUE", len(text.header)), raw),)


def _read_parquet(con: duckdb.DuckDBPyConnection, path: Path, shown_name: str) -> RawTable:
    try:
        found = con.execute(
            "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet($path))",
            {"path": _literal_path(path)},
        ).fetchall()
        names = ", ".join(f"c{index}" for index in range(len(found)))
        con.execute(
            f"CREATE TEMP TABLE {RAW_TABLE} AS SELECT * FROM read_parquet($path) AS t({names})",
            {"path": _literal_path(path)},
        )
    except duckdb.Error as error:
        raise InputFileError(
            f"{shown_name}: cannot be read as Parquet ({_first_line(error)}). Export it again."
        ) from error
    return RawTable(
        tuple(str(name) for name, _ in found), tuple(str(kind) for _, kind in found),
        0, 0, (), None, (),
    )  # fmt: skip


def _with_rows(con: duckdb.DuckDBPyConnection, table: RawTable, shown_name: str) -> RawTable:
    row = con.execute(f"SELECT count(*) FROM {RAW_TABLE} WHERE {table.filled}").fetchone()
    count = int(row[0]) if row else 0
    if count == 0 and not table.broken:
        raise InputFileError(
            f"{shown_name}: expected rows under the header "
            f"({', '.join(table.header[:8])}), found none. Export it again."
        )
    return RawTable(
        table.header, table.types, table.first_row, count, table.broken, table.text, table.notes
    )


def line_numbers(table: RawTable, rows: Sequence[tuple[int, str | None]]) -> list[int | None]:
    """Physical line of each (rowid, first cell), rowids ascending; None where it is unclear.

    DuckDB counts records, a person counts lines: quoted line breaks and blank lines differ.
    """
    if table.text is None:
        return [row_no + 1 for row_no, _ in rows]
    broken = {one.line_number for one in table.broken}
    single = len(table.header) == 1
    # Excel's 'sep=;' is a broken line, or the row before the header in a narrow file.
    skips_mark = table.first_row < 2
    found: list[int | None] = []
    record = 0
    for line, cells in _records(table.text):
        if len(found) == len(rows):
            break
        is_mark = line == 1 and skips_mark and bool(cells) and cells[0].lower().startswith("sep=")
        if line in broken or is_mark or (not cells and not single):
            continue
        wanted, first = rows[len(found)]
        if record == wanted:
            found.append(line if (cells[0] if cells else "") == (first or "") else None)
        record += 1
    return found + [None] * (len(rows) - len(found))


def _lines_of_records(text: TextFile, numbers: Sequence[int]) -> list[int | None]:
    """Physical line of each record, by its number among all records and blank lines, from 1."""
    found: list[int | None] = []
    for number, (line, _) in enumerate(_records(text), start=1):
        if len(found) == len(numbers):
            break
        if number == numbers[len(found)]:
            found.append(line)
    return found + [None] * (len(numbers) - len(found))


def _records(text: TextFile) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each record, blank lines included; stops where csv gives up."""
    with text.path.open("r", encoding="utf-8", errors="replace", newline="") as stream:
        reader = csv.reader(stream, delimiter=text.delimiter)
        end = 0
        try:
            for cells in reader:
                start, end = end + 1, reader.line_num
                yield start, cells
        except csv.Error:
            return


def _broken_reason(kind: str, columns: int) -> str:
    return _REASONS.get(str(kind), "the line cannot be read as CSV").format(columns=columns)


def _literal_path(path: Path) -> str:
    """The path with the characters escaped that DuckDB would take for a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]


def unreadable(shown_name: str, error: Exception) -> InputFileError:
    """The error for a file that DuckDB gives up on after it was opened."""
    return InputFileError(
        f"{shown_name}: cannot be read ({_first_line(error)}). Export it again as UTF-8 CSV."
    )
