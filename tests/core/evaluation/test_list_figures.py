"""Figures of lists, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.evaluation.list_figures import gini, list_figures


def test_figures_of_two_short_lists_by_hand() -> None:
    rows = np.array([[0, 1], [0, -1]])
    found = list_figures(rows, np.array([4.0, 1, 1, 0]), ["nano", "micro", None, "nano"])
    assert found["coverage"] == 0.5
    # The first item stands at 1; the two of one point share places 1 and 2 of 0-3.
    assert found["popularity"] == pytest.approx((1 + 0.5 + 1) / 3)
    assert found["gini"] == pytest.approx(7 / 12)
    assert found["tier_nano"] == pytest.approx(2 / 3)
    assert found["tier_micro"] == pytest.approx(1 / 3)
    assert found["tier_mega"] == 0


def test_where_all_are_chosen_alike_no_list_is_popular() -> None:
    assert list_figures(np.array([[2], [0]]), np.ones(3), [None] * 3)["popularity"] == 0.5


def test_without_lists_nothing_can_be_said() -> None:
    for rows in (np.zeros((0, 10), dtype=int), np.full((2, 3), -1)):
        found = list_figures(rows, np.ones(4), ["nano"] * 4)
        assert all(math.isnan(value) for value in found.values())
        assert {"coverage", "popularity", "gini", "tier_nano"} <= set(found)


def test_one_item_is_all_there_is() -> None:
    found = list_figures(np.array([[0]]), np.ones(1), ["mega"])
    assert (found["coverage"], found["gini"], found["tier_mega"]) == (1, 0, 1)


def test_gini_by_hand() -> None:
    assert gini(np.array([3, 3, 3])) == 0
    assert gini(np.array([0, 0, 0, 8])) == pytest.approx(3 / 4)
    assert gini(np.array([1, 3])) == pytest.approx(1 / 4)
    assert gini(np.array([3, 1])) == gini(np.array([1, 3]))
    assert math.isnan(gini(np.zeros(3)))
    assert math.isnan(gini(np.zeros(0)))
