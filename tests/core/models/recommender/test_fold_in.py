"""New choices of a user move its factor, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from core.models.recommender.fold_in import folded_in

ITEMS, LENGTH = 90, 6


@pytest.fixture
def items() -> tuple[np.ndarray, np.ndarray]:
    """Items of three directions, and small biases."""
    generator = np.random.default_rng(3)
    factors = np.eye(3, LENGTH)[np.arange(ITEMS) % 3] + generator.normal(0, 0.1, (ITEMS, LENGTH))
    return factors.astype(np.float32), generator.normal(0, 0.1, ITEMS).astype(np.float32)


Items = tuple[np.ndarray, np.ndarray]


def _margin(factor: np.ndarray, items: Items, chosen: np.ndarray) -> float:
    scores = items[0] @ factor + items[1]
    others = np.setdiff1d(np.arange(ITEMS), chosen)
    return float(scores[chosen].mean() - scores[others].mean())


def test_one_choice_by_hand() -> None:
    # One dimension, one chosen item at 1, one other at 0: the slope of
    # log(1 + exp(-u)) + u²/4 is 0 where u = 2 expit(-u), at .6748.
    found = folded_in(
        np.zeros(1), np.array([[1.0], [0.0]]), np.zeros(2), np.array([0]), np.ones(1), stay=0.5
    )
    assert found[0] == pytest.approx(0.6748, abs=1e-3)
    assert found[0] == pytest.approx(2 * expit(-found[0]), abs=1e-4)


def test_without_choices_the_factor_stays(items: Items) -> None:
    before = np.arange(LENGTH, dtype=np.float32)
    none = np.zeros(0, dtype=np.int64)
    assert folded_in(before, *items, none, np.zeros(0)).tolist() == before.tolist()


def test_without_factors_nothing_fails() -> None:
    found = folded_in(np.zeros(0), np.zeros((3, 0)), np.zeros(3), np.array([1]), np.ones(1))
    assert found.shape == (0,)


def test_the_chosen_item_rises_above_the_others(items: Items) -> None:
    before = np.array([0.5, 1.0, 0.5, 0, 0, 0], dtype=np.float32)
    chosen = np.array([0])
    after = folded_in(before, *items, chosen, np.ones(1))
    assert _margin(after, items, chosen) > _margin(before, items, chosen) + 0.005
    more = folded_in(before, *items, chosen, np.full(1, 10.0))
    assert _margin(more, items, chosen) > _margin(after, items, chosen)


def test_the_top_list_moves_towards_what_was_chosen(items: Items) -> None:
    before = np.array([0.0, 1.0, 0, 0, 0, 0], dtype=np.float32)  # likes the second direction
    chosen = np.arange(0, 30, 3)  # of the first
    left = np.setdiff1d(np.arange(ITEMS), chosen)

    def share(factor: np.ndarray) -> float:
        scores = items[0][left] @ factor + items[1][left]
        return float((left[np.argsort(-scores)[:10]] % 3 == 0).mean())

    assert share(before) == 0
    assert share(folded_in(before, *items, chosen, np.ones(10), stay=0.3)) == 1


def test_a_strong_pull_keeps_the_factor_near(items: Items) -> None:
    before = np.array([0.5, 1.0, 0.5, 0, 0, 0], dtype=np.float32)
    distances = [
        np.linalg.norm(folded_in(before, *items, np.array([0, 3]), np.ones(2), stay=stay) - before)
        for stay in (0.3, 20.0, 1e6)
    ]
    assert distances[0] > distances[1] > distances[2]
    assert distances[2] < 1e-4


def test_the_order_of_choices_does_not_matter(items: Items) -> None:
    before = np.array([0.2, 0.1, 0.4, 0, 0, 0], dtype=np.float32)
    chosen, weights = np.array([4, 9, 30, 31]), np.array([1.0, 2.0, 0.5, 4.0])
    turned = np.array([2, 0, 3, 1])
    one = folded_in(before, *items, chosen, weights)
    other = folded_in(before, *items, chosen[turned], weights[turned])
    assert one.tolist() == pytest.approx(other.tolist(), abs=1e-4)
    assert one.tolist() == folded_in(before, *items, chosen, weights).tolist()


def test_a_user_without_any_factor_gets_one(items: Items) -> None:
    found = folded_in(np.zeros(LENGTH, dtype=np.float32), *items, np.array([0, 3, 6]), np.ones(3))
    assert found.dtype == np.float32
    scores = items[0] @ found + items[1]
    assert (np.argsort(-scores)[:10] % 3 == 0).all()


def test_what_was_chosen_before_is_not_pushed_down(items: Items) -> None:
    before = np.array([0.5, 0.5, 0.5, 0, 0, 0], dtype=np.float32)
    chosen = np.array([0])
    known = np.arange(ITEMS) % 3 == 1
    free = folded_in(before, *items, chosen, np.ones(1), stay=0.3)
    kept = folded_in(before, *items, chosen, np.ones(1), stay=0.3, known=known)
    assert items[0][known].mean(axis=0) @ kept > items[0][known].mean(axis=0) @ free
    everything = np.ones(ITEMS, dtype=bool)
    stays = folded_in(before, *items, chosen, np.ones(1), known=everything)
    assert stays.tolist() == before.tolist()
