"""Read queries about how a build came to be: rows that could not be used."""

from __future__ import annotations

import duckdb
import pandas as pd


def reject_reasons(con: duckdb.DuckDBPyConnection, *, limit: int = 50) -> pd.DataFrame:
    """Rejected rows by file and kind of reason, most frequent first.

    Reasons that differ only in the value found, which stands in quotes or digits, are one kind.

    Returns:
        source_file, table_name, kind, rows_count, example (one full reason).
    """
    return con.execute(
        r"""SELECT source_file, table_name,
                   regexp_replace(regexp_replace(reason, '''[^'']*''', '…', 'g'),
                                  '-?\d[\d.,]*', '#', 'g') AS kind,
                   count(*) AS rows_count, first(reason ORDER BY line_number, reason) AS example
            FROM rejected_rows GROUP BY source_file, table_name, kind
            ORDER BY rows_count DESC, source_file, table_name, kind LIMIT $limit""",
        {"limit": limit},
    ).df()


def rejected_count(con: duckdb.DuckDBPyConnection) -> int:
    """Rows that could not be used."""
    row = con.execute("SELECT count(*) FROM rejected_rows").fetchone()
    return row[0] if row else 0


def rejected_rows(
    con: duckdb.DuckDBPyConnection, *, page: int = 1, page_size: int = 50
) -> pd.DataFrame:
    """One page of rejected rows in the order of the files.

    Returns:
        source_file, line_number, table_name, reason, raw.
    """
    return con.execute(
        """SELECT source_file, line_number, table_name, reason, raw FROM rejected_rows
           ORDER BY source_file, line_number NULLS LAST, table_name, reason, rowid
           LIMIT $limit OFFSET $offset""",
        {"limit": page_size, "offset": (max(page, 1) - 1) * page_size},
    ).df()


def has_tables(con: duckdb.DuckDBPyConnection, *names: str) -> bool:
    """Whether the build has all of these tables; builds of earlier versions lack newer ones."""
    row = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE list_contains($names::VARCHAR[], table_name)",
        {"names": list(names)},
    ).fetchone()
    return row is not None and row[0] == len(names)
