"""Small and still accounts with planted orders: what the cast of the demo does not have.

Accounts of 50 to a few thousand followers that hardly move, move by single followers, jump a
little after a post or were corrected, and large ones whose counts are rounded for display. A
quarter of them bought followers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demo.config import DemoConfig
from core.demo.histories.events import decay, increments

# Kinds that are honest, and those that bought; the names stand in benchmarks.
HONEST_KINDS = (
    "hardly moves",
    "single followers a day",
    "small jump after a post",
    "wave after a post",
    "corrected count",
    "followers removed",
    "rounded for display",
)
BOUGHT_KINDS = ("step", "step_decay", "staircase", "drip", "rounded step")
BOUGHT_SHARE = 0.25
# Sizes by base: most are tiny, the others small; rounded ones have what is shown as 12.3k or 1.1M.
_TINY, _SMALL, _ROUNDED = (50.0, 1000.0), (1000.0, 30_000.0), (10_000.0, 5e6)
_TINY_SHARE = 0.7
# An order has at least so many followers, over 5% to 150% of the account.
_ORDER_MIN, _ORDER_SHARE = 20, (0.05, 1.5)
# A rounded order must be seen: so many units of the display, and never one or two.
_ORDER_UNITS = 3.5
# A post brings a small account a few followers at once, seldom more than so many of a hundred.
_JUMP_MAX, _JUMP_SHARE = 15, 0.04
# Half of the accounts are known for 17 to 89 days, the others for all days.
_KNOWN_DAYS_MIN = 17
_BEFORE, _AFTER = 4, 2


@dataclass(frozen=True)
class SmallAccounts:
    """Histories of n accounts over t days.

    Attributes:
        counts: (n, t) int64.
        first_known: (n,) int64; counts before this day are not known.
        kinds: (n,) of `HONEST_KINDS` or `BOUGHT_KINDS`.
        first_days, last_days: (n,) int64, days of the order, -1 without one.
        post_days: (n,) int64, day of a post that brought followers, -1 without one.
    """

    counts: NDArray[np.int64]
    first_known: NDArray[np.int64]
    kinds: NDArray[np.object_]
    first_days: NDArray[np.int64]
    last_days: NDArray[np.int64]
    post_days: NDArray[np.int64]

    @property
    def purchased(self) -> NDArray[np.bool_]:
        """(n,) whether followers were bought."""
        return np.isin(self.kinds, BOUGHT_KINDS)


def small_accounts(n: int, *, days: int, rng: np.random.Generator) -> SmallAccounts:
    """Draws the accounts; `days` is at least 60, so that every order fits."""
    config = DemoConfig(days=days, all_shapes=True)
    bought = rng.random(n) < BOUGHT_SHARE
    kinds = np.where(bought, rng.choice(BOUGHT_KINDS, n), rng.choice(HONEST_KINDS, n))
    counts = np.zeros((n, days), dtype=np.int64)
    first_known, first, last, posts = (np.full(n, -1, dtype=np.int64) for _ in range(4))
    for row, kind in enumerate(kinds):
        length = days if rng.random() < 0.5 else int(rng.integers(_KNOWN_DAYS_MIN, days))
        first_known[row] = days - length
        if kind in BOUGHT_KINDS:
            base = _rounded_base(days, rng) if kind == "rounded step" else _base(days, rng)
            counts[row], first[row], last[row] = _with_order(str(kind), base, length, config, rng)
        else:
            counts[row], posts[row] = _honest(str(kind), days, length, rng)
        if kind in ("rounded for display", "rounded step"):
            counts[row] = counts[row] // _unit(counts[row]) * _unit(counts[row])
    return SmallAccounts(counts, first_known, kinds.astype(object), first, last, posts)


def _base(days: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Hardly any movement, single followers a day, or one more follower every day."""
    size = round(_size(rng))
    draw = rng.random()
    if draw < 0.5:
        return _moving(size, days, rng, gains=_still_rate(rng), losses=_still_rate(rng) / 2)
    if draw < 0.6:
        return size + int(rng.integers(1, 4)) * np.arange(days, dtype=np.int64)
    return _lively(size, days, rng)


def _size(rng: np.random.Generator) -> float:
    return _between(_TINY if rng.random() < _TINY_SHARE else _SMALL, rng)


def _between(bounds: tuple[float, float], rng: np.random.Generator) -> float:
    return float(np.exp(rng.uniform(*np.log(bounds))))


def _still_rate(rng: np.random.Generator) -> float:
    """Followers a day; none at all in half of the accounts."""
    return 0.0 if rng.random() < 0.5 else _between((0.005, 0.1), rng)


def _lively(size: int, days: int, rng: np.random.Generator) -> NDArray[np.int64]:
    # Larger accounts move more; most gain more than they lose.
    gains = _between((0.05, 3.0), rng) * max(size / 1000, 1) ** 0.7
    return _moving(size, days, rng, gains=gains, losses=gains * float(rng.uniform(0, 1.1)))


def _moving(
    size: int, days: int, rng: np.random.Generator, *, gains: float, losses: float
) -> NDArray[np.int64]:
    change = rng.poisson(gains, days) - rng.poisson(losses, days)
    change[0] = 0
    return np.maximum(size + np.cumsum(change), size // 2).astype(np.int64)


def _rounded_base(days: int, rng: np.random.Generator) -> NDArray[np.int64]:
    size, growth = _between(_ROUNDED, rng), float(rng.normal(0.02, 0.04))
    noise = np.cumsum(rng.normal(growth / days, _between((1e-5, 1e-3), rng), days))
    return np.rint(size * np.exp(noise)).astype(np.int64)


def _unit(counts: NDArray[np.int64]) -> int:
    """Followers in one step of the display; of two or three digits by the size itself, so that
    the same account is always shown alike."""
    digits = len(str(int(counts[0])))
    shown = 2 if int(counts[0]) % 2 else 3
    return int(10 ** max(digits - shown, 0))


def _with_order(
    kind: str,
    base: NDArray[np.int64],
    length: int,
    config: DemoConfig,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], int, int]:
    """The counts with an order inside the known days, and its first and last day."""
    days = len(base)
    shape = "step" if kind == "rounded step" else kind
    portions = increments(shape, config, rng)
    # An order longer than the known days is cut to what fits.
    portions = portions[: max(length - _BEFORE - _AFTER, 1)]
    portions = portions / portions.sum()
    earliest = days - length + _BEFORE
    first = int(rng.integers(earliest, max(days - len(portions) - _AFTER, earliest) + 1))
    before = int(base[first - 1])
    size = max(_between(_ORDER_SHARE, rng) * before, _ORDER_MIN)
    if kind == "rounded step":
        size = max(size, _ORDER_UNITS * _unit(base))
    arrived = np.ones(days)
    arrived[:first] = 0.0
    arrived[first : first + len(portions)] = np.cumsum(portions)
    if kind == "step_decay":
        arrived *= decay(days, first, rng)
    return base + np.rint(size * arrived).astype(np.int64), first, first + len(portions) - 1


def _honest(
    kind: str, days: int, length: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], int]:
    """Counts, and the day of the post that brought followers, -1 without one."""
    if kind == "rounded for display":
        return _rounded_base(days, rng), -1
    size = round(_size(rng))
    if kind == "hardly moves":
        rate = max(_still_rate(rng), 0.02)
        return _moving(size, days, rng, gains=rate, losses=rate / 2), -1
    if kind == "single followers a day":
        return _lively(size, days, rng), -1
    counts = _base(days, rng)
    day = int(rng.integers(days - length + _BEFORE, days - _AFTER))
    before = int(counts[day - 1])
    if kind == "corrected count":
        # A wrong figure that the next count takes back.
        off = _between((0.02, 1.0), rng) * before
        counts[day] += round(off if rng.random() < 0.5 else -off / 2)
        return counts, -1
    if kind == "followers removed":
        counts[day:] -= rng.binomial(before, _between((0.01, 0.4), rng))
        return counts, -1
    gains = _jump if kind == "small jump after a post" else _wave
    counts[day:] += np.cumsum(gains(days - day, before, rng))
    return counts, day - int(rng.integers(0, 2))


def _jump(steps: int, before: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """A few followers at once, in half of the cases with some more in the days after."""
    most = max(_JUMP_SHARE * before, 4)
    gain = min(2 + rng.poisson(_between((0.5, _JUMP_MAX), rng)), most)
    gains = np.zeros(steps, dtype=np.int64)
    if rng.random() < 0.5:
        gains = rng.poisson(gain * 0.4 * np.exp(-np.arange(steps) / 2.0))
    gains[0] = round(gain)
    return gains


def _wave(steps: int, before: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Followers of each day from the first on: most at once or on the second day, then fewer."""
    form = np.exp(-np.arange(steps) / _between((0.8, 5.0), rng))
    form[0] *= float(rng.uniform(0.4, 1.0))
    total = max(_between((0.02, 0.8), rng) * before, 8)
    return rng.poisson(total * form / form.sum())
