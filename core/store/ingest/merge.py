"""Staged rows into the given tables of the store: later rows win, references are completed."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from core.formats import counted
from core.store import tables
from core.store.ingest.completing import clear_completed, complete_influencers
from core.store.ingest.parts import KEYS
from core.store.ingest.same.creators import unite
from core.store.ingest.same.posts import drop_known_captions, settle_post_ids

_ROWS_MAX = 10**12  # more than a file has
# A row with any of these later than another is the same thing again.
_WHOLE_ROWS = ("posts", "follower_history", "ratings", "collaborations", "interactions")


def merge(con: duckdb.DuckDBPyConnection, warn: Callable[[str], None]) -> None:
    """Moves the staging tables into the store and completes what follows from other tables."""
    united = unite(con)
    if united:
        warn(f"{counted(united, 'creator')} of several rows or files brought together by handle.")
    settle_post_ids(con)
    drop_known_captions(con)
    clear_completed(con)
    _merge_influencers(con, warn)
    _merge_brands(con, warn)
    for table in _WHOLE_ROWS:
        _merge_rows(con, table)
    con.execute("INSERT INTO rejected_rows BY NAME SELECT * FROM new_rejected_rows")
    complete_influencers(con)


def used_count(con: duckdb.DuckDBPyConnection, table: str, file_no: int) -> int:
    """Distinct keys that a file put into its main table."""
    key = ", ".join(KEYS[table])
    row = con.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM new_{table} WHERE file_no = $file_no)",
        {"file_no": file_no},
    ).fetchone()
    return int(row[0]) if row else 0


def _merge_rows(con: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = list(tables.schema_columns()[table])
    key = ", ".join(KEYS[table])
    names = ", ".join(f'"{name}"' for name in columns)
    row = con.execute(
        f"""SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT {key} FROM new_{table}))
            FROM new_{table}"""
    ).fetchone()
    staged, distinct = row if row else (0, 0)
    if staged == 0:
        return
    others = [name for name in columns if name not in KEYS[table]]
    rows = f"SELECT {names} FROM new_{table}"
    if staged != distinct:
        # Of several rows the last cell that is not empty counts.
        order = f"file_no::BIGINT * {_ROWS_MAX} + row_no"
        last = [key, *(f'arg_max("{name}", {order}) AS "{name}"' for name in others)]
        rows = f"SELECT {names} FROM (SELECT {', '.join(last)} FROM new_{table} GROUP BY {key})"
    conflict = ""
    if _has_rows(con, table):
        updates = ", ".join(
            f'"{name}" = coalesce(excluded."{name}", {table}."{name}")' for name in others
        )
        # A row that is all key is there already when it comes again.
        action = f"UPDATE SET {updates}" if others else "NOTHING"
        conflict = f"ON CONFLICT ({key}) DO {action}"
    con.execute(
        f"""INSERT INTO {table} ({names})
            {rows} ORDER BY {key} {conflict}"""
    )


def _merge_influencers(con: duckdb.DuckDBPyConnection, warn: Callable[[str], None]) -> None:
    # History, posts and ratings may speak of creators that no file describes.
    stubs = con.execute(
        """SELECT count(*) FROM (
               SELECT influencer_id FROM new_influencers
               WHERE influencer_id NOT IN (SELECT influencer_id FROM influencers)
               GROUP BY influencer_id HAVING bool_and(is_stub))"""
    ).fetchone()
    if stubs and stubs[0]:
        warn(
            "1 creator is only referred to and is listed under its id."
            if stubs[0] == 1
            else f"{stubs[0]:,} creators are only referred to; they are listed under their id."
        )
    columns = list(tables.schema_columns()["influencers"])
    columns_to_set = [name for name in columns if name != "influencer_id"]
    last = ", ".join(
        f'arg_max("{name}", file_no) AS "{name}"' for name in [*columns_to_set, "total_likes"]
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE merged_influencers AS
            SELECT influencer_id, {last} FROM new_influencers GROUP BY influencer_id"""
    )
    con.execute(
        """UPDATE merged_influencers SET avg_likes = round(total_likes / posts_count, 2)
           WHERE avg_likes IS NULL AND posts_count > 0 AND total_likes IS NOT NULL"""
    )
    keep = {"handle": "old.handle", "name": "old.name", "platform": "old.platform"}
    defaults = {
        # 'instagram:mira' was made of platform and handle; the handle is what people know.
        "handle": "n.influencer_id",
        "name": "coalesce(n.handle, old.handle, n.influencer_id)",
        "platform": "'unknown'",
    }
    select = ", ".join(
        f'coalesce(n."{name}", old."{name}"'
        + (f", {defaults[name]}" if name in keep else "")
        + f') AS "{name}"'
        for name in columns_to_set
    )
    names = ", ".join(f'"{name}"' for name in columns_to_set)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in columns_to_set)
    conflict = (
        f"ON CONFLICT (influencer_id) DO UPDATE SET {updates}"
        if _has_rows(con, "influencers")
        else ""
    )
    con.execute(
        f"""INSERT INTO influencers (influencer_id, {names})
            SELECT n.influencer_id, {select}
            FROM merged_influencers n LEFT JOIN influencers old USING (influencer_id)
            ORDER BY n.influencer_id {conflict}"""
    )
    con.execute("DROP TABLE merged_influencers")


def _merge_brands(con: duckdb.DuckDBPyConnection, warn: Callable[[str], None]) -> None:
    stubs = con.execute(
        """SELECT count(*) FROM (
               SELECT brand_id FROM new_brands WHERE brand_id NOT IN (SELECT brand_id FROM brands)
               GROUP BY brand_id HAVING bool_and(is_stub))"""
    ).fetchone()
    if stubs and stubs[0]:
        are = "is" if stubs[0] == 1 else "are"
        warn(
            f"{counted(stubs[0], 'brand')} {are} only referred to; import a brands table with a "
            "description."
        )
    columns_to_set = [name for name in tables.schema_columns()["brands"] if name != "brand_id"]
    last = ", ".join(f'arg_max("{name}", file_no) AS "{name}"' for name in columns_to_set)
    select = ", ".join(
        f'coalesce(n."{name}", old."{name}"'
        + (", n.brand_id" if name == "name" else "")
        + f') AS "{name}"'
        for name in columns_to_set
    )
    names = ", ".join(f'"{name}"' for name in columns_to_set)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in columns_to_set)
    conflict = f"ON CONFLICT (brand_id) DO UPDATE SET {updates}" if _has_rows(con, "brands") else ""
    con.execute(
        f"""INSERT INTO brands (brand_id, {names})
            SELECT n.brand_id, {select}
            FROM (SELECT brand_id, {last} FROM new_brands GROUP BY brand_id) n
            LEFT JOIN brands old USING (brand_id) ORDER BY n.brand_id {conflict}"""
    )


def _has_rows(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
