"""The join of parts: what each says, what is absent, calibration."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.profiling.softmax import softmax
from core.models.profiling.stack import JoinConfig, fit_join


def _scores(n: int = 400, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Targets, a good part and one of noise."""
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, 3, n)
    good = rng.normal(size=(n, 3))
    good[np.arange(n), targets] += 2
    return targets, good, rng.normal(size=(n, 3))


def test_a_part_of_noise_counts_less_than_a_good_one() -> None:
    targets, good, noise = _scores()
    join = fit_join([good, noise], targets, JoinConfig())
    diagonals = [np.trace(weights) for weights in join.weights]
    assert diagonals[0] > 5 * abs(diagonals[1])
    right = join.probabilities([good, noise]).argmax(axis=1) == targets
    alone = good.argmax(axis=1) == targets
    assert right.mean() >= alone.mean() - 0.01


def test_probabilities_are_as_often_right_as_they_say() -> None:
    targets, good, noise = _scores(3000)
    join = fit_join([good[:1500], noise[:1500]], targets[:1500], JoinConfig())
    probabilities = join.probabilities([good[1500:], noise[1500:]])
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    is_right = probabilities.argmax(axis=1) == targets[1500:]
    assert abs(probabilities.max(axis=1).mean() - is_right.mean()) < 0.04


def test_an_absent_part_leaves_the_word_to_the_others() -> None:
    targets, good, noise = _scores()
    noise[::2] = np.nan
    join = fit_join([good, noise], targets, JoinConfig())
    assert not np.isnan(join.probabilities([good, noise])).any()
    nothing = np.full((1, 3), np.nan)
    assert np.isnan(join.probabilities([nothing, nothing])).all()
    silent = join.probabilities([good[:1], nothing])
    assert silent.argmax() == join.probabilities([good[:1], noise[1:2]]).argmax()


def test_adding_a_constant_to_all_scores_of_a_row_changes_nothing() -> None:
    targets, good, noise = _scores()
    join = fit_join([good, noise], targets, JoinConfig())
    np.testing.assert_allclose(
        join.probabilities([good + 7, noise]), join.probabilities([good, noise])
    )


def test_balance_gives_rare_categories_more() -> None:
    targets, good, _ = _scores(600)
    kept = (targets != 2) | (np.arange(600) % 8 == 0)
    targets, good = targets[kept], good[kept]
    counts = [
        (fit_join([good], targets, JoinConfig(balance=balance)).probabilities([good])
         .argmax(axis=1) == 2).sum()
        for balance in (0.0, 1.0)
    ]  # fmt: skip
    assert counts[1] > counts[0]


def test_softmax_by_hand() -> None:
    assert softmax(np.array([[0.0, np.log(3.0)]])).tolist() == [pytest.approx([0.25, 0.75])]
