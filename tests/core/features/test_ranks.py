"""Where a value stands among others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.features.ranks import percentile_ranks


def test_places_by_hand() -> None:
    values = [3.0, np.nan, 1.0, 3.0, 7.0, 2.0]
    np.testing.assert_allclose(percentile_ranks(values), [0.5, np.nan, 0, 0.5, 1, 0.25])
    mean = percentile_ranks(values, ties="average")
    np.testing.assert_allclose(mean, [0.625, np.nan, 0, 0.625, 1, 0.25])


def test_nothing_one_and_unknown() -> None:
    assert len(percentile_ranks([])) == 0
    assert percentile_ranks([5.0]).tolist() == [1.0]
    np.testing.assert_array_equal(percentile_ranks([np.nan, 5.0]), [np.nan, 1.0])
    assert np.isnan(percentile_ranks([np.nan, np.nan])).all()


@given(st.lists(st.integers(-50, 50), min_size=2))
def test_places_rise_with_the_value_and_stay_between_0_and_1(values: list[int]) -> None:
    places = percentile_ranks(values)
    assert ((places >= 0) & (places <= 1)).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(places[order]) >= 0).all()
    assert places[order[0]] == 0


@given(st.lists(st.one_of(st.integers(-9, 9), st.just(np.nan)), min_size=26, max_size=60))
def test_few_rows_are_counted_as_all_are_sorted(values: list[float]) -> None:
    rows = np.arange(5)
    np.testing.assert_array_equal(percentile_ranks(values, rows), percentile_ranks(values)[rows])
