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


@dataclass(frozen=True)
class CohortDays:
    """Attributes:
    table: one row a cohort and day with enough members: platform ('' for all), size_group (-1
        for all sizes), step_days, day_number, median_rate, members_count.
    medians: (w, t) what to take from the rates of the windows; 0 where nobody is comparable.
    """

    table: pd.DataFrame
    medians: NDArray[np.float64]


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
    """Same-day medians of growth over comparable accounts.

    The median of the platform and size group, of the platform when that has under twenty
    accounts on the day, of all when the platform has not either, else 0.

    Args:
        platforms, groups: (n,) by creator.
    """
    rates, days = windows.rates, windows.days()
    known = ~np.isnan(rates)
    row = np.broadcast_to(np.arange(len(rates))[:, None], rates.shape)[known]
    whose = windows.creator[row]
    long = pd.DataFrame(
        {
            "platform": platforms[whose],
            "size_group": groups[whose],
            "step_days": windows.step_days[row],
            "day_number": days[known],
            "rate": rates[known],
        }
    )
    medians = np.zeros(len(long))
    parts = []
    for keys, values in (
        ((), {"platform": -1, "size_group": -1}),
        (("platform",), {"size_group": -1}),
        (("platform", "size_group"), {}),
    ):
        names = [*keys, "step_days", "day_number"]
        grouped = long.groupby(names, sort=False)["rate"]
        medians_by_day = grouped.agg(median_rate="median", members_count="size").reset_index()
        medians_by_day = medians_by_day[medians_by_day["members_count"] >= MEMBERS_MIN]
        parts.append(medians_by_day.assign(**values))
        place = long[names].merge(medians_by_day, on=names, how="left")["median_rate"].to_numpy()
        medians = np.where(np.isnan(place), medians, place)
    filled = np.zeros(rates.shape)
    filled[known] = medians
    columns = ["platform", "size_group", "step_days", "day_number", "median_rate", "members_count"]
    return CohortDays(pd.concat(parts, ignore_index=True)[columns], filled)
