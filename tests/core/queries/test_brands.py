"""Brands for the picker and by id."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from core.errors import NotFoundError
from core.queries import brands
from core.store import tables
from core.store.connect import create_schema


def test_brands_stand_by_name(con: duckdb.DuckDBPyConnection) -> None:
    assert brands.brand_names(con) == {"x": "Luma", "y": "Peak"}


def test_two_brands_of_one_name_can_be_told_apart() -> None:
    con = duckdb.connect()
    create_schema(con)
    frame = pd.DataFrame({"brand_id": ["2", "1", "3"], "name": ["Luma", "luma", "Peak"]})
    tables.append_frame(con, "brands", frame)
    assert list(brands.brand_names(con).items()) == [
        ("1", "luma (1)"),
        ("2", "Luma (2)"),
        ("3", "Peak"),
    ]
    assert len(brands.brand_names(con, limit=2)) == 2


def test_a_brand_without_facts_has_none(con: duckdb.DuckDBPyConnection) -> None:
    found = brands.brand(con, "y")
    assert (found.name, found.category, found.hashtags) == ("Peak", "", ())


def test_an_unknown_brand_is_said_to_be_unknown(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotFoundError, match="no brand 'zz'"):
        brands.brand(con, "zz")
    with pytest.raises(NotFoundError) as error:
        brands.brand(con, "z" * 5_000)
    assert len(str(error.value)) < 300
