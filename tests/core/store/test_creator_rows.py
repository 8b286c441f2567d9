"""Every table is either about single creators, found by one list, or about all of them."""

from __future__ import annotations

import duckdb
import pytest

from core.store import tables
from core.store.connect import create_schema
from core.store.creator_rows import (
    OF_ALL,
    REJECTED,
    counts_by_table,
    delete_rows,
    rows_by_table,
    tables_of_creators,
)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    create_schema(connection)
    return connection


def test_a_new_table_has_to_be_sorted_in(con: duckdb.DuckDBPyConnection) -> None:
    of_creators = {*tables_of_creators(con), "pictures", REJECTED}
    assert not of_creators & OF_ALL
    assert of_creators | OF_ALL == set(tables.ALL)


def test_rows_and_pictures_are_those_of_the_creator_alone(con: duckdb.DuckDBPyConnection) -> None:
    for creator in ("a", "b"):
        con.execute(
            """INSERT INTO influencers (influencer_id, handle, name, platform)
               VALUES ($id, $id, $id, 'tiktok')""",
            {"id": creator},
        )
        con.execute("INSERT INTO post_pictures VALUES ($id, $id, 'shared')", {"id": creator})
    con.execute("INSERT INTO post_pictures VALUES ('b2', 'b', 'own')")
    con.execute(
        """INSERT INTO pictures SELECT unnest(['shared', 'own', 'orphan']), '', 1, 1, '', [], [],
                                       0, 0, 0, 0, 'test'"""
    )
    rows = rows_by_table(con, ["a"])
    assert {table: len(kept) for table, kept in rows.items()} == counts_by_table(con, ["a"])
    assert set(rows) == {"influencers", "post_pictures", "pictures"}
    assert [row["picture_id"] for row in rows["pictures"]] == ["shared"]
    delete_rows(con, ["a"], tables.ALL)
    assert set(rows_by_table(con, ["b"])) == {"influencers", "post_pictures", "pictures"}
    assert rows_by_table(con, ["a"]) == {}
    delete_rows(con, [], tables.ALL)
    assert counts_by_table(con, ["b"])["post_pictures"] == 2
