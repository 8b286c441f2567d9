"""Rejected rows, by reason and one by one."""

from __future__ import annotations

import duckdb
import pytest

from core.queries import builds
from core.store.connect import create_schema


@pytest.fixture
def rejected() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    create_schema(con)
    con.execute(
        """INSERT INTO rejected_rows VALUES
           ('a.csv', 3, 'influencers', 'expected a number from 0, found ''-5''', 'x;-5'),
           ('a.csv', 9, 'influencers', 'expected a number from 0, found ''abc''', 'y;abc'),
           ('a.csv', 4, 'influencers', 'the id is missing', ';1'),
           ('b.csv', NULL, 'posts', 'unknown creator ''q''', 'q')"""
    )
    return con


def test_reasons_that_differ_in_the_value_only_are_one(
    rejected: duckdb.DuckDBPyConnection,
) -> None:
    found = builds.reject_reasons(rejected)
    assert found["rows_count"].tolist() == [2, 1, 1]
    assert found["example"].iloc[0] == "expected a number from 0, found '-5'"
    assert found["rows_count"].sum() == builds.rejected_count(rejected)


def test_rows_stand_in_the_order_of_the_file(rejected: duckdb.DuckDBPyConnection) -> None:
    first = builds.rejected_rows(rejected, page=1, page_size=3)
    assert first["line_number"].tolist() == [3, 4, 9]
    assert builds.rejected_rows(rejected, page=2, page_size=3)["raw"].tolist() == ["q"]
    assert builds.rejected_rows(rejected, page=3, page_size=3).empty
