"""What all comparable accounts did on the same day, and how far accounts then differed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.signals.steps import Windows

SIZE_GROUPS = 5
# Below this the median of a day is more noise than it takes away.
MEMBERS_MIN = 20


_DAY = ("step_days", "day_number")
# From the widest cohort to the nearest: what is compared, and what stands in the other columns.
_LEVELS: tuple[tuple[tuple[str, ...], dict[str, int]], ...] = (
    ((), {"platform": -1, "size_group": -1}),
    (("platform",), {"size_group": -1}),
    (("platform", "size_group"), {}),
)


@dataclass(frozen=True)
class CohortDays:
    """Attributes:
    levels: medians of all accounts, of each platform and of each size group of it.
    medians: (w, t) what to take from the rates of the windows; 0 where nobody is comparable.
    """

    levels: tuple[pd.DataFrame, ...]
    medians: NDArray[np.float64]

    @property
    def table(self) -> pd.DataFrame:
        """One row per cohort and day with enough members: platform (-1 for all), size_group (-1
        for all sizes), step_days, day_number, median_rate, members_count."""
        return pd.concat(self.levels, ignore_index=True)


def size_groups(sizes: NDArray[np.float64], platforms: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) fifth by followers within the platform, 0 the smallest; -1 when the size is unknown.

    Fifths of the loaded accounts, not fixed tiers: a cohort then neither runs empty nor depends
    on the unit in which followers are counted.
    """
    groups = np.full(len(sizes), -1, dtype=np.int64)
    for platform in np.unique(platforms):
        members = np.flatnonzero((platforms == platform) & (sizes > 0))
        # Accounts of one size stay together, in whatever order they come.
        ranks = np.searchsorted(np.sort(sizes[members]), sizes[members])
        groups[members] = ranks * SIZE_GROUPS // max(len(members), 1)
    return groups


def cohort_days(
    windows: Windows, platforms: NDArray[np.int64], groups: NDArray[np.int64]
) -> CohortDays:
    """Same-day medians of growth over comparable accounts, and those of each window.

    Args:
        platforms, groups: (n,) by creator.
    """
    levels = cohort_levels(windows, platforms, groups)
    return CohortDays(levels, medians_of(windows, platforms, groups, levels))


def cohort_levels(
    windows: Windows, platforms: NDArray[np.int64], groups: NDArray[np.int64]
) -> tuple[pd.DataFrame, ...]:
    """Same-day medians of all accounts, of each platform and of each size group of it.

    Each as described in `CohortDays.table`.
    """
    long = _steps(windows, platforms, groups)
    long["rate"] = windows.rates[~np.isnan(windows.rates)]
    parts = []
    for keys, values in _LEVELS:
        names = [*keys, *_DAY]
        grouped = long.groupby(names, sort=False)["rate"]
        medians_by_day = grouped.agg(median_rate="median", members_count="size").reset_index()
        medians_by_day = medians_by_day[medians_by_day["members_count"] >= MEMBERS_MIN]
        parts.append(medians_by_day.assign(**values))
    columns = ["platform", "size_group", *_DAY, "median_rate", "members_count"]
    return tuple(part[columns] for part in parts)


def medians_of(
    windows: Windows,
    platforms: NDArray[np.int64],
    groups: NDArray[np.int64],
    levels: tuple[pd.DataFrame, ...],
) -> NDArray[np.float64]:
    """(w, t) the medians that belong to the steps of some windows.

    The median of the platform and size group, of the platform when that has under twenty
    accounts on the day, of all when the platform has not either, else 0.

    Args:
        levels: of `cohort_levels`, which may know more accounts than these.
    """
    steps = _steps(windows, platforms, groups)
    medians = np.zeros(len(steps))
    for (keys, _), level in zip(_LEVELS, levels, strict=True):
        names = [*keys, *_DAY]
        place = steps[names].merge(level[[*names, "median_rate"]], on=names, how="left")
        medians = np.where(place["median_rate"].isna(), medians, place["median_rate"])
    filled = np.zeros(windows.rates.shape)
    filled[~np.isnan(windows.rates)] = medians
    return filled


def known_steps(
    windows: Windows, platforms: NDArray[np.int64], known: NDArray[np.bool_]
) -> pd.DataFrame:
    """Whose and when each known step is, row by row: creator, platform, step_days, day_number."""
    row = np.broadcast_to(np.arange(len(known))[:, None], known.shape)[known]
    whose = windows.creator[row]
    return pd.DataFrame(
        {
            "creator": whose,
            "platform": platforms[whose],
            "step_days": windows.step_days[row],
            "day_number": windows.days()[known],
        }
    )


def _steps(
    windows: Windows, platforms: NDArray[np.int64], groups: NDArray[np.int64]
) -> pd.DataFrame:
    steps = known_steps(windows, platforms, ~np.isnan(windows.rates))
    return steps.assign(size_group=groups[steps["creator"]])
