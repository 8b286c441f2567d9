"""What happens to the follower counts: viral bursts, bought followers, take-offs and the purge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.config import DemoConfig
from core.demo.histories.schedule import Schedule
from core.demo.people.cast import PLATFORMS, Cast

KINDS = ("step", "step_decay", "staircase", "drip")


@dataclass(frozen=True)
class Purchase:
    """Followers bought by one creator.

    Attributes:
        creator: row in the cast.
        size: bought followers over the count of the day before.
        arrived: (days,) share of them that had arrived by that day, 0 to 1.
        present: (days,) share of them still there on that day, 0 to 1.
        posted_before: an ordinary post happens to stand in the two days before.
    """

    creator: int
    kind: str
    first_day: int
    last_day: int
    size: float
    arrived: np.ndarray
    present: np.ndarray
    posted_before: bool


@dataclass(frozen=True)
class Burst:
    """An honest jump after a post that went round; `size` as a fraction of the count before."""

    creator: int
    post: int
    first_day: int
    last_day: int
    size: float
    profile: np.ndarray


@dataclass(frozen=True)
class Events:
    """Attributes:
    purchases, bursts: orders of followers, and viral bursts.
    bursty: (n,) bool, creators with many posts that reach far.
    risers: first day of the take-off, by row of the creator.
    purge_platform, purge_day: the platform that removes fake accounts, and when.
    """

    purchases: tuple[Purchase, ...]
    bursts: tuple[Burst, ...]
    bursty: np.ndarray
    risers: dict[int, int]
    purge_platform: int
    purge_day: int


def make_events(
    cast: Cast, schedule: Schedule, config: DemoConfig, rng: np.random.Generator
) -> Events:
    """Events of all creators. Raises the reach of posts behind bursts and take-offs in place."""
    n = len(cast)
    bursty = rng.random(n) < config.bursty_share
    buyers = np.flatnonzero(rng.random(n) < config.bought_share)
    purchases = tuple(_purchase(int(row), schedule, config, rng) for row in buyers)
    bought = {purchase.creator for purchase in purchases}
    bursts = []
    for row in np.flatnonzero(rng.random(n) < config.viral_share):
        for _ in range(1 + int(rng.random() < 0.2)):
            burst = _burst(int(row), schedule, config, rng)
            if burst is not None:
                bursts.append(burst)
                # Wide reach and many followers come together, though not in lockstep.
                reach = 4 + 70 * burst.size * float(rng.uniform(0.6, 1.4))
                schedule.reach[row, burst.post] = min(reach, 22.0)
    # Many posts of bursty creators reach far, one or two reach very far.
    wide = np.exp(rng.normal(-0.3, 0.85, schedule.reach.shape))
    schedule.reach[bursty] = np.maximum(schedule.reach, wide)[bursty]
    risers = {}
    for row in np.flatnonzero(rng.random(n) < config.riser_share):
        if row not in bought:
            start = int(config.days - rng.integers(24, 38))
            risers[int(row)] = start
            schedule.reach[row] *= np.where(schedule.days[row] >= start, rng.uniform(1.3, 2.2), 1.0)
    return Events(
        purchases=purchases,
        bursts=tuple(bursts),
        bursty=bursty,
        risers=risers,
        purge_platform=PLATFORMS.index("instagram"),
        purge_day=int(rng.integers(round(0.35 * config.days), round(0.75 * config.days))),
    )


def _purchase(
    row: int, schedule: Schedule, config: DemoConfig, rng: np.random.Generator
) -> Purchase:
    kind = KINDS[int(rng.integers(len(KINDS)))]
    size = float(np.exp(rng.uniform(np.log(0.008), np.log(0.20))))
    portions = increments(kind, config, rng)
    length = len(portions)
    coincident = rng.random() < 0.15
    post_days = set(schedule.days[row].tolist())
    candidates = np.arange(4, config.days - length - 2)
    near = np.array([any(day - back in post_days for back in (0, 1, 2)) for day in candidates])
    matching = candidates[near == coincident]
    first = int(rng.choice(matching if len(matching) else candidates))
    arrived = np.zeros(config.days)
    arrived[first : first + length] = np.cumsum(portions)
    arrived[first + length :] = 1.0
    present = np.ones(config.days)
    if kind == "step_decay":
        present = decay(config.days, first, rng)
    post_before = any(first - back in post_days for back in (0, 1, 2))
    return Purchase(row, kind, first, first + length - 1, size, arrived, present, post_before)


def decay(days: int, first: int, rng: np.random.Generator) -> np.ndarray:
    """(days,) share of an order of day `first` that is still there."""
    lost, pace = rng.uniform(0.35, 0.9), rng.uniform(5.0, 16.0)
    after = np.maximum(np.arange(days) - first - 1, 0)
    return 1 - lost * (1 - np.exp(-after / pace))


def increments(kind: str, config: DemoConfig, rng: np.random.Generator) -> np.ndarray:
    """Share that arrives on each day from the first to the last; sums to 1."""
    days = config.days
    if config.all_shapes:
        return _any_increments(kind, days, rng)
    if kind in ("step", "step_decay"):
        # Some orders are delivered over midnight.
        split = rng.uniform(0.6, 0.9) if rng.random() < 0.3 else 1.0
        parts = np.array([split, 1 - split]) if split < 1 else np.array([1.0])
    elif kind == "staircase":
        steps, stride = int(rng.integers(3, 8)), int(rng.integers(3, 8))
        stride = min(stride, (days - 12) // steps)
        parts = np.zeros((steps - 1) * stride + 1)
        parts[::stride] = rng.uniform(0.85, 1.15, steps)
    else:
        parts = rng.uniform(0.85, 1.15, int(rng.integers(20, min(56, days - 10))))
    return parts / parts.sum()


def _any_increments(kind: str, days: int, rng: np.random.Generator) -> np.ndarray:
    """The same for sellers of all habits: two-day steps, daily staircases, drips of any length."""
    if kind in ("step", "step_decay"):
        first = rng.uniform(0.5, 0.95) if rng.random() < 0.5 else 1.0
        parts = np.array([first, 1 - first]) if first < 1 else np.array([1.0])
    elif kind == "staircase":
        steps, stride = int(rng.integers(3, 11)), int(rng.integers(1, 8))
        stride = max(1, min(stride, (days - 12) // steps))
        parts = np.zeros((steps - 1) * stride + 1)
        parts[::stride] = rng.uniform(0.75, 1.25, steps)
    else:
        length = int(np.exp(rng.uniform(np.log(8), np.log(min(57, days - 10)))))
        parts = rng.uniform(0.7, 1.3, length)
    return parts / parts.sum()


def _burst(
    row: int, schedule: Schedule, config: DemoConfig, rng: np.random.Generator
) -> Burst | None:
    """A burst on or up to two days after one of the posts; None when no post lies well inside."""
    days = schedule.days[row]
    inside = np.flatnonzero((days >= 5) & (days < config.days - 9))
    if not len(inside):
        return None
    post = int(rng.choice(inside))
    first = int(days[post] + rng.choice([0, 1, 2], p=[0.25, 0.6, 0.15]))
    size = float(np.clip(np.exp(rng.normal(np.log(0.04), 0.75)), 0.008, 0.35))
    if config.all_shapes:
        length = int(rng.integers(4, 15))
        profile = np.exp(-np.arange(length) / np.exp(rng.uniform(np.log(0.7), np.log(5.0))))
    else:
        length = int(rng.integers(4, 9))
        profile = np.exp(-np.arange(length) / rng.uniform(1.2, 3.0))
    # Half of the bursts need a day to get going.
    if rng.random() < 0.5:
        profile[0] *= rng.uniform(0.4, 0.9)
    return Burst(row, post, first, first + length - 1, size, profile / profile.sum())
