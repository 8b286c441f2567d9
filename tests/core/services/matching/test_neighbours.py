"""Nearest creators and brands by cosine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.matching.neighbours import nearest_rows

# Two axes, the diagonal between them, and a creator without text.
VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8], [0, 0]], dtype=np.float32)


def test_nearest_come_first_with_cosine_times_hundred() -> None:
    found = nearest_rows(VECTORS, VECTORS[0], limit=5)
    assert [near.row for near in found] == [0, 2, 1]
    assert [near.score for near in found] == pytest.approx([100, 60, 0])


def test_a_creator_is_not_similar_to_itself_or_to_one_without_text() -> None:
    found = nearest_rows(VECTORS, VECTORS[0], limit=5, without=0)
    assert [near.row for near in found] == [2, 1]


def test_without_text_there_is_nobody_near() -> None:
    assert nearest_rows(VECTORS, VECTORS[3], limit=5) == []


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(0, 40))
def test_scores_fall_and_ties_go_by_row(seed: int, count: int, limit: int) -> None:
    vectors = np.random.default_rng(seed).choice([-1.0, 0.0, 1.0], (count, 3)).astype(np.float32)
    found = nearest_rows(vectors, np.array([1, 1, 0], dtype=np.float32), limit=limit)
    keys = [(-near.score, near.row) for near in found]
    assert keys == sorted(keys)
    assert len(found) == min(limit, int(np.any(vectors, axis=1).sum()))
