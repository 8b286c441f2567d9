"""Moving whole tables in and out of a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from core.errors import StoreError

SCHEMA_FILE = Path(__file__).with_name("schema.sql")
# What a file may hold.
IMPORTED = (
    "influencers",
    "posts",
    "follower_history",
    "brands",
    "ratings",
    "collaborations",
    "interactions",
)
# Read from the files that posts name, so that a build made again needs no files.
PICTURES = ("pictures", "post_pictures", "avatars")
GIVEN = (*IMPORTED, *PICTURES, "rejected_rows", "data_gaps")
DERIVED = (
    "profile_stats",
    "niches",
    "influencer_niches",
    "influencer_map",
    "niche_selection",
    "topics",
    "creator_topics",
    "brand_topics",
    "creator_objects",
    "concepts",
    "concept_links",
    "creator_concepts",
    "brand_concepts",
    "caution",
    "growth_events",
    "growth_evidence",
    "growth_patterns",
    "cohort_growth",
    "growth_trials",
    "post_texts",
    "post_entities",
    "creator_texts",
    "creator_profiles",
    "profile_posts",
    "trends",
    "trend_weeks",
    "trend_riders",
    "momentum",
    "forecasts",
    "creator_facts",
    "price_estimates",
    "influence",
    "influence_features",
    "brand_matches",
    "recommendations",
    "recommender_quality",
    "rankings",
    "ranking_quality",
    "metrics",
)
ALL = GIVEN + DERIVED


def columns(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column name -> DuckDB type of a table of the schema, in schema order.

    Empty when the store is of an earlier version that had no such table, which ends an open
    transaction.
    """
    if table not in ALL:
        raise StoreError(f"'{table}' is not a table of schema.sql.")
    try:
        # `duckdb_columns()` takes ten times as long: it lists the columns of every table.
        rows = con.execute(f"DESCRIBE main.{table}").fetchall()
    except duckdb.CatalogException:
        return {}
    return {str(row[0]): str(row[1]) for row in rows}


@cache
def schema_columns() -> dict[str, dict[str, str]]:
    """`columns` of all tables of `schema.sql`, which stores written by this program have."""
    with duckdb.connect(":memory:") as con:
        con.execute(SCHEMA_FILE.read_text(encoding="utf-8"))
        return {table: columns(con, table) for table in ALL}


def accounts(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """influencer_id, handle and platform of every creator, by id."""
    return con.execute(
        "SELECT influencer_id, handle, platform FROM influencers ORDER BY influencer_id"
    ).fetchall()


def stored_texts(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, bool]]:
    """Table, column and whether it holds lists, of all columns of text that a store has."""
    rows = con.execute(
        """SELECT table_name, column_name, data_type FROM duckdb_columns()
           WHERE NOT internal AND data_type IN ('VARCHAR', 'VARCHAR[]')
           ORDER BY table_oid, column_index"""
    ).fetchall()
    return [(table, column, kind.endswith("[]")) for table, column, kind in rows]


def append_frame(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame | pa.Table) -> int:
    """Appends a frame by column name; columns it lacks become NULL. Returns the rows added.

    Raises:
        StoreError: the frame has a column the table does not have.
    """
    known = columns(con, table)
    present = list(frame.columns) if isinstance(frame, pd.DataFrame) else frame.column_names
    unknown = [name for name in present if name not in known]
    if unknown:
        raise StoreError(f"Table {table} has no column {', '.join(map(str, unknown))}.")
    if not len(frame):
        return 0
    names = ", ".join(f'"{name}"' for name in present)
    casts = ", ".join(f'CAST("{name}" AS {known[name]})' for name in present)
    con.register("appended_frame", frame)
    try:
        con.execute(f"INSERT INTO {table} ({names}) SELECT {casts} FROM appended_frame")
    finally:
        con.unregister("appended_frame")
    return len(frame)


def copy_from(con: duckdb.DuckDBPyConnection, store_file: Path, names: tuple[str, ...]) -> None:
    """Copies tables from another store file; columns are matched by name."""
    with attached(con, store_file):
        present = {
            row[0]
            for row in con.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'earlier'"
            ).fetchall()
        }
        for name in names:
            if name in present:
                con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM earlier.{name}")


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, store_file: Path) -> Iterator[None]:
    """Another store file, to be read as `earlier.TABLE` within this block."""
    con.execute(f"ATTACH '{str(store_file).replace(chr(39), chr(39) * 2)}' AS earlier (READ_ONLY)")
    try:
        yield
    finally:
        con.execute("DETACH earlier")
