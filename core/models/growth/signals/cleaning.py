"""Counts that are no growth: repeats that nobody looked up, slips of a day, undone drops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.domain.histories import Histories

# Repeated counts: days between two looks, share of the changes that fall on the days of looks,
# share of those days with a change, and changes that it takes to tell.
_HELD_DAYS_MAX, _HELD_ALONE, _HELD_FILLED, _HELD_MIN = 7, 0.98, 0.6, 5
# Share of the changes that are at least so many units: such an account has no day of exactly 0.
_HELD_BIG, _HELD_UNITS = 0.8, 8
# A standstill of so many days in an account that stands still on so few of its other days.
_FROZEN_DAYS, _FROZEN_USUAL = 4, 0.1
# A slip is at least so large, and is undone up to this part of it.
_SLIP_MIN, _SLIP_LEFT = 0.02, 0.15
# A drop may be undone so many counts later: a fault of the platform takes days to fix.
_UNDONE_COUNTS_MAX = 7


def cleaned(histories: Histories) -> Histories:
    """The histories less counts that are no growth; the same object when there are none."""
    if not len(histories.days):
        return histories
    return _without_slips(without_repeats(histories))


def without_repeats(histories: Histories) -> Histories:
    """The histories less counts that only repeat the one before because nobody looked.

    Tools that look every third day often fill the days between with the last count; its growth
    then comes in portions every third day, as a delivery would. Counts are taken for repeats
    when a creator's changes fall on every k-th day alone (2 to 7) and on most of those; when it
    never stands still for more than a week, hardly ever moves by a few followers, and yet has
    days without any change; and in a standstill of four days or more of an account that moves
    on nine of ten other days, of which there must be twice as many.
    """
    starts, days, counts = histories.starts, histories.days, histories.counts
    if not len(days):
        return histories
    n = len(starts) - 1
    owner = histories.owners
    next_day = np.zeros(len(days), dtype=bool)
    next_day[1:] = (owner[1:] == owner[:-1]) & (np.diff(days) == 1)
    moved = next_day.copy()
    moved[1:] &= counts[1:] != counts[:-1]
    still = next_day & ~moved
    every, phase = _rhythm(owner, days, moved, next_day, n)
    kept = (days % every[owner] == phase[owner]) | (every[owner] == 1)
    kept &= ~(still & _looked_up_at_times(owner, days, counts, moved, n)[owner])
    kept &= ~_frozen(owner, still, next_day, n)
    return histories if kept.all() else histories.only(kept)


def _rhythm(
    owner: NDArray[np.int64],
    days: NDArray[np.int64],
    moved: NDArray[np.bool_],
    next_day: NDArray[np.bool_],
    n: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(n,) days between two looks, 1 without a rhythm, and the remainder of the days of looks."""
    total = np.bincount(owner[moved], minlength=n)
    every, phase = np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    rows = np.arange(n)
    for k in range(2, _HELD_DAYS_MAX + 1):
        place = owner * k + days % k
        hits = np.bincount(place[moved], minlength=n * k).reshape(n, k)
        chances = np.bincount(place[next_day], minlength=n * k).reshape(n, k)
        best = hits.argmax(axis=1)
        alone = hits[rows, best] >= _HELD_ALONE * total
        mostly = hits[rows, best] >= _HELD_FILLED * np.maximum(chances[rows, best], 1)
        held = alone & mostly & (total >= _HELD_MIN)
        every[held], phase[held] = k, best[held]
    return every, phase


def _looked_up_at_times(
    owner: NDArray[np.int64],
    days: NDArray[np.int64],
    counts: NDArray[np.int64],
    moved: NDArray[np.bool_],
    n: int,
) -> NDArray[np.bool_]:
    """(n,) whether a day without a change cannot be growth."""
    change = np.zeros(len(days), dtype=np.int64)
    change[1:] = np.abs(np.diff(counts))
    total = np.bincount(owner[moved], minlength=n)
    # The unit of the counts: followers one by one, or hundreds in rounded counts.
    unit = np.zeros(n, dtype=np.int64)
    np.gcd.at(unit, owner[moved], change[moved])
    big = moved & (change >= _HELD_UNITS * np.maximum(unit, 1)[owner])
    mostly_big = np.bincount(owner[big], minlength=n) >= _HELD_BIG * np.maximum(total, 1)
    # Longest time without a change, ends of the history included.
    edge = moved.copy()
    starts = np.flatnonzero(np.diff(owner, prepend=-1) != 0)
    edge[starts] = True
    edge[np.append(starts[1:] - 1, len(owner) - 1)] = True
    at = np.flatnonzero(edge)
    pause = np.where(np.diff(owner[at]) == 0, np.diff(days[at]), 0)
    longest = np.zeros(n, dtype=np.int64)
    np.maximum.at(longest, owner[at][1:], pause)
    held: NDArray[np.bool_] = (total >= 2 * _HELD_MIN) & mostly_big & (longest <= _HELD_DAYS_MAX)
    return held


def _frozen(
    owner: NDArray[np.int64],
    still: NDArray[np.bool_],
    next_day: NDArray[np.bool_],
    n: int,
) -> NDArray[np.bool_]:
    """(m,) counts in a long standstill of an account that otherwise moves."""
    begins = still & ~np.concatenate([[False], still[:-1] & (owner[1:] == owner[:-1])])
    run = np.cumsum(begins)
    length = np.bincount(run[still], minlength=int(run[-1]) + 1)
    in_long = still & (length[run] >= _FROZEN_DAYS)
    others = np.bincount(owner[next_day & ~in_long], minlength=n)
    still_there = np.bincount(owner[still & ~in_long], minlength=n)
    frozen_there = np.bincount(owner[in_long], minlength=n)
    moves = (still_there <= _FROZEN_USUAL * others) & (others >= 2 * frozen_there)
    return in_long & moves[owner]


def _without_slips(histories: Histories) -> Histories:
    """The histories less single counts that the next one takes back, and less drops that are
    undone within a week of counts: a wrong figure, an account that was away."""
    counts = histories.counts.astype(np.float64)
    m = len(counts)
    owner = histories.owners
    wrong = np.zeros(m, dtype=bool)
    lowest, highest = counts.copy(), counts.copy()
    for length in range(1, _UNDONE_COUNTS_MAX + 1):
        first = np.arange(1, m - length)  # the first count that is off
        if not len(first):
            break
        if length > 1:
            lowest = np.minimum(lowest[:-1], counts[length - 1 :])
            highest = np.maximum(highest[:-1], counts[length - 1 :])
        before, after = counts[first - 1], counts[first + length]
        same = (owner[first - 1] == owner[first + length]) & (before > 0)
        base = np.maximum(before, 1)
        down = 1 - highest[first] / base
        up = lowest[first] / base - 1
        off = np.maximum(down, up) if length == 1 else down
        back = np.abs(after / base - 1) <= _SLIP_LEFT * off
        for place in first[same & (off >= _SLIP_MIN) & back]:
            wrong[place : place + length] = True
    return histories.only(~wrong) if wrong.any() else histories
