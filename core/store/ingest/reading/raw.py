"""A file as a temporary table of text cells, with what the reader could not take apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from core.errors import InputFileError
from core.formats import listed_names
from core.store.disk import raise_when_full
from core.store.ingest.reading import bounds, parquet_file, text_file
from core.store.ingest.reading.bounds import FileSize
from core.store.ingest.reading.broken_lines import (
    RAW_CHARACTERS,
    BrokenLine,
    broken_reason,
    lines_of_records,
    lost_tail,
)
from core.store.ingest.reading.text_file import MAX_LINE_BYTES, TextFile, unique_names
from core.store.ingest.reading.unpacking import first_bytes, unpacked

RAW_TABLE = "import_raw"
# Endings of the files that can be read; what a file is, its first bytes say.
FILE_KINDS = ("csv", "tsv", "txt", "xlsx", "parquet", "gz")
# What programs write for an id that is not there; as one, it would be a creator of many rows.
_NO_ID = ("nan", "null", "none", "n/a", "#n/a", "<na>")
# Marks of direction and of no width that come along when an id is copied from a page.
_UNSEEN = "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
# A header below a title or a comment stands within these rows.
_HEAD_ROWS = 100
_PARALLEL_BYTES = 2 * MAX_LINE_BYTES


@dataclass(frozen=True)
class RawTable:
    """What `RAW_TABLE` holds: columns c0, c1, ... and rowid; rows from `first_row` on are data.

    Attributes:
        types: VARCHAR for text, NUMBER for a numeric column of a Parquet file.
        rows_count: data rows that are not blank, without `broken`.
        text: of a CSV file or a sheet, None for Parquet.
        has_blank: whether there are data rows without any cell.
    """

    header: tuple[str, ...]
    types: tuple[str, ...]
    first_row: int
    rows_count: int
    broken: tuple[BrokenLine, ...]
    text: TextFile | None
    notes: tuple[str, ...]
    has_blank: bool = True

    @property
    def columns(self) -> list[str]:
        """Names of the columns in the raw table, in the order of the header."""
        return [f"c{index}" for index in range(len(self.header))]

    @property
    def filled(self) -> str:
        """SQL condition for a data row that is not blank."""
        is_data = f"rowid >= {self.first_row}"
        if not self.has_blank:
            return is_data
        cells = ", ".join(trimmed(name) for name in self.columns)
        return f"{is_data} AND coalesce({cells}) IS NOT NULL"


@contextmanager
def read(
    con: duckdb.DuckDBPyConnection, path: Path, shown_name: str, folder: Path | None = None
) -> Iterator[RawTable]:
    """Reads a CSV, XLSX or Parquet file into `RAW_TABLE`, which is dropped at the end.

    Any of them may be packed by gzip.

    Raises:
        InputFileError: it is none of them, has no rows, or takes more memory than one file may.
    """
    text_file.check_readable(path, shown_name)
    try:
        with unpacked(path, shown_name, folder) as source:
            if first_bytes(source.path) == parquet_file.MAGIC:
                table = _read_parquet(con, source.path, shown_name)
                yield _with_rows(con, table, shown_name)
            else:
                with text_file.opened(source, shown_name, folder) as text:
                    yield _with_rows(con, _read_csv(con, text, shown_name), shown_name)
    finally:
        _drop(con, RAW_TABLE, "reject_errors", "reject_scans")


def _read_csv(con: duckdb.DuckDBPyConnection, text: TextFile, shown_name: str) -> RawTable:
    header = text.header
    _check_rows(con, text, shown_name)
    # DuckDB 2.0's parallel reader gives rows twice where a quoted line break meets the border
    # of two parts, so a long file with quotes is read by one thread.
    parallel = not text.has_quotes or text.path.stat().st_size < _PARALLEL_BYTES
    try:
        con.execute(
            f"""CREATE TEMP TABLE {RAW_TABLE} AS SELECT * FROM {_csv_rows(text, parallel)}""",
            _csv_source(text),
        )
        rejects = con.execute(
            """SELECT line, min(error_type), any_value(csv_line)
               FROM reject_errors GROUP BY line ORDER BY line"""
        ).fetchall()
    except duckdb.Error as error:
        raise_when_full(error)
        raise InputFileError(
            f"{shown_name}: cannot be read as CSV ({_first_line(error)}). "
            "Export it again as UTF-8 CSV with a header."
        ) from error
    lost: tuple[BrokenLine, ...] = ()
    if not parallel:
        last = con.execute(
            f"SELECT *, rowid + 1 FROM {RAW_TABLE} ORDER BY rowid DESC LIMIT 1"
        ).fetchone() or (0,)
        lost = lost_tail(text, last[:-1], int(last[-1]) + len(rejects))
    cells = [cell.strip() or None for cell in text.header_cells]
    head = con.execute(f"SELECT * FROM {RAW_TABLE} ORDER BY rowid LIMIT {_HEAD_ROWS}").fetchall()
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
        for number, kind, line in rejects
        if not (line or "").lstrip().lower().startswith("sep=")
    ]
    lines = lines_of_records(text, [number for number, _, _ in broken])
    return RawTable(
        header,
        ("VARCHAR",) * len(header),
        first_row,
        0,
        tuple(
            BrokenLine(number, broken_reason(kind, len(header)), (line or "")[:RAW_CHARACTERS])
            for number, (_, kind, line) in zip(lines, broken, strict=True)
        )
        + lost,
        text,
        text.notes,
    )


def trimmed(cell: str) -> str:
    """SQL of the text of a cell without space around it; NULL when nothing is left."""
    return f"nullif(trim({cell}::VARCHAR, ' \t\r\n\u00a0\ufeff'), '')"


def id_of(text: str) -> str:
    """SQL of an id without marks nobody sees; NULL for what programs write when there is none."""
    missing = ", ".join(f"'{word}'" for word in ("", *_NO_ID))
    seen = f"regexp_replace({text}, '{_UNSEEN}', '', 'g')"
    return f"CASE WHEN lower({seen}) NOT IN ({missing}) THEN {seen} END"


def _csv_rows(text: TextFile, parallel: bool) -> str:
    """SQL of the records of a file; takes the parameters of `_csv_source`."""
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(text.header)))
    return f"""read_csv(
                $path, auto_detect = false, header = false, columns = {{{columns}}},
                delim = $delimiter, quote = '"', escape = '"', strict_mode = true,
                store_rejects = true, rejects_limit = 0,
                max_line_size = {MAX_LINE_BYTES}, buffer_size = {4 * MAX_LINE_BYTES},
                parallel = {str(parallel).lower()})"""


def _csv_source(text: TextFile) -> dict[str, str]:
    return {"path": _literal_path(text.path), "delimiter": text.delimiter}


def _check_rows(con: duckdb.DuckDBPyConnection, text: TextFile, shown_name: str) -> None:
    """Returns when the records of a file are not too many."""
    columns, text_bytes = len(text.header), text.path.stat().st_size
    rows = text.lines_count
    if text.has_quotes and FileSize(rows, columns, text_bytes).memory > bounds.limit():
        # Captions with line breaks have fewer records than lines.
        ((rows,),) = con.execute(
            f"SELECT count(*) FROM {_csv_rows(text, parallel=False)}", _csv_source(text)
        ).fetchall()
        _drop(con, "reject_errors", "reject_scans")
    bounds.check(FileSize(rows, columns, text_bytes), shown_name)


def _drop(con: duckdb.DuckDBPyConnection, *tables: str) -> None:
    for name in tables:
        con.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _read_parquet(con: duckdb.DuckDBPyConnection, path: Path, shown_name: str) -> RawTable:
    literal = _literal_path(path)
    try:
        columns = parquet_file.columns(con, path, literal, shown_name)
        cells = ", ".join(f"{column.cell} AS c{place}" for place, column in enumerate(columns))
        # The footer may say fewer rows than there are.
        most = bounds.rows_limit(len(columns))
        con.execute(
            f"""CREATE TEMP TABLE {RAW_TABLE} AS
                SELECT {cells} FROM read_parquet($path) AS t({parquet_file.names(len(columns))})
                LIMIT {most + 1}""",
            {"path": literal},
        )
        ((rows_count,),) = con.execute(f"SELECT count(*) FROM {RAW_TABLE}").fetchall()
    except duckdb.Error as error:
        raise_when_full(error)
        raise InputFileError(
            f"{shown_name}: cannot be read as Parquet ({_first_line(error)}). Export it again."
        ) from error
    bounds.check(FileSize(int(rows_count), len(columns), 0), shown_name)
    return RawTable(
        unique_names([column.name for column in columns]),
        tuple(column.type for column in columns),
        0, 0, (), None, (),
    )  # fmt: skip


def _with_rows(con: duckdb.DuckDBPyConnection, table: RawTable, shown_name: str) -> RawTable:
    row = con.execute(
        f"""SELECT count(*) FILTER ({table.filled}), count(*) FILTER (rowid >= {table.first_row})
            FROM {RAW_TABLE}"""
    ).fetchone()
    count, all_count = (int(row[0]), int(row[1])) if row else (0, 0)
    if count == 0 and not table.broken:
        raise InputFileError(
            f"{shown_name}: expected rows under the header "
            f"({listed_names(table.header, 8)}), found none. Export it again."
        )
    return replace(table, rows_count=count, has_blank=count < all_count)


def _literal_path(path: Path) -> str:
    """The path with the characters escaped that DuckDB would take for a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]


def unreadable(shown_name: str, error: Exception) -> InputFileError:
    """The error for a file that DuckDB gives up on after it was opened.

    Raises:
        DiskFullError: the disk is full, which is not the fault of the file.
    """
    raise_when_full(error)
    return InputFileError(
        f"{shown_name}: cannot be read ({_first_line(error)}). Export it again as UTF-8 CSV."
    )
