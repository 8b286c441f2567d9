"""Rows that cannot be used, with file, line and reason."""

from __future__ import annotations

import duckdb
import pandas as pd

from core.store.ingest.reading.broken_lines import RAW_CHARACTERS, line_numbers
from core.store.ingest.reading.raw import RAW_TABLE, RawTable
from core.store.ingest.values.typed import TYPED_TABLE

# A file of a million unusable rows says the same a million times.
KEPT_PER_FILE = 100_000
_TOP = 5
_WITHOUT_VALUE = "regexp_replace(problem, ', found .*$', '', 's')"


def stage_rejects(
    con: duckdb.DuckDBPyConnection, raw: RawTable, shown_name: str, table: str
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Stages the unusable rows for `rejected_rows`; returns their number and top reasons.

    All are counted; at most `KEPT_PER_FILE` are kept.
    """
    frame = reject_frame(con, raw, shown_name, table, KEPT_PER_FILE)
    con.register("rejects_frame", frame)
    try:
        con.execute("INSERT INTO new_rejected_rows BY NAME SELECT * FROM rejects_frame")
    finally:
        con.unregister("rejects_frame")
    reasons = dict(
        con.execute(
            f"""SELECT {_WITHOUT_VALUE} AS reason, count(*) FROM {TYPED_TABLE}
                WHERE problem IS NOT NULL GROUP BY reason"""
        ).fetchall()
    )
    for line in raw.broken:
        reason = line.reason.split("; ", maxsplit=1)[0]
        reasons[reason] = reasons.get(reason, 0) + 1
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return sum(reasons.values()), tuple(ordered[:_TOP])


def reject_frame(
    con: duckdb.DuckDBPyConnection, raw: RawTable, shown_name: str, table: str, limit: int
) -> pd.DataFrame:
    """Rejected rows in file order: the columns of `rejected_rows`, at most `limit` rows."""
    cells = ", ".join(f"coalesce(r.{name}::VARCHAR, '')" for name in raw.columns)
    delimiter = raw.text.delimiter if raw.text else ","
    rows_of_reasons = con.execute(
        f"""SELECT t.row_no, r.c0::VARCHAR, t.problem,
                   left(concat_ws($delimiter, {cells}), {RAW_CHARACTERS})
            FROM {TYPED_TABLE} t JOIN {RAW_TABLE} r ON r.rowid = t.row_no
            WHERE t.problem IS NOT NULL ORDER BY t.row_no LIMIT $limit""",
        {"delimiter": delimiter, "limit": limit},
    ).fetchall()
    numbered = [(row_no, first) for row_no, first, _, _ in rows_of_reasons]
    lines: list[int | None] = [row_no + 1 for row_no, _ in numbered]
    if raw.text is not None and numbered:
        lines = line_numbers(raw.text, raw.broken, raw.first_row, numbered)
    rows = [
        (shown_name, line, table, reason, text)
        for line, (_, _, reason, text) in zip(lines, rows_of_reasons, strict=True)
    ]
    rows += [(shown_name, line.line_number, table, line.reason, line.raw) for line in raw.broken]
    rows.sort(key=lambda row: (row[1] is None, row[1] or 0))
    frame = pd.DataFrame(
        rows[:limit], columns=["source_file", "line_number", "table_name", "reason", "raw"]
    )
    return frame.astype({"line_number": "Int64"})
