"""Where a store holds something of one creator: the one list of forgetting and subject access.

Three kinds of places: rows under the creator's id, pictures that such rows show, and texts in which
others may name the creator. Every other table is of all creators together (`OF_ALL`); a test
compares the lists with the schema, so that a new table has to be sorted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from core.store import tables

CREATOR_ID = "influencer_id"
# Tables without the id whose rows belong to a creator by way of another table.
_REACHED = {
    "pictures": """picture_id IN (SELECT picture_id FROM post_pictures
                                  WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])))"""
}
# Tables of no single creator: brands, and what is computed of all creators together.
OF_ALL = frozenset(
    {
        "brands", "data_gaps", "niches", "niche_selection", "topics", "brand_topics", "concepts",
        "concept_links", "brand_concepts", "cohort_growth", "growth_trials", "metrics", "trends",
        "trend_weeks", "recommender_quality", "ranking_quality", "influence_features",
    }
)  # fmt: skip
# Rows that could not be read; the raw line may name anybody.
REJECTED = "rejected_rows"
# Columns whose values are ids, codes or an account's own name, not what somebody wrote.
_CODES = frozenset({"handle", "platform", "country", "audience_country", "language"})


@dataclass(frozen=True)
class TextTable:
    """A given table in whose texts people may name others.

    Attributes:
        key: column that is unique.
        platform: SQL on row `t` for the platform that the accounts in its texts are of.
        writer: column that says whose text it is.
    """

    key: str
    platform: str
    writer: str


TEXT_TABLES = {
    "influencers": TextTable("influencer_id", "t.platform", "influencer_id"),
    "posts": TextTable(
        "post_id",
        "(SELECT platform FROM influencers i WHERE i.influencer_id = t.influencer_id)",
        "influencer_id",
    ),
    "brands": TextTable("brand_id", "'unknown'", "brand_id"),
}


def tables_of_creators(
    con: duckdb.DuckDBPyConnection, names: Iterable[str] = tables.ALL
) -> tuple[str, ...]:
    """Those of the tables that have rows under the id of a creator, in the same order."""
    return tuple(name for name in names if CREATOR_ID in tables.columns(con, name))


def text_columns(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, bool]]:
    """Table, column and whether it holds lists, of all texts in the given tables of entities."""
    for table in TEXT_TABLES:
        for column, kind in tables.columns(con, table).items():
            is_text = kind in ("VARCHAR", "VARCHAR[]")
            if is_text and not column.endswith("_id") and column not in _CODES:
                yield table, column, kind == "VARCHAR[]"


def rows_by_table(
    con: duckdb.DuckDBPyConnection, ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of these creators, column -> value, by table in the order of `tables.ALL`.

    Ordered by all columns. Tables without a row of theirs are left out.
    """
    found = {}
    for table in tables.ALL:
        condition = _condition(con, table)
        rows = _rows(con, table, condition, ids) if condition else []
        if rows:
            found[table] = rows
    return found


def counts_by_table(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, int]:
    """How many rows of these creators there are, by table; tables without any are left out."""
    counts = {}
    for table in tables.ALL:
        condition = _condition(con, table)
        if condition:
            row = con.execute(
                f"SELECT count(*) FROM {table} WHERE {condition}", {"ids": list(ids)}
            ).fetchone()
            counts[table] = row[0] if row else 0
    return {table: count for table, count in counts.items() if count}


def delete_rows(con: duckdb.DuckDBPyConnection, ids: Sequence[str], names: Iterable[str]) -> None:
    """Deletes the rows of these creators from the tables named that have the id."""
    for table in tables_of_creators(con, names) if ids else ():
        con.execute(f"DELETE FROM {table} WHERE {_OWN}", {"ids": list(ids)})


_OWN = f"{CREATOR_ID} IN (SELECT unnest($ids::VARCHAR[]))"


def _condition(con: duckdb.DuckDBPyConnection, table: str) -> str | None:
    columns = tables.columns(con, table)
    if CREATOR_ID in columns:
        return _OWN
    return _REACHED.get(table) if columns else None


def _rows(
    con: duckdb.DuckDBPyConnection, table: str, condition: str, ids: Sequence[str]
) -> list[dict[str, Any]]:
    result = con.execute(
        f"SELECT * FROM {table} WHERE {condition} ORDER BY ALL", {"ids": list(ids)}
    )
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
