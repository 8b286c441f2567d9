"""Objects of pictures as a few numbers that keep what two creators have in common."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.picture_objects import object_rows


def rows_of(shares: np.ndarray, width: int = 64, count: int | None = None) -> np.ndarray:
    creators, objects = np.nonzero(shares)
    return object_rows(
        creators,
        objects,
        shares[creators, objects],
        creators_count=count or len(shares),
        width=width,
    )


def test_products_of_rows_are_those_of_the_roots_of_shares() -> None:
    # Two share one of two objects: square root of .5 x 1.
    rows = rows_of(np.array([[0.2, 0.2, 0], [0.9, 0, 0], [0, 0, 0.4]]))
    np.testing.assert_allclose(
        rows @ rows.T, [[1, 0.5**0.5, 0], [0.5**0.5, 1, 0], [0, 0, 1]], atol=1e-6
    )


def test_creators_without_an_object_are_unknown() -> None:
    rows = rows_of(np.array([[0.5, 0.1], [0, 0], [0.2, 0.3]]), count=4)
    assert np.isnan(rows).all(axis=1).tolist() == [False, True, False, True]
    assert np.isnan(rows_of(np.zeros((3, 2)))).all()
    assert rows_of(np.zeros((3, 2))).shape == (3, 1)
    assert object_rows(*(np.zeros(0),) * 3, creators_count=0).shape == (0, 1)  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_few_numbers_keep_most_and_are_the_same_again(seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    shares = rng.random((12, 6)) * (rng.random((12, 6)) < 0.6)
    rows = rows_of(shares, width)
    np.testing.assert_array_equal(rows, rows_of(shares, width))
    assert rows.shape[1] <= width
    known = rows[np.isfinite(rows[:, 0])]
    assert (np.linalg.norm(known, axis=1) < 1 + 1e-6).all()


def test_objects_of_another_order_give_the_same_products() -> None:
    shares = np.random.default_rng(1).random((8, 5))
    left, right = rows_of(shares, 3), rows_of(shares[:, ::-1], 3)
    np.testing.assert_allclose(left @ left.T, right @ right.T, atol=1e-5)
    # Signs are settled: the strongest direction of shares, all positive, is positive.
    assert (left[:, 0] > 0).all()
    assert (right[:, 0] > 0).all()
    assert left[:, 0] == pytest.approx(right[:, 0], abs=1e-5)
