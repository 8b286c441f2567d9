"""From follower histories to signals: one row a window, ready for the learned model."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.domain.thresholds import STEPS_MIN
from core.models.growth.cohort import CohortDays, cohort_days, medians_of, size_groups
from core.models.growth.events.post_days import post_days, post_signals
from core.models.growth.events.window_events import WindowCurves
from core.models.growth.peers import PeerFigures
from core.models.growth.signals.noise import (
    Standardised,
    damp_shared_shocks,
    day_spread,
    spread_of,
    standardised,
)
from core.models.growth.signals.signals import count_signals
from core.models.growth.signals.steps import Windows, regular_windows

# Rows worked on at a time: small enough to stay in the processor's cache, and within memory.
_BLOCK = 2048
_STEP_KEYS = ("step_days", "day_number")
_COHORT_KEYS = ("platform", "size_group", *_STEP_KEYS)


@dataclass(frozen=True)
class GrowthData:
    """What is known of n creators.

    Attributes:
        histories: follower counts by day.
        platforms: (n,) int64 codes; all 0 when unknown.
        posts: creator (index), day_number, engagements (NaN when unknown); None without posts.
        collaborations: creator, day_number; None when none are known.
        peers: comparisons with other accounts; None without profiles.
    """

    histories: Histories
    platforms: NDArray[np.int64]
    posts: pd.DataFrame | None = None
    collaborations: pd.DataFrame | None = None
    peers: PeerFigures | None = None

    def __len__(self) -> int:
        return len(self.platforms)


@dataclass(frozen=True)
class Block(WindowCurves):
    """Curves of a few windows with their signals.

    Attributes:
        rows: (w,) which of the windows of the reading.
        signals: (w rows) what the model reads, by name.
    """

    rows: NDArray[np.int64]
    signals: pd.DataFrame


@dataclass(frozen=True)
class Reading:
    """Attributes:
    windows, data: of all creators.
    cohorts: same-day medians.
    spread: days on which the accounts of a platform differ more than usual; see `day_spread`.
    size_groups: (n,) by creator.
    given: what was read.
    """

    windows: Windows
    data: Standardised
    cohorts: CohortDays
    spread: pd.DataFrame
    size_groups: NDArray[np.int64]
    given: GrowthData = field(repr=False)

    @property
    def judged(self) -> NDArray[np.bool_]:
        """(w,) whether a window has enough steps, and counts that ever change."""
        moves = (np.nan_to_num(self.windows.rates) != 0).any(axis=1)
        return np.asarray((self.data.steps_known >= STEPS_MIN) & moves)

    def row_blocks(self) -> list[NDArray[np.int64]]:
        """Rows of the windows that can be judged, block by block; those of a block have one
        length, so that padding neither costs time nor makes a creator's signals depend on who
        stands beside it."""
        order = np.argsort(self.windows.lengths, kind="stable")
        order = order[self.judged[order]]
        ends = np.flatnonzero(np.diff(self.windows.lengths[order])) + 1
        return [
            part[begin : begin + _BLOCK]
            for part in np.split(order, ends)
            for begin in range(0, len(part), _BLOCK)
        ]

    def block(self, rows: NDArray[np.int64]) -> Block:
        """Everything read from some windows."""
        windows = self.windows.rows(rows)
        data = self.data.rows(rows, windows.rates.shape[1])
        signals, jumps, daily, spaced = count_signals(data)
        posts = post_days(windows, self.given.posts)
        extra = (
            post_signals(data, posts, windows, jumps, daily)
            | _peer_signals(self.given.peers, windows.creator)
            | {"days_a_step": windows.step_days.astype(float)}
        )
        return Block(
            windows=windows,
            data=data,
            posts=posts,
            jumps=jumps,
            daily=daily,
            spaced=spaced,
            rows=rows,
            signals=signals.assign(**extra),
        )


def read_growth(growth: GrowthData) -> Reading:
    """Windows and noise of all creators; the signals follow block by block."""
    windows = regular_windows(growth.histories)
    sizes = _middle_counts(growth.histories)
    groups = size_groups(sizes, growth.platforms)
    cohorts = cohort_days(windows, growth.platforms, groups)
    data = standardised(windows, cohorts.medians)
    spread = day_spread(data, windows, growth.platforms)
    extra = spread_of(windows, growth.platforms, spread)
    return Reading(windows, damp_shared_shocks(data, extra), cohorts, spread, groups, growth)


def read_within(
    growth: GrowthData,
    size_groups: NDArray[np.int64],
    levels: tuple[pd.DataFrame, ...],
    spread: pd.DataFrame,
) -> Reading:
    """What `read_growth` reads of all creators, for some of them.

    Args:
        size_groups: (n,) of these creators, among all.
        levels, spread: of all creators, as in the reading of all.
    """
    windows = regular_windows(growth.histories)
    medians = medians_of(windows, growth.platforms, size_groups, levels)
    extra = spread_of(windows, growth.platforms, spread)
    data = damp_shared_shocks(standardised(windows, medians), extra)
    return Reading(windows, data, CohortDays(levels, medians), spread, size_groups, growth)


def read_beside(
    growth: GrowthData, cohort_days: pd.DataFrame, size_groups: NDArray[np.int64]
) -> Reading:
    """The same for a few creators, beside a cohort that is known already.

    Args:
        cohort_days: creator, step_days, day_number, median_rate, extra_spread (0 on usual days):
            at most one row a creator, step and day; a day without a row has nobody comparable.
        size_groups: (n,) by creator.
    """
    windows = regular_windows(growth.histories)
    medians, spread = beside_cohort(windows, cohort_days)
    data = damp_shared_shocks(standardised(windows, medians), spread)
    nothing = pd.DataFrame({name: [] for name in (*_COHORT_KEYS, "median_rate", "members_count")})
    no_spread = pd.DataFrame({name: [] for name in ("platform", *_STEP_KEYS, "extra_spread")})
    return Reading(windows, data, CohortDays((nothing,), medians), no_spread, size_groups, growth)


def beside_cohort(
    windows: Windows, cohort_days: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(w, t) same-day medians and extra spread of the steps; 0 where nobody is comparable.

    Args:
        cohort_days: as for `read_beside`.
    """
    shape = windows.rates.shape
    steps = pd.DataFrame(
        {
            "creator": np.repeat(windows.creator, shape[1]),
            "step_days": np.repeat(windows.step_days, shape[1]),
            "day_number": windows.days().ravel(),
        }
    )
    found = steps.merge(cohort_days, on=["creator", *_STEP_KEYS], how="left")
    return (
        found["median_rate"].fillna(0.0).to_numpy(float).reshape(shape),
        found["extra_spread"].fillna(0.0).to_numpy(float).reshape(shape),
    )


def signals_by_creator(growth: GrowthData) -> pd.DataFrame:
    """Signals of the creators with enough steps, indexed by creator.

    For learning, where a label belongs to the whole history: of several windows nobody knows
    which one it means, so the last one stands for all.
    """
    reading = read_growth(growth)
    parts = [
        block.signals.assign(creator=block.windows.creator, begin=block.windows.first_day)
        for block in map(reading.block, reading.row_blocks())
    ]
    if not parts:
        return pd.DataFrame(index=pd.Index([], dtype="int64"))
    table = pd.concat(parts, ignore_index=True)
    table = table.sort_values(["creator", "begin"]).drop_duplicates("creator", keep="last")
    return table.drop(columns="begin").set_index("creator").sort_index()


def _middle_counts(histories: Histories) -> NDArray[np.float64]:
    """(n,) median count, NaN without a history."""
    middle = pd.Series(histories.counts, dtype=float).groupby(histories.owners).median()
    return middle.reindex(range(len(histories.starts) - 1)).to_numpy()


def _peer_signals(
    peers: PeerFigures | None, creator: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    if peers is None:
        unknown = np.full(len(creator), np.nan)
        return {"engagement_beside_peers": unknown, "followers_beside_expected": unknown}
    return {
        "engagement_beside_peers": peers.engagement_residual[creator],
        "followers_beside_expected": peers.followers_residual[creator],
    }
