"""Further orders of followers in a finished history, for learning and for tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.demo.config import DemoConfig
from core.demo.histories.events import KINDS, decay, increments

_SMALLEST, _LARGEST = 0.01, 0.4


def with_order(
    counts: NDArray[np.int64], arrived: NDArray[np.float64], size: float
) -> NDArray[np.int64]:
    """The counts with one more order.

    Args:
        counts: (days,) followers.
        arrived: (days,) share of the order that is there on each day, 0 before the first.
        size: bought followers over the count on the day before the first.
    """
    first = int(np.argmax(arrived > 0))
    return counts + np.rint(size * counts[max(first - 1, 0)] * arrived).astype(np.int64)


def with_more_orders(
    counts: NDArray[np.int64], config: DemoConfig, rng: np.random.Generator
) -> NDArray[np.int64]:
    """(n, days) the histories with one to three further orders each, of 1% to 40%."""
    raised = counts.copy()
    days = counts.shape[1]
    for row in range(len(counts)):
        for _ in range(int(rng.integers(1, 4))):
            kind = KINDS[int(rng.integers(len(KINDS)))]
            portions = increments(kind, config, rng)
            first = int(rng.integers(4, days - len(portions) - 1))
            arrived = np.ones(days)
            arrived[:first] = 0.0
            arrived[first : first + len(portions)] = np.cumsum(portions)
            if kind == "step_decay":
                arrived *= decay(days, first, rng)
            size = float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
            raised[row] = with_order(raised[row], arrived, size)
    return raised
