"""Similarities and the best rows by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.models.matching import similarity_scores, top_matches


def test_cosine_times_100_and_unknown_without_text() -> None:
    creators = np.array([[1, 0], [0.6, 0.8], [0, 0]], np.float32)
    scores = similarity_scores(np.array([[1, 0], [0, 0]], np.float32), creators)
    assert scores[0, :2].tolist() == pytest.approx([100, 60])
    assert np.isnan(scores[0, 2])
    assert np.isnan(scores[1]).all()


def test_best_rows_break_ties_by_row_and_leave_out_unknown() -> None:
    top = top_matches(np.array([5, 9, np.nan, 9, 1], np.float32), 3)
    assert top.rows.tolist() == [1, 3, 0]
    assert top.percentiles.tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3])
    assert top_matches(np.array([np.nan]), 3).rows.size == 0
    assert top_matches(np.array([]), 3).rows.size == 0


@pytest.mark.slow
@given(
    arrays.arrays(np.float32, st.integers(1, 40), elements=st.integers(-100, 100).map(float)),
    st.integers(1, 50),
)
def test_best_rows_are_those_of_a_full_sort(scores: np.ndarray, count: int) -> None:
    expected = sorted(range(len(scores)), key=lambda row: (-scores[row], row))[:count]
    assert top_matches(scores, count).rows.tolist() == expected
