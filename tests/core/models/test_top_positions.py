"""The highest of many numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.top_positions import top_positions


def test_equal_values_go_to_the_lower_position() -> None:
    assert top_positions(np.array([3.0, 9, 9, 1]), 3).tolist() == [1, 2, 0]


def test_no_values_and_no_count_give_nothing() -> None:
    assert top_positions(np.zeros(0), 3).size == 0
    assert top_positions(np.zeros(5), 0).size == 0
    assert top_positions(np.array([1.0, 2]), 5).tolist() == [1, 0]


@given(st.integers(0, 10**6), st.integers(1, 12), st.sampled_from([5, 400, 3_000, 20_000]))
def test_the_same_as_a_full_sort(seed: int, count: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(0, rng.integers(2, 10**6), size).astype(np.float32)
    values[rng.random(size) < 0.5] = -np.inf
    expected = np.lexsort((np.arange(size), -values))[:count]
    assert top_positions(values, count).tolist() == expected.tolist()


@pytest.mark.parametrize("place", [0, 127, 128, 99_999])
def test_a_single_high_value_is_found_wherever_it_stands(place: int) -> None:
    values = np.zeros(100_000, dtype=np.float32)
    values[place] = 1
    assert top_positions(values, 2).tolist() == [place, 1 if place == 0 else 0]
