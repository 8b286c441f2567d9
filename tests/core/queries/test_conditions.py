"""Conditions that filters share."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from core.queries.conditions import any_of, parameters_of


@dataclass(frozen=True)
class Filter:
    tiers: tuple[str, ...] = ()
    followers_min: int = 0


def test_an_empty_list_means_any_and_a_full_one_only_its_values() -> None:
    query = f"SELECT n FROM (VALUES ('a'), ('b'), (NULL)) AS t(n) WHERE {any_of('names', 'n')}"
    con = duckdb.connect()
    assert len(con.execute(query, {"names": []}).fetchall()) == 3
    assert con.execute(query, {"names": ["b", "c"]}).fetchall() == [("b",)]


def test_a_filter_gives_its_fields_with_tuples_as_lists() -> None:
    assert parameters_of(Filter(("nano", "mid"), 5)) == {
        "tiers": ["nano", "mid"],
        "followers_min": 5,
    }
