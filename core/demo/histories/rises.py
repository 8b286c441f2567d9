"""Honest growth that picks up for a while and calms down again, in a finished history."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.demo.histories.orders import with_order

_SMALLEST, _LARGEST = 0.01, 0.4
_DAYS = (10, 50)
# Share of the window in which it may begin; some last to its end.
_BEGINS = (0.08, 0.75)
# How unevenly followers come from day to day (sd of the log), and how much that follows the
# account's own good and bad days.
_UNEVEN, _OWN = (0.3, 0.8), (0.0, 0.8)
_SHAPES: tuple[Callable[[NDArray[np.float64]], NDArray[np.float64]], ...] = (
    lambda t: np.sin(np.pi * t) ** 1.0,
    lambda t: np.sin(np.pi * t) ** 2.0,
    lambda t: t * np.exp(-5 * t),  # quickly up, slowly down
    lambda t: 0.3 + 1.4 * t,  # up until it stops
    np.ones_like,
)


def with_rise(
    counts: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], int, int]:
    """The counts of one creator with a time of faster growth.

    Args:
        counts: (days,) followers.
    Returns:
        (days,) the raised counts, and the first and last day of the faster growth.
    """
    days = len(counts)
    length = int(rng.integers(*_DAYS))
    first = int(rng.uniform(*_BEGINS) * days)
    last = min(first + length, days) - 1
    shape = _SHAPES[int(rng.integers(len(_SHAPES)))]
    smooth = shape((np.arange(length) + 0.5) / length)[: last - first + 1]
    uneven = np.exp(rng.normal(0, rng.uniform(*_UNEVEN), len(smooth)))
    own = np.maximum(np.diff(counts, prepend=counts[:1])[first : last + 1], 0).astype(float)
    share = rng.uniform(*_OWN) if own.sum() > 0 else 0.0
    mixed = (1 - share) * uneven + share * own / max(float(own.mean()), 1e-9)
    gains = smooth * mixed
    size = float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
    added = np.zeros(days)
    added[first : last + 1] = np.cumsum(gains) / max(float(gains.sum()), 1e-9)
    added[last + 1 :] = 1.0
    return with_order(counts, added, size), first, last
