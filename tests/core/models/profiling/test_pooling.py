"""Weights of posts: they add up to one, in any order, over what can be read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.models.profiling.pooling import (
    AGREEMENT,
    CLARITY,
    PoolingRule,
    agreement,
    fit_pooling,
    pooled,
)

_VALUES = st.floats(-50, 50, width=32)


@st.composite
def _posts(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Account rows and the scores of two parts, some of which read nothing."""
    counts = draw(st.lists(st.integers(0, 5), min_size=1, max_size=5))
    rows = np.repeat(np.arange(len(counts)), counts)
    parts = []
    for _ in range(2):
        part = draw(arrays(np.float32, (len(rows), 3), elements=_VALUES))
        is_silent = draw(arrays(np.bool_, len(rows)))
        part[is_silent] = np.nan
        parts.append(part)
    return rows, parts[0], parts[1]


@settings(max_examples=50)
@given(_posts(), st.sampled_from([CLARITY, AGREEMENT]), st.sampled_from([0.0, 0.5, 5.0]))
def test_weights_add_up_to_one_over_readable_posts(
    posts: tuple[np.ndarray, np.ndarray, np.ndarray], kind: str, sharpness: float
) -> None:
    rows, first, second = posts
    pooling = fit_pooling([first, second], PoolingRule(kind, sharpness))
    weights = pooling.weights([first, second], rows)
    is_read = ~(np.isnan(first).any(axis=1) & np.isnan(second).any(axis=1))
    assert (weights >= 0).all()
    assert (weights[~is_read] == 0).all()
    for row in np.unique(rows[is_read]):
        np.testing.assert_allclose(weights[rows == row].sum(), 1, rtol=1e-5)
    assert weights[np.isin(rows, rows[is_read], invert=True)].sum() == 0


@pytest.mark.slow
@settings(max_examples=50)
@given(_posts(), st.sampled_from([CLARITY, AGREEMENT]), st.randoms(use_true_random=False))
def test_weights_do_not_depend_on_the_order_of_posts(
    posts: tuple[np.ndarray, np.ndarray, np.ndarray], kind: str, random: object
) -> None:
    rows, first, second = posts
    pooling = fit_pooling([first, second], PoolingRule(kind, 1.0))
    order = np.arange(len(rows))
    random.shuffle(order)  # type: ignore[attr-defined]
    order = order[np.argsort(rows[order], kind="stable")]
    weights = pooling.weights([first, second], rows)
    shuffled = pooling.weights([first[order], second[order]], rows[order])
    np.testing.assert_allclose(shuffled, weights[order], rtol=1e-5)


def test_the_clearest_post_counts_most() -> None:
    scores = np.array([[4, 0, -4], [0.5, 0, -0.5]], dtype=np.float32)
    rows = np.zeros(2, dtype=np.int64)
    others = np.concatenate([scores, -scores])
    sharp = fit_pooling([others], PoolingRule(CLARITY, 1.0)).weights([scores], rows)
    assert sharp[0] > 0.5 > sharp[1] > 0
    assert fit_pooling([others], PoolingRule(CLARITY, 0.0)).weights([scores], rows).tolist() == [
        0.5,
        0.5,
    ]


def test_the_post_that_the_others_agree_with_counts_most() -> None:
    # Two posts about the first category, and a clearer one about the third.
    scores = np.array([[2, 0, -2], [2, 0, -2], [-4, 0, 4]], dtype=np.float32)
    rows = np.zeros(3, dtype=np.int64)
    others = np.concatenate([scores, -scores])
    weights = fit_pooling([others], PoolingRule(AGREEMENT, 5.0)).weights([scores], rows)
    assert weights[0] == weights[1] > 0.45
    assert 0 < weights[2] < 0.1


def test_agreement_is_the_share_that_other_posts_give_to_the_same_categories() -> None:
    # A shift of log 3 times the temperature of .3: shares of .75 and .25.
    lean = 0.3 * np.log(3)
    scores = np.array([[lean, 0], [0, lean], [9, 0], [lean, 0]])
    rows, is_read = np.array([0, 0, 1, 2]), np.array([True, True, True, False])
    values = agreement(scores, rows, is_read)
    np.testing.assert_allclose(values, [2 * 0.75 * 0.25, 2 * 0.75 * 0.25, 0, 0])


def test_pooled_is_the_weighted_mean_of_what_can_be_read() -> None:
    scores = np.array([[1.0, 0], [4, 8], [np.nan, np.nan], [2, 2]])
    weights = np.array([0.25, 0.5, 0.25, 0], dtype=np.float32)
    result = pooled(scores, weights, np.array([0, 0, 0, 1]), 3)
    np.testing.assert_allclose(result[0], [3, 16 / 3])
    assert np.isnan(result[1:]).all()
