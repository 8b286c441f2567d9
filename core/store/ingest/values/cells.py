"""Cells of one column as typed values: plain ones in SQL, the odd ones once a distinct text.

A column of a million rows has few ways to write a country and mostly plain numbers. So SQL takes
what is beyond doubt, and Python's rules see each remaining distinct text once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import duckdb

from core.store.ingest.reading.raw import RAW_TABLE
from core.store.ingest.values.distinct import (
    SOFT,
    SQL_TYPES,
    chunks,
    distinct_cells,
    expectation,
    fill,
    parser_of,
    quoted,
    warn_of,
    warn_of_currency,
)
from core.store.ingest.values.numbers import CAPS, Signs, decimal_signs, parse_number

# Beyond doubt in every kind of column; one point before exactly three digits is not.
_PLAIN_NUMBER = r"-?[0-9]{1,15}(\.([0-9]{1,2}|[0-9]{4,12}))?"
_POINT_DECIMAL = r"[0-9]+\.([0-9]{1,2}|[0-9]{4,})"
_PLAIN_COUNTS = r"\[ *[0-9]{1,9}( *, *[0-9]{1,9})* *\]"


@dataclass(frozen=True)
class Column:
    """One target column as SQL over `RAW_TABLE r`.

    Attributes:
        value: expression of the typed value.
        join: LEFT JOIN that `value` needs, or "".
        problem: expression of the reason why the row cannot be used; NULL when it can.
    """

    value: str
    join: str
    problem: str


def column(
    con: duckdb.DuckDBPyConnection,
    target: str,
    kind: str,
    cell: str,
    cell_type: str,
    shown: str,
    rows: str,
    warn: Callable[[str], None],
    *,
    is_csv: bool = True,
) -> Column:
    """How to read one column of the raw table.

    Args:
        cell: column of `RAW_TABLE`.
        shown: its name in the file.
        rows: SQL condition for the rows that count.
        is_csv: take back what our CSV exports do to texts that look like formulas.
    """
    is_number = cell_type == "NUMBER"
    trimmed = f"nullif(trim(r.{cell}::VARCHAR, ' \t\r\n\u00a0\ufeff'), '')"
    if kind in CAPS:
        return _number(con, target, kind, cell, trimmed, is_number, shown, rows, warn)
    if kind in ("id", "text", "handle", "category", "caption"):
        return Column(_text(kind, trimmed, f"r.{cell}::VARCHAR", is_csv=is_csv), "", "NULL")
    plain, plain_value = "false", "NULL"
    if kind == "counts":
        plain, plain_value = (
            f"regexp_full_match({trimmed}, '{_PLAIN_COUNTS}')",
            f"{trimmed}::BIGINT[]",
        )
    name = f"parsed_{target}"
    distinct = distinct_cells(con, name, trimmed, f"({rows}) AND NOT ({plain})")
    parser = parser_of(con, kind, distinct)
    fill(con, name, distinct, kind, parser, shown)
    if kind in SOFT:
        warn_of(con, name, kind, shown, warn)
    value = (
        f"CASE WHEN {plain} THEN {plain_value} ELSE {name}.value END"
        if plain != "false"
        else f"{name}.value"
    )
    problem = "NULL" if kind in SOFT else f"{name}.problem"
    return Column(value, f"LEFT JOIN {name} ON {name}.cell = {trimmed}", problem)


def _text(kind: str, trimmed: str, whole: str, *, is_csv: bool) -> str:
    # Our own exports put ' before a text that a spreadsheet would take for a formula.
    undone = "regexp_replace({}, '^''(''*[=+@\\-\t\r])', '\\1')" if is_csv else "{}"
    if kind == "caption":
        return f"coalesce({undone.format(whole)}, '')"
    text = undone.format(trimmed)
    if kind == "handle":
        inside = "'^(?:https?://)?(?:www\\.|m\\.)?[a-z]+\\.(?:com|be)/@?([^/?#]+).*$'"
        return f"nullif(ltrim(regexp_replace({text}, {inside}, '\\1', 'i'), '@ '), '')"
    if kind == "category":
        missing = "('none', 'n/a', 'nan', 'null', '-')"
        return f"CASE WHEN lower({trimmed}) NOT IN {missing} THEN {text} END"
    return text


def _number(
    con: duckdb.DuckDBPyConnection, target: str, kind: str, cell: str, trimmed: str,
    is_number: bool, shown: str, rows: str, warn: Callable[[str], None],
) -> Column:  # fmt: skip
    if is_number:
        raw = f"r.{cell}::DOUBLE"
        value, join, problem, text = (
            f"CASE WHEN isfinite({raw}) THEN {raw} END",
            "",
            "NULL",
            trimmed,
        )
    else:
        name = f"parsed_{target}"
        plain = f"regexp_full_match({trimmed}, '{_PLAIN_NUMBER}')"
        distinct = distinct_cells(con, name, trimmed, f"({rows}) AND NOT ({plain})")
        signs = _signs(con, kind, trimmed, rows, distinct)
        fill(con, name, distinct, kind, partial(parse_number, kind=kind, signs=signs), shown)
        value = f"CASE WHEN {plain} THEN TRY_CAST({trimmed} AS DOUBLE) ELSE {name}.value END"
        join = f"LEFT JOIN {name} ON {name}.cell = {trimmed}"
        problem, text = f"{name}.problem", trimmed
        if kind in SOFT:
            warn_of(con, name, kind, shown, warn)
            warn_of_currency(con, distinct, shown, warn)
            problem = "NULL"
    message = f"{quoted(expectation(kind, shown))} || left({text}, 60) || ''''"
    bounds = [f"{value} > {CAPS[kind]}"]
    if kind != "points":
        bounds.append(f"{value} < 0")
    if kind in ("followers", "count"):
        bounds.append(f"{value} <> floor({value})")
    problem = f"coalesce({problem}, CASE WHEN {' OR '.join(bounds)} THEN {message} END)"
    if SQL_TYPES[kind] == "BIGINT":
        value = f"TRY_CAST({value} AS BIGINT)"
    return Column(value, join, problem)


def _signs(
    con: duckdb.DuckDBPyConnection, kind: str, trimmed: str, rows: str, distinct: str
) -> Signs:
    if kind in ("followers", "count", "engagement"):
        return Signs()
    row = con.execute(
        f"""SELECT coalesce(bool_or(regexp_full_match({trimmed}, '{_POINT_DECIMAL}')), false)
            FROM {RAW_TABLE} r WHERE {rows}"""
    ).fetchone()
    point, comma = bool(row and row[0]), False
    for cells in chunks(con, distinct):
        signs = decimal_signs(cells)
        point, comma = point or signs.point_is_decimal, comma or signs.comma_is_decimal
    return Signs(point and not comma, comma and not point)
