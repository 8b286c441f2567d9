"""Conditions that filters share."""

from __future__ import annotations

import duckdb
import pytest

from core.queries.conditions import Condition, all_of, any_of, none_of, where


def _passing(condition: Condition) -> list[str | None]:
    rows = (
        duckdb.connect()
        .execute(
            f"SELECT n FROM (VALUES ('a'), ('b'), ('n7'), (NULL)) AS t(n) WHERE {condition.sql}",
            dict(condition.values),
        )
        .fetchall()
    )
    return [row[0] for row in rows]


def test_no_value_means_any_and_values_only_those() -> None:
    assert any_of("names", (), "n") == Condition()
    assert len(_passing(any_of("names", [], "n"))) == 4
    assert _passing(any_of("names", ("b", "c"), "n")) == ["b"]


def test_very_many_values_mean_the_same() -> None:
    many = tuple(f"n{number}" for number in range(300))
    assert _passing(any_of("names", many, "n")) == ["n7"]


@pytest.mark.parametrize("more", [0, 300])
def test_refused_values_leave_out_only_those(more: int) -> None:
    refused = ("b", *(f"x{number}" for number in range(more)))
    assert none_of("names", (), "n") == Condition()
    assert _passing(none_of("names", refused, "n")) == ["a", "n7", None]


def test_conditions_hold_together_and_only_where_they_are_asked_for() -> None:
    known = Condition("n IS NOT NULL")
    later = where(True, "(n > $least OR n IS NULL)", least="a")
    assert all_of() == Condition()
    assert where(False, "n > $least", least="a") == Condition()
    assert all_of(Condition(), known) == known
    both = all_of(known, any_of("names", ("a", "b"), "n"), later)
    assert both.values == {"names_0": "a", "names_1": "b", "least": "a"}
    assert _passing(both) == ["b"]
