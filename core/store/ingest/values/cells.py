"""Cells of one column as typed values: plain ones in SQL, the odd ones once a distinct text.

A column of a million rows has few ways to write a country and mostly plain numbers. So SQL takes
what is beyond doubt, and Python's rules see each remaining distinct text once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import duckdb

from core.formats import short_name
from core.store.ingest.reading.raw import RAW_TABLE, id_of, trimmed
from core.store.ingest.values.dates import unclear_order
from core.store.ingest.values.distinct import (
    SOFT,
    SQL_TYPES,
    DistinctCells,
    chunks,
    expectation,
    fill,
    quoted,
    warn_of,
)
from core.store.ingest.values.numbers import (
    CAPS,
    Signs,
    decimal_signs,
    has_grouping_point,
    parse_number,
)
from core.store.ingest.values.parsers import DAY_KINDS, parser_of

# Beyond doubt in every kind of column; one point before exactly three digits is not.
_PLAIN_NUMBER = r"-?[0-9]{1,15}(\.([0-9]{1,2}|[0-9]{4,12}))?"
_LONGEST_ID = 200
_COUNTS = ("followers", "count")
_TEXTS = ("id", "text", "handle", "category", "caption")
_POINT_DECIMAL = r"[0-9]+\.([0-9]{1,2}|[0-9]{4,})"
_PLAIN_COUNTS = r"\[ *[0-9]{1,9}( *, *[0-9]{1,9})* *\]"


@dataclass(frozen=True)
class Column:
    """One target column in three stages of SQL: no expression is planned or computed twice.

    Attributes:
        text: of the raw table `r`: the text of the cell, `text_<target>` from the next stage on.
        read: of that text and `join`: the value as read, `read_<target>` in the last stage.
        join: LEFT JOIN that `read` needs, or "".
        unread: of the same stage: why the cell could not be read; `unread_<target>` in the last.
        value: of the last stage: the value.
        problem: of the last stage: why the row cannot be used; NULL when it can.
        number: of the raw table: a number that is no text; then `number_<target>`; else "".
        distinct: whose tables may go once the column is typed; None without.
    """

    text: str
    read: str
    join: str = ""
    unread: str = "NULL::VARCHAR"
    value: str = ""
    problem: str = "NULL"
    number: str = ""
    distinct: DistinctCells | None = None


@dataclass(frozen=True)
class Cells:
    """The cells of one column of `RAW_TABLE r`.

    Attributes:
        target, kind: of the column to be filled, such as 'followers_count' and 'followers'.
        name: of the column in the raw table.
        type: as in `RawTable.types`.
        shown: its name in the file.
        rows: SQL condition for the rows that count.
        rows_count: such rows at most.
        is_csv: take back what our CSV exports do to texts that look like formulas.
    """

    target: str
    kind: str
    name: str
    type: str
    shown: str
    rows: str
    rows_count: int
    is_csv: bool = True

    @property
    def trimmed(self) -> str:
        """SQL of the text without space around it; NULL when nothing is left."""
        return trimmed(f"r.{self.name}")

    @property
    def text(self) -> str:
        """The text in the stages after the first."""
        return f'"text_{self.target}"'

    @property
    def read(self) -> str:
        """The value as read, in the last stage."""
        return f'"read_{self.target}"'


def odd_cells(columns: Sequence[Cells]) -> dict[str, tuple[str, str]]:
    """Columns with cells that SQL alone does not read, for `distinct_cells`."""
    odd = {}
    for cells in columns:
        if cells.kind in _TEXTS or (cells.kind in CAPS and cells.type == "NUMBER"):
            continue
        plain = _plain(cells.kind)
        condition = f"NOT regexp_full_match({cells.trimmed}, '{plain}')" if plain else "true"
        odd[cells.target] = cells.trimmed, condition
    return odd


def has_points_in_counts(
    con: duckdb.DuckDBPyConnection,
    columns: Sequence[Cells],
    distinct: Mapping[str, DistinctCells],
) -> bool:
    """Whether a column of counts has points between thousands, where averages ask for it."""
    if not any(cells.kind == "average" and cells.target in distinct for cells in columns):
        return False
    return any(
        has_grouping_point(texts)
        for cells in columns
        if cells.kind in _COUNTS and cells.target in distinct
        for texts in chunks(con, distinct[cells.target])
    )


def column(
    con: duckdb.DuckDBPyConnection,
    cells: Cells,
    distinct: DistinctCells | None,
    warn: Callable[[str], None],
    *,
    has_point: bool = False,
) -> Column:
    """How to read one column of the raw table.

    Args:
        distinct: its cells among `odd_cells`; None for a column that is not among them.
        has_point: counts of the file have points between thousands.
    """
    if distinct is None:
        return _text(cells) if cells.kind in _TEXTS else _typed_number(cells)
    if cells.kind in CAPS:
        return _number(con, cells, distinct, warn, has_point)
    plain_value = "{}::BIGINT[]" if cells.kind == "counts" else ""
    if not distinct.is_empty:
        parser = parser_of(con, cells.kind, distinct)
        has_problem = fill(con, distinct, cells.kind, parser, cells.shown)
        if cells.kind in DAY_KINDS:
            texts = (text for some in chunks(con, distinct) for text in some)
            unclear = unclear_order(texts)
            if unclear:
                warn(
                    f"'{short_name(cells.shown)}': {unclear} is read with the day first, since no "
                    "day in the column tells otherwise. If the month comes first, write days as "
                    "2026-11-21."
                )
        if cells.kind in SOFT and has_problem:
            warn_of(con, distinct, cells.kind, cells.shown, warn)
    return _read(cells, distinct, plain_value)


def _plain(kind: str) -> str:
    """Pattern of the cells that SQL reads; "" where it reads none."""
    if kind in CAPS:
        return _PLAIN_NUMBER
    return _PLAIN_COUNTS if kind == "counts" else ""


def _text(cells: Cells) -> Column:
    # Our own exports put ' before a text that a spreadsheet would take for a formula.
    undone = "regexp_replace({}, '^''(''*[=+@\\-\t\r])', '\\1')" if cells.is_csv else "{}"
    text = undone.format(cells.text)
    if cells.kind == "caption":
        whole = f"r.{cells.name}::VARCHAR"
        return Column(whole, f"coalesce({text}, '')", value=cells.read)
    if cells.kind == "handle":
        inside = "'^(?:https?://)?(?:www\\.|m\\.)?[a-z]+\\.(?:com|be)/@?([^/?#]+).*$'"
        text = f"nullif(ltrim(regexp_replace({text}, {inside}, '\\1', 'i'), '@ '), '')"
    if cells.kind in ("handle", "id"):
        text = id_of(text)
    elif cells.kind == "category":
        missing = "('none', 'n/a', 'nan', 'null', '-')"
        text = f"CASE WHEN lower({cells.text}) NOT IN {missing} THEN {text} END"
    if cells.kind in ("handle", "id"):
        # An id is a part of addresses and of keys; a text that slipped into its column is none.
        start = quoted(expectation(cells.kind, cells.shown))
        shown = f"regexp_replace(left({cells.read}, 60), '[[:cntrl:]]', ' ', 'g')"
        problem = (
            f"CASE WHEN length({cells.read}) > {_LONGEST_ID} THEN {start} || {shown} || '''' END"
        )
        return Column(cells.trimmed, text, value=cells.read, problem=problem)
    return Column(cells.trimmed, text, value=cells.read)


def _typed_number(cells: Cells) -> Column:
    number = f'"number_{cells.target}"'
    return _whole(
        cells,
        Column(
            cells.trimmed,
            f"CASE WHEN isfinite({number}) THEN {number} END",
            number=f"r.{cells.name}::DOUBLE",
            value=cells.read,
            problem=_out_of_bounds(cells),
        ),
    )


def _number(
    con: duckdb.DuckDBPyConnection,
    cells: Cells,
    distinct: DistinctCells,
    warn: Callable[[str], None],
    has_point: bool,
) -> Column:
    kind = cells.kind
    if not distinct.is_empty:
        signs = _signs(con, cells, distinct)
        if kind == "average" and signs == Signs() and has_point:
            # Who writes 12.345 followers writes 2.000 likes.
            signs = Signs(comma_is_decimal=True)
        parser = partial(parse_number, kind=kind, signs=signs)
        has_problem = fill(con, distinct, kind, parser, cells.shown)
        if kind in SOFT and has_problem:
            warn_of(con, distinct, kind, cells.shown, warn)
    return _whole(cells, _read(cells, distinct, "TRY_CAST({} AS DOUBLE)", _out_of_bounds(cells)))


def _whole(cells: Cells, column: Column) -> Column:
    """The column, as whole numbers where its kind counts something."""
    if SQL_TYPES[cells.kind] == "BIGINT":
        return replace(column, value=f"TRY_CAST({cells.read} AS BIGINT)")
    return column


def _read(cells: Cells, distinct: DistinctCells, plain_value: str, problem: str = "NULL") -> Column:
    """Plain cells by SQL, the others by joining what Python made of them.

    Args:
        plain_value: SQL of the value of such a text, {}.
        problem: as in `Column`, of a value that could be read.
    """
    plain = _plain(cells.kind)
    if distinct.is_empty:  # all cells are plain
        nothing = f"NULL::{SQL_TYPES[cells.kind]}"
        read = plain_value.format(cells.text) if plain else nothing
        return Column(cells.trimmed, read, value=cells.read, problem=problem)
    read, unread = f"{distinct.parsed}.value", f"{distinct.parsed}.problem"
    if plain:
        is_plain = f"regexp_full_match({cells.text}, '{plain}')"
        read = f"CASE WHEN {is_plain} THEN {plain_value.format(cells.text)} ELSE {read} END"
    if cells.kind in SOFT:
        unread = "NULL::VARCHAR"
    else:
        problem = f'coalesce("unread_{cells.target}", {problem})'
    return Column(
        cells.trimmed,
        read,
        join=f"LEFT JOIN {distinct.parsed} ON {distinct.parsed}.cell = {cells.text}",
        unread=unread,
        value=cells.read,
        problem=problem,
        distinct=distinct,
    )


def _out_of_bounds(cells: Cells) -> str:
    """SQL of why a number that was read is none of this kind."""
    kind, value = cells.kind, cells.read
    message = f"{quoted(expectation(kind, cells.shown))} || left({cells.text}, 60) || ''''"
    bounds = [f"{value} > {CAPS[kind]}"]
    if kind != "points":
        bounds.append(f"{value} < 0")
    if kind in _COUNTS:
        bounds.append(f"{value} <> floor({value})")
    return f"CASE WHEN {' OR '.join(bounds)} THEN {message} END"


def _signs(con: duckdb.DuckDBPyConnection, cells: Cells, distinct: DistinctCells) -> Signs:
    if cells.kind in ("followers", "count", "engagement"):
        return Signs()
    ((point,),) = con.execute(
        f"""SELECT coalesce(bool_or(regexp_full_match({cells.trimmed}, '{_POINT_DECIMAL}')), false)
            FROM {RAW_TABLE} r WHERE {cells.rows}"""
    ).fetchall()
    comma = False
    for texts in chunks(con, distinct):
        signs = decimal_signs(texts)
        point, comma = point or signs.point_is_decimal, comma or signs.comma_is_decimal
    return Signs(point and not comma, comma and not point)
