"""Growth that is added to a curve to try the detector: deliveries, and honest gains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.growth.kinds import DRIP, RISE, STAIRCASE, STEP, STEP_DECAY, VIRAL

# What a seller delivers, and what an honest account also shows.
DELIVERED = (STEP, STEP_DECAY, STAIRCASE, DRIP)
HONEST = (VIRAL, RISE)
# Days from the first follower to the last, where nobody says how many.
USUAL_DAYS = {STEP: 1, STEP_DECAY: 1, STAIRCASE: 25, DRIP: 30, VIRAL: 7, RISE: 30}
_STRIDE_DAYS = 5  # of a staircase
_LEFT, _PACE_DAYS = 0.4, 10.0  # of an order that decays: what is left, and how fast the rest goes
_FADE_DAYS = 2.0  # of a burst after a post


@dataclass(frozen=True)
class Order:
    """Growth to add to a curve.

    Attributes:
        kind: one of DELIVERED or HONEST.
        first_day: day number of the first count that has some of it.
        followers_count: of the whole order, 1 or more.
        days_count: from the first follower to the last, 1 or more; without meaning for a step.
    """

    kind: str
    first_day: int
    followers_count: int
    days_count: int

    @property
    def last_day(self) -> int:
        """Day number on which the last follower arrives."""
        is_step = self.kind in (STEP, STEP_DECAY)
        return self.first_day if is_step else self.first_day + self.days_count - 1


def usual_order(kind: str, first_day: int, followers_count: int) -> Order:
    """An order that takes as many days as is usual for its kind."""
    return Order(kind, first_day, followers_count, USUAL_DAYS[kind])


def with_order(
    days: NDArray[np.int64], counts: NDArray[np.int64], order: Order
) -> NDArray[np.int64]:
    """The counts of one creator with the order in them.

    Args:
        days: (n,) rising day numbers, with or without gaps.
        counts: (n,) followers.
    Returns:
        (n,) int64; equal to `counts` before the first day.
    """
    added = order.followers_count * _present(days, counts, order)
    return np.asarray(counts + np.rint(added).astype(np.int64), dtype=np.int64)


def _present(
    days: NDArray[np.int64], counts: NDArray[np.int64], order: Order
) -> NDArray[np.float64]:
    """(n,) share of the order that is there on each day, 0 to 1."""
    since = days - order.first_day
    length = max(order.days_count, 1)
    begun = since >= 0
    if order.kind == STEP:
        return begun.astype(float)
    if order.kind == STEP_DECAY:
        return np.where(begun, _LEFT + (1 - _LEFT) * np.exp(-np.maximum(since, 0) / _PACE_DAYS), 0)
    if order.kind == STAIRCASE:
        portions = max(1, -(-length // _STRIDE_DAYS))
        return np.clip((since // _STRIDE_DAYS + 1) / portions, 0, 1)
    if order.kind == VIRAL:
        faded = 1 - np.exp(-(np.clip(since, -1, length - 1) + 1) / _FADE_DAYS)
        return np.asarray(faded / (1 - np.exp(-length / _FADE_DAYS)))
    if order.kind == RISE:
        return _in_step_with(days, counts, since, length)
    return np.clip((since + 1) / length, 0, 1)


def _in_step_with(
    days: NDArray[np.int64], counts: NDArray[np.int64], since: NDArray[np.int64], length: int
) -> NDArray[np.float64]:
    """Growth that picks up and calms down, more on the days on which the account grows anyway."""
    swell = np.where((since >= 0) & (since < length), np.sin(np.pi * (since + 0.5) / length), 0.0)
    gains = np.maximum(np.diff(counts, prepend=counts[:1]), 0) * swell
    if gains.sum() <= 0:
        return np.clip((since + 1) / length, 0, 1)
    return np.asarray(np.cumsum(gains) / gains.sum())
