"""How much of a file an import would use: its columns and its values."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from core.store.ingest.columns import Plan
from core.store.ingest.model import Match, Usage
from core.store.ingest.reading.raw import RAW_TABLE, RawTable
from core.store.ingest.values.typed import TYPED_TABLE

# DuckDB takes minutes to plan a statement that counts 2,000 columns.
_AT_ONCE = 50


def usage(
    con: duckdb.DuckDBPyConnection,
    raw: RawTable,
    plan: Plan | None,
    proposed: Mapping[str, Match],
    *,
    last_row: int,
    is_typed: bool,
) -> Usage:
    """What an import would use of a file.

    Args:
        plan: how it is read; None when its kind is not known.
        last_row: as in `make_typed`.
        is_typed: `TYPED_TABLE` holds its rows.
    """
    sources = dict(plan.sources) if plan else {}
    unused = tuple(name for index, name in enumerate(raw.header) if index not in sources.values())
    filled = {f"c{index}": _filled(f"r.c{index}") for index in range(len(raw.header))}
    total = sum(_counts(con, list(filled.values()), raw, last_row, ""))
    used = 0
    if is_typed:
        by_column: dict[int, list[str]] = {}
        for target, index in sources.items():
            by_column.setdefault(index, []).append(f't."{target}" IS NOT NULL')
        read = [
            f"{filled[f'c{index}']} AND t.problem IS NULL AND ({' OR '.join(targets)})"
            for index, targets in by_column.items()
        ]
        used = sum(_counts(con, read, raw, last_row, f"JOIN {TYPED_TABLE} t ON t.row_no = r.rowid"))
    # Where no table is known, nothing is known that a column may be.
    suggestions = {
        match.source: target
        for target, match in reversed(list(proposed.items()))
        if plan is not None and match.source in unused and target not in sources
    }
    return Usage(len(raw.header), unused, total, used, suggestions)


def _filled(cell: str) -> str:
    return f"nullif(trim({cell}::VARCHAR), '') IS NOT NULL"


def _counts(
    con: duckdb.DuckDBPyConnection, conditions: list[str], raw: RawTable, last_row: int, join: str
) -> list[int]:
    found: list[int] = []
    for start in range(0, len(conditions), _AT_ONCE):
        some = conditions[start : start + _AT_ONCE]
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in some)
        row = con.execute(
            f"""SELECT {counts} FROM {RAW_TABLE} r {join}
                WHERE r.rowid >= $first AND r.rowid <= $last""",
            {"first": raw.first_row, "last": last_row},
        ).fetchone()
        found += [int(count) for count in row or ()]
    return found
