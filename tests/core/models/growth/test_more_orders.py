"""More planted purchases do not lower the probability, as far as that holds.

Honest demo creators of a seed that the model has not learned from; orders are planted in one of
ten at a time, so that medians and spreads of their cohorts stay honest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core.demo.generator import DemoConfig, generate
from core.demo.histories.orders import with_order
from core.domain.histories import Histories
from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import GrowthModel, shipped
from core.pipeline.growth_learning.planted import planted_growth
from tests.support.series import FIRST_DAY, probabilities

pytestmark = pytest.mark.slow

DAYS = 90


@pytest.fixture(scope="module")
def model() -> GrowthModel:
    return shipped()


@pytest.fixture(scope="module")
def honest() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts and platforms of about 430 creators who bought nothing."""
    planted = planted_growth(generate(DemoConfig(creators_count=500), seed=7), with_posts=False)
    counts = planted.given.histories.counts.reshape(500, DAYS)
    return counts[~planted.purchased], planted.given.platforms[~planted.purchased]


def _arrived(first: int, portions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of an order that is there on each day; portions sum to 1."""
    found = np.ones(DAYS)
    found[:first] = 0
    found[first : first + len(portions)] = np.cumsum(portions)
    return found


ONCE = np.ones(1)


def _judged(
    honest: tuple[NDArray[np.int64], NDArray[np.int64]],
    model: GrowthModel,
    orders: list[list[tuple[NDArray[np.float64], float]]],
    group: int,
) -> NDArray[np.float64]:
    """Probabilities of one creator of ten, each with its orders (share there by day, size)."""
    counts, platforms = honest
    rows = np.arange(group, len(counts), 10)
    planted = counts.copy()
    for row, own in zip(rows, orders, strict=True):
        for arrived, size in own:
            planted[row] = with_order(planted[row], arrived, size)
    n = len(counts)
    histories = Histories(
        np.arange(n + 1) * DAYS, np.tile(np.arange(DAYS) + FIRST_DAY, n), planted.ravel()
    )
    return probabilities(GrowthData(histories, platforms), model, rows)


def _pairs(
    honest: tuple[NDArray[np.int64], NDArray[np.int64]],
    model: GrowthModel,
    cases: list[object],
    orders_of: object,
) -> NDArray[np.float64]:
    """(cases, creators) probabilities of every second group."""
    found = []
    for group in range(0, 10, 2):
        rng = np.random.default_rng(group)
        drawn = [
            (int(rng.integers(12, 26)), int(rng.integers(55, 77)), float(rng.uniform(0.03, 0.1)))
            for _ in range(group, len(honest[0]), 10)
        ]
        found.append(
            np.stack(
                [
                    _judged(honest, model, [orders_of(case, *one) for one in drawn], group)  # type: ignore[operator]
                    for case in cases
                ]
            )
        )
    return np.concatenate(found, axis=1)


def test_a_larger_step_is_hardly_ever_less_worth_checking(
    honest: tuple[NDArray[np.int64], NDArray[np.int64]], model: GrowthModel
) -> None:
    sizes: list[object] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2]

    def one_step(size: float, first: int, late: int, _: float) -> list[object]:
        return [(_arrived(first, ONCE), size)] if size else []

    found = _pairs(honest, model, sizes, one_step)
    means = found.mean(axis=1)
    assert (np.diff(means) > 0).all()
    assert means[0] < 0.05
    assert means[3:].min() > 0.85
    flagged = found[:-1] >= WORTH_CHECKING
    # 0 of 802 that were worth checking was not after the step had grown.
    assert (flagged & (found[1:] < WORTH_CHECKING)).sum() / flagged.sum() < 0.005
    # By more than .05 the probability fell for at most 0.9% of the creators from size to size.
    assert ((found[1:] - found[:-1]) < -0.05).mean(axis=1).max() < 0.02


def test_another_step_far_away_rarely_turns_a_verdict(
    honest: tuple[NDArray[np.int64], NDArray[np.int64]], model: GrowthModel
) -> None:
    def steps(number: int, first: int, late: int, size: float) -> list[Any]:
        return [(_arrived(first, ONCE), size), (_arrived(late, ONCE), 0.2 - size)][:number]

    one, two = _pairs(honest, model, [1, 2], steps)
    # 1 of 211 found here, from .98 down to .19, while the mean rises by .02: the second step takes
    # away what made the first stand alone. The margins are those of other draws of the orders.
    found = one >= WORTH_CHECKING
    assert (found & (two < WORTH_CHECKING)).sum() / found.sum() < 0.03
    assert two.mean() > one.mean() - 0.04


def test_more_drips_may_hide_each_other_but_rarely_turn_a_verdict(
    honest: tuple[NDArray[np.int64], NDArray[np.int64]], model: GrowthModel
) -> None:
    """The weak spot, kept in sight: two long drips leave no calm days to compare with."""
    portions = np.full(20, 1 / 20)

    def drips(number: int, first: int, late: int, size: float) -> list[Any]:
        return [(_arrived(first, portions), 0.08), (_arrived(late - 10, portions), 0.08)][:number]

    one, two = _pairs(honest, model, [1, 2], drips)
    flagged = one >= WORTH_CHECKING
    turned = flagged & (two < WORTH_CHECKING)
    # 3 of 203 here; of longer drips as the demo sells them 4% to 5%.
    assert turned.sum() / flagged.sum() < 0.06
