"""Follower histories as log curves on one calendar, with bought followers taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.models.growth.kinds import BOUGHT_LIKE
from core.models.growth.signals.cleaning import cleaned

# Nothing is said of the days inside a longer pause.
_PAUSE_DAYS_MAX = 21


@dataclass(frozen=True)
class Curves:
    """Log follower counts of n creators on the same t days, oldest first.

    Attributes:
        values: (n, t) float64, natural log of the count; NaN before the first count, after the
            last one and inside long pauses; days between two counts are interpolated.
        first_day: day number of the first column.
        last_days: (n,) int64, day of the last count up to the end of the calendar, -1 without.
        counts_known: (n,) int64, counts inside the calendar.
        step_days: (n,) float64, usual distance of the counts in days; NaN under two counts.
    """

    values: NDArray[np.float64]
    first_day: int
    last_days: NDArray[np.int64]
    counts_known: NDArray[np.int64]
    step_days: NDArray[np.float64]

    @property
    def last_day(self) -> int:
        """Number of the last day of the curves."""
        return self.first_day + self.values.shape[1] - 1

    def until(self, column: int) -> Curves:
        """The same as they would have been read after `column` + 1 days, later counts unknown."""
        values = self.values[:, : column + 1]
        return Curves(values, self.first_day, self.last_days, self.counts_known, self.step_days)


def curves_of(histories: Histories, *, days: int, last_day: int | None = None) -> Curves:
    """The curves of the `days` days up to `last_day` (default: the last day with any count).

    Counts after `last_day` are not read, and counts that are no growth are left out before, see
    `cleaned`. Counts of 0 are unknown.
    """
    end = int(histories.days.max(initial=0)) if last_day is None else last_day
    histories = cleaned(_until(histories, end))
    n = len(histories.starts) - 1
    starts = histories.starts
    known = np.diff(starts)
    has = np.flatnonzero(known > 0)
    last_days = np.full(n, -1, dtype=np.int64)
    last_days[has] = histories.days[starts[1:][has] - 1]
    grid = np.arange(end - days + 1, end + 1)
    values = np.full((n, days), np.nan)
    if len(has):
        values[has] = _interpolated(histories, has, grid)
    inside = (histories.days >= grid[0]) & (histories.counts > 0)
    owners = histories.owners
    gaps = pd.Series(np.diff(histories.days))[np.diff(owners) == 0]
    usual = gaps.groupby(owners[1:][np.diff(owners) == 0]).median().reindex(range(n))
    return Curves(
        values,
        int(grid[0]),
        last_days,
        np.bincount(owners[inside], minlength=n).astype(np.int64),
        usual.to_numpy(float),
    )


def _until(histories: Histories, end: int) -> Histories:
    kept = (histories.days <= end) & (histories.counts > 0)
    return histories if kept.all() else histories.only(kept)


def _interpolated(
    histories: Histories, has: NDArray[np.int64], grid: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(len(has), t) log counts; one rising key over all creators serves them all at once."""
    days, starts = histories.days, histories.starts
    lowest = int(min(days.min(), grid[0]))
    reach = int(max(days.max(), grid[-1])) - lowest + 2
    known_key = histories.owners * reach + (days - lowest)
    logs = np.log(histories.counts.astype(np.float64))
    key = has[:, None] * reach + (grid - lowest)
    values = np.interp(key.ravel(), known_key, logs).reshape(key.shape)
    after = np.minimum(np.searchsorted(known_key, key.ravel()), len(days) - 1).reshape(key.shape)
    pause = np.diff(days, prepend=days[:1])[after]
    is_known = known_key[after] == key
    first, last = days[starts[has]], days[starts[has + 1] - 1]
    inside = (grid >= first[:, None]) & (grid <= last[:, None])
    inside &= is_known | (pause <= _PAUSE_DAYS_MAX)
    return np.where(inside, values, np.nan)


def without_bought(
    curves: Curves, probability: NDArray[np.float64], events: pd.DataFrame
) -> NDArray[np.float64]:
    """(n, t) the log curves less the followers that deliveries brought.

    The gain of every event that looks like a delivery is taken out evenly over its days, as far
    as its creator's growth looks bought, and never more than the account gained on those days: an
    account that held its count while others fell gained nobody. What fell away again afterwards
    stays a loss.

    Args:
        probability: (n,) that followers were bought; NaN counts as 0.
        events: creator, kind, first_day_number, last_day_number, size_fraction (gain beyond
            expectation over the followers before).
    """
    values = curves.values.copy()
    if events.empty:
        return values
    delivered = events[events["kind"].isin(BOUGHT_LIKE) & (events["size_fraction"] > 0)]
    days = np.arange(values.shape[1]) + curves.first_day
    owner = delivered["creator"].to_numpy(np.int64)
    first = delivered["first_day_number"].to_numpy(np.int64)
    last = delivered["last_day_number"].to_numpy(np.int64)
    share = np.nan_to_num(probability)[owner]
    size = share * np.log1p(delivered["size_fraction"].to_numpy(float))
    width = values.shape[1]
    before = np.clip(first - 1 - curves.first_day, 0, width - 1)
    gained = curves.values[owner, np.clip(last - curves.first_day, 0, width - 1)]
    gained = gained - curves.values[owner, before]
    size = np.fmin(size, np.maximum(gained, 0))
    for place in np.flatnonzero(size > 0):
        length = last[place] - first[place] + 1
        arrived = np.clip((days - first[place] + 1) / length, 0, 1)
        values[owner[place]] -= size[place] * arrived
    return values
