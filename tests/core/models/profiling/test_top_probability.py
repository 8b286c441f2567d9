"""The probability of the most probable category."""

from __future__ import annotations

import numpy as np

from core.models.profiling.softmax import softmax
from core.models.profiling.top_probability import AS_IT_IS, fit_top, with_top


def _noisy(share: float, rows: int = 4_000) -> tuple[np.ndarray, np.ndarray]:
    """Sure probabilities of three categories, and targets of which a share is drawn anew."""
    rng = np.random.default_rng(1)
    true = rng.integers(3, size=rows)
    logits = rng.normal(size=(rows, 3))
    logits[np.arange(rows), true] += 6
    targets = np.where(rng.random(rows) < share, rng.integers(3, size=rows), true)
    return softmax(logits), targets


def test_no_account_gets_a_probability_that_its_labels_do_not_keep() -> None:
    probabilities, targets = _noisy(0.3)
    top = fit_top(probabilities[:2_000], targets[:2_000])
    new = with_top(probabilities[2_000:], top)
    right = new.argmax(axis=1) == targets[2_000:]
    assert probabilities.max(axis=1).mean() > 0.95
    assert abs(new.max(axis=1).mean() - right.mean()) < 0.03


def test_order_and_sum_stay() -> None:
    probabilities, targets = _noisy(0.6)
    new = with_top(probabilities, fit_top(probabilities, targets))
    assert np.allclose(new.sum(axis=1), 1)
    assert (new >= 0).all()
    assert (new.argmax(axis=1) == probabilities.argmax(axis=1)).all()


def test_nothing_changes_with_factors_of_one() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1]])
    assert np.allclose(with_top(probabilities, AS_IT_IS), probabilities)


def test_few_accounts_that_are_all_right_do_not_make_it_certain() -> None:
    probabilities = np.tile([0.9999, 0.0001], (20, 1))
    new = with_top(probabilities, fit_top(probabilities, np.zeros(20, dtype=np.int64)))
    assert 0.9 < new[0, 0] < 0.98


def test_a_row_without_anything_stays_missing() -> None:
    rows = np.array([[np.nan, np.nan], [0.6, 0.4]])
    new = with_top(rows, AS_IT_IS)
    assert np.isnan(new[0]).all()
    assert np.allclose(new[1], rows[1])


def test_a_probability_next_to_one_is_lowered_like_any_other() -> None:
    tiny = np.array([1e-14, 1e-9, 3e-9, 0.0])
    probabilities = np.tile([1.0, 0.0, 0.0], (20, 1))
    probabilities[:4, 1] = tiny
    probabilities[:, 0] -= probabilities[:, 1]
    new = with_top(probabilities, fit_top(probabilities, np.zeros(20, dtype=np.int64)))
    assert np.allclose(new.sum(axis=1), 1)
    assert (new[:, 0] > 0.9).all()
    assert (new[:, 0] < 0.98).all()
    # What is left goes to the others as before, and to all alike where nothing told them apart.
    assert np.allclose(new[2, 2] / new[2, 1], 0, atol=1e-9)
    assert np.allclose(new[10, 1], new[10, 2])
