"""A file as a temporary table of text cells, with what the reader could not take apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from core.errors import InputFileError
from core.store.ingest.reading import text_file
from core.store.ingest.reading.broken_lines import (
    RAW_CHARACTERS,
    BrokenLine,
    broken_reason,
    lines_of_records,
    lost_tail,
)
from core.store.ingest.reading.text_file import MAX_LINE_BYTES, TextFile

RAW_TABLE = "import_raw"
# A header below a title or a comment stands within these rows.
_HEAD_ROWS = 100
_PARALLEL_BYTES = 2 * MAX_LINE_BYTES
_NUMERIC = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL",
)  # fmt: skip


@dataclass(frozen=True)
class RawTable:
    """What `RAW_TABLE` holds: columns c0, c1, ... and rowid; rows from `first_row` on are data.

    Attributes:
        types: VARCHAR for text, NUMBER for a numeric column of a Parquet file.
        rows_count: data rows that are not blank, without `broken`.
        text: of a CSV file, None for Parquet.
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
        cells = ", ".join(
            f"nullif(trim({name}), '')" if kind == "VARCHAR" else f"{name}::VARCHAR"
            for name, kind in zip(self.columns, self.types, strict=True)
        )
        return f"{is_data} AND coalesce({cells}) IS NOT NULL"


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
        rejects = con.execute(
            """SELECT line, min(error_type), any_value(csv_line)
               FROM reject_errors GROUP BY line ORDER BY line"""
        ).fetchall()
    except duckdb.Error as error:
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


def _as_cell(column: str, kind: str) -> str:
    """A Parquet column as numbers or as the text that its cells would be in a CSV file."""
    if kind.startswith(_NUMERIC):
        return f"{column}::DOUBLE" if kind.startswith("DECIMAL") else column
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return f"to_json({column})::VARCHAR"
    if kind == "TIMESTAMP WITH TIME ZONE":
        column = f"({column} AT TIME ZONE 'UTC')"
    return f"replace({column}::VARCHAR, chr(0), '')"


def _read_parquet(con: duckdb.DuckDBPyConnection, path: Path, shown_name: str) -> RawTable:
    try:
        described = con.execute(
            "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet($path))",
            {"path": _literal_path(path)},
        ).fetchall()
        types = ["NUMBER" if str(kind).startswith(_NUMERIC) else "VARCHAR" for _, kind in described]
        cells = ", ".join(
            f"{_as_cell(f't.p{index}', str(kind))} AS c{index}"
            for index, (_, kind) in enumerate(described)
        )
        names = ", ".join(f"p{index}" for index in range(len(described)))
        con.execute(
            f"""CREATE TEMP TABLE {RAW_TABLE} AS
                SELECT {cells} FROM read_parquet($path) AS t({names})""",
            {"path": _literal_path(path)},
        )
    except duckdb.Error as error:
        raise InputFileError(
            f"{shown_name}: cannot be read as Parquet ({_first_line(error)}). Export it again."
        ) from error
    return RawTable(
        tuple(str(name) for name, _ in described), tuple(types),
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
            f"({', '.join(table.header[:8])}), found none. Export it again."
        )
    return replace(table, rows_count=count, has_blank=count < all_count)


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
