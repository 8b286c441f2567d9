"""Each distinct odd text of a column read once, by Python's rules, into a table to join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from core.formats import counted, short_name
from core.store.ingest.reading.raw import RAW_TABLE
from core.store.ingest.values.numbers import CAPS

_CHUNK = 20_000

SQL_TYPES = {
    "id": "VARCHAR", "text": "VARCHAR", "handle": "VARCHAR", "category": "VARCHAR",
    "caption": "VARCHAR", "country": "VARCHAR", "language": "VARCHAR", "platform": "VARCHAR",
    "url": "STRUCT(url VARCHAR, platform VARCHAR, handle VARCHAR)",
    "followers": "BIGINT", "count": "BIGINT", "average": "DOUBLE", "money": "DOUBLE",
    "points": "DOUBLE", "engagement": "DOUBLE", "hashtags": "VARCHAR[]", "mentions": "VARCHAR[]",
    "keywords": "VARCHAR[]", "captions": "VARCHAR[]", "counts": "BIGINT[]", "day": "DATE",
    "soft_day": "DATE", "time": "TIMESTAMP", "bool": "BOOLEAN",
    "interaction": "VARCHAR", "moment": "TIMESTAMP",
}  # fmt: skip

# What a cell should have held, for messages.
_EXPECTED = {
    "id": "an id of at most 200 characters", "handle": "a handle of at most 200 characters",
    "followers": "a whole number from 0 to 2,000,000,000", "count": "a whole number of at least 0",
    "average": "a number of at least 0", "money": "a price of at least 0",
    "engagement": "a count or a percentage below 100", "points": "a number",
    "country": "a country", "language": "a language", "platform": "instagram, tiktok or youtube",
    "url": "an http link", "day": "a day such as 2026-11-21",
    "soft_day": "a day such as 2026-11-21",
    "time": "a time such as 2026-11-21 09:30", "bool": "yes or no",
    "moment": "a time such as 2026-11-21 09:30",
    "interaction": "view, info, contact, campaign or collaboration",
    "counts": "a list of daily counts from 0 to 2,000,000,000",
}  # fmt: skip
# Kinds whose unreadable cells are left empty and counted; the row is still of use.
SOFT = {"country", "language", "platform", "url", "time", "soft_day", "bool", "money"}


def expectation(kind: str, shown: str) -> str:
    """Start of the message on a value that cannot be read: what was expected, in which column."""
    return f"expected {_EXPECTED[kind]} in '{short_name(shown, 60)}', found '"


def quoted(text: str) -> str:
    """A text as an SQL literal, for places where DuckDB takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class DistinctCells:
    """The different cells of one column that SQL alone does not read.

    Attributes:
        name: ends the names of the tables of the column.
        few: the cells and how many rows have each, for a file of few rows; None where they are in
            `table`. Each statement takes DuckDB some milliseconds, however few the rows.
    """

    name: str
    few: tuple[tuple[str, int], ...] | None

    @property
    def is_empty(self) -> bool:
        """Whether SQL reads all cells of the column."""
        return self.few == ()

    @property
    def table(self) -> str:
        """Temporary table of cell and rows_count, of a file of many rows."""
        return f"distinct_{self.name}"

    @property
    def parsed(self) -> str:
        """What `fill` makes: a temporary table, or for a file of few rows a registered one."""
        return f"parsed_{self.name}" if self.few is None else f"parsed_few_{self.name}"

    def drop(self, con: duckdb.DuckDBPyConnection) -> None:
        """Removes what `distinct_cells` and `fill` made."""
        if self.few is not None:
            con.unregister(self.parsed)
            return
        for table in (self.parsed, self.table):
            con.execute(f"DROP TABLE temp.{table}")


def distinct_cells(
    con: duckdb.DuckDBPyConnection,
    columns: Mapping[str, tuple[str, str]],
    rows: str,
    *,
    rows_count: int,
) -> dict[str, DistinctCells]:
    """The different cells of columns, by name.

    Args:
        columns: name -> SQL of the cell, and of the condition on it.
        rows: SQL of the condition on the row.
        rows_count: rows of the file at most.
    """
    if not columns:
        return {}
    if rows_count <= _CHUNK:
        # One plain look at all columns; grouping each takes DuckDB longer to plan than to do.
        cells = ", ".join(f"CASE WHEN {odd} THEN {cell} END" for cell, odd in columns.values())
        found = con.execute(f"SELECT {cells} FROM {RAW_TABLE} r WHERE {rows}").fetchall()
        counted = [Counter(column) for column in zip(*found, strict=True)] or [Counter()] * len(
            columns
        )
        return {
            name: DistinctCells(
                name, tuple((cell, count) for cell, count in counts.items() if cell is not None)
            )
            for name, counts in zip(columns, counted, strict=True)
        }
    large = {name: DistinctCells(name, None) for name in columns}
    for name, (cell, odd) in columns.items():
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE {large[name].table} AS
                SELECT {cell} AS cell, count(*) AS rows_count FROM {RAW_TABLE} r
                WHERE {rows} AND {odd} AND {cell} IS NOT NULL GROUP BY ALL"""
        )
    return large


def chunks(con: duckdb.DuckDBPyConnection, distinct: DistinctCells) -> Iterator[list[str]]:
    """The different cells, a bounded number at a time."""
    if distinct.few is not None:
        if distinct.few:
            yield [cell for cell, _ in distinct.few]
        return
    row = con.execute(f"SELECT count(*) FROM {distinct.table}").fetchone()
    for start in range(0, int(row[0]) if row else 0, _CHUNK):
        rows = con.execute(
            f"""SELECT cell FROM {distinct.table}
                WHERE rowid >= $first AND rowid < $last ORDER BY rowid""",
            {"first": start, "last": start + _CHUNK},
        ).fetchall()
        yield [cell for (cell,) in rows]


def fill(
    con: duckdb.DuckDBPyConnection, distinct: DistinctCells, kind: str,
    parser: Callable[[str], Any], shown: str,
) -> bool:  # fmt: skip
    """Creates `distinct.parsed`: cell, value and problem (NULL when the cell could be read).

    Args:
        shown: name of the column in the file, for messages.
    Returns:
        Whether there is a problem.
    """
    expected = expectation(kind, shown) if kind in _EXPECTED else ""
    value_type = _value_type(kind)
    is_made, has_problem = False, False
    for cells in chunks(con, distinct):
        chunk = _parsed(cells, kind, parser, expected)
        has_problem |= chunk["problem"].null_count < len(chunk)
        if distinct.few is not None:
            con.register(distinct.parsed, chunk)
            return has_problem
        con.register("parsed_chunk", chunk)
        into = "INSERT INTO {}" if is_made else "CREATE OR REPLACE TEMP TABLE {} AS"
        try:
            con.execute(
                f"""{into.format(distinct.parsed)}
                    SELECT cell, value::{value_type} AS value, problem FROM parsed_chunk"""
            )
        finally:
            con.unregister("parsed_chunk")
        is_made = True
    if not is_made:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE {distinct.parsed} (
                    cell VARCHAR, value {value_type}, problem VARCHAR)"""
        )
    return has_problem


def _parsed(cells: list[str], kind: str, parser: Callable[[str], Any], expected: str) -> pa.Table:
    values: list[Any] = []
    problems: list[str | None] = []
    for cell in cells:
        value, problem = None, None
        try:
            value = parser(cell)
        except ValueError:
            problem = f"{expected}{short_name(cell, 60)}'"
        values.append(value)
        problems.append(problem)
    return pa.table(
        {
            "cell": pa.array(cells, pa.string()),
            "value": pa.array(values, _ARROW_TYPES[_value_type(kind)]),
            "problem": pa.array(problems, pa.string()),
        }
    )


def _value_type(kind: str) -> str:
    return "DOUBLE" if kind in CAPS else SQL_TYPES[kind]


_ARROW_TYPES = {
    "VARCHAR": pa.string(), "DOUBLE": pa.float64(), "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT[]": pa.list_(pa.int64()), "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    SQL_TYPES["url"]: pa.struct(
        [("url", pa.string()), ("platform", pa.string()), ("handle", pa.string())]
    ),
}  # fmt: skip


def warn_of(
    con: duckdb.DuckDBPyConnection, distinct: DistinctCells, kind: str, shown: str,
    warn: Callable[[str], None],
) -> None:  # fmt: skip
    """Warns of cells that could not be read: how many, and up to three examples."""
    rows = con.execute(
        f"""SELECT p.cell, d.rows_count, sum(d.rows_count) OVER () FROM {distinct.parsed} p
            JOIN {_counted(distinct)} d ON d.cell = p.cell
            WHERE p.problem IS NOT NULL ORDER BY d.rows_count DESC, p.cell LIMIT 3""",
        _counts(distinct),
    ).fetchall()
    if rows:
        examples = ", ".join(f"'{short_name(cell, 30)}'" for cell, _, _ in rows)
        warn(
            f"'{short_name(shown)}': {counted(int(rows[0][2]), 'cell')} left empty, "
            f"expected {_EXPECTED[kind]}, found {examples}."
        )


def _counted(distinct: DistinctCells) -> str:
    """SQL of a table of cell and rows_count; takes the parameters of `_counts`."""
    if distinct.few is None:
        return distinct.table
    return "(SELECT unnest($cells::VARCHAR[]) AS cell, unnest($counts::BIGINT[]) AS rows_count) "


def _counts(distinct: DistinctCells) -> dict[str, list[Any]]:
    if distinct.few is None:
        return {}
    cells, counts = zip(*distinct.few, strict=True)
    return {"cells": list(cells), "counts": list(counts)}
