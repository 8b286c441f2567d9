"""The nearest rows by features, against all cosines."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.models.recommender.nearest import NearestRows


def _features(rows: int, columns: int, seed: int) -> csr_array:
    """Rows of a few features each, some of which many rows share; every tenth has none."""
    generator = np.random.default_rng(seed)
    chances = 1 / (1 + np.arange(columns)) ** 0.8
    table = np.zeros((rows, columns), dtype=np.float32)
    for row in range(rows):
        if row % 10:
            chosen = generator.choice(columns, 6, replace=False, p=chances / chances.sum())
            table[row, chosen] = generator.uniform(0.5, 1.5, 6)
    lengths = np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-12)
    return csr_array(table / lengths)


@pytest.mark.parametrize("columns", [8, 400])
def test_the_nearest_are_those_of_all_cosines(columns: int) -> None:
    known, given = _features(900, columns, 1), _features(300, columns, 2)
    rows, cosines = NearestRows(known).nearest(given, 20)
    every = (given @ known.T).toarray()
    highest = -np.sort(-every, axis=1)[:, :20]
    np.testing.assert_allclose(cosines, highest, atol=1e-6)
    assert ((rows >= 0) == (cosines > 0)).all()
    at = np.maximum(rows, 0)
    found = np.where(rows >= 0, np.take_along_axis(every, at, axis=1), 0.0)
    np.testing.assert_allclose(found, cosines, atol=1e-6)
    for row in rows:
        named = row[row >= 0]
        assert len(set(named.tolist())) == len(named)


def test_of_equally_near_rows_the_first_ones_count_and_few_rows_are_all() -> None:
    known = csr_array(np.array([[1, 0], [0, 1], [1, 0], [1, 0], [0, 0]], dtype=np.float32))
    nearest = NearestRows(known)
    given = csr_array(np.array([[1, 0], [0, 0]], dtype=np.float32))
    rows, cosines = nearest.nearest(given, 2)
    assert rows.tolist() == [[0, 2], [-1, -1]]
    assert cosines.tolist() == [[1, 1], [0, 0]]
    rows, _ = nearest.nearest(given, 20)
    assert rows.tolist() == [[0, 2, 3, -1, -1], [-1] * 5]


def test_without_known_rows_or_features_nothing_is_near() -> None:
    none = NearestRows(csr_array((0, 3), dtype=np.float32))
    assert none.nearest(csr_array(np.eye(3, dtype=np.float32)), 5)[0].shape == (3, 0)
    no_features = NearestRows(csr_array((4, 0), dtype=np.float32))
    rows, cosines = no_features.nearest(csr_array((2, 0), dtype=np.float32), 3)
    assert (rows == -1).all()
    assert not cosines.any()
