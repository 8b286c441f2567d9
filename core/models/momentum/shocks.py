"""Days on which a whole platform moved: clean-ups that no trend foretells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.models.growth.cohort import MEMBERS_MIN

# The median account moves at least so far, and so many times further than on usual days.
_SHOCK_MIN, _SHOCK_SPREADS = 0.004, 8.0


def shock_days(
    values: NDArray[np.float64], platforms: NDArray[np.int64]
) -> dict[int, NDArray[np.int64]]:
    """Platform code -> columns of the counts after a day on which most of its accounts jumped.

    Args:
        values: (n, t) log counts, NaN where unknown. A platform needs twenty accounts.
    """
    shocks = {}
    for platform in np.unique(platforms):
        changes = np.diff(values[platforms == platform], axis=1)
        known = ~np.isnan(changes)
        medians = np.full(changes.shape[1], np.nan)
        for day in np.flatnonzero(known.sum(axis=0) >= MEMBERS_MIN):
            medians[day] = np.median(changes[known[:, day], day])
        usable = medians[~np.isnan(medians)]
        if not len(usable):
            continue
        off = np.abs(medians - np.median(usable))
        usual = 1.4826 * float(np.median(off[~np.isnan(off)]))
        days = np.flatnonzero(np.nan_to_num(off) > max(_SHOCK_MIN, _SHOCK_SPREADS * usual))
        if len(days):
            shocks[int(platform)] = (days + 1).astype(np.int64)
    return shocks


def without_shocks(
    values: NDArray[np.float64], platforms: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(n, t) the curves as if nothing had happened on such days; the last count stays as it is."""
    calm = values.copy()
    for platform, columns in shock_days(values, platforms).items():
        rows = np.flatnonzero(platforms == platform)
        for column in columns:
            jump = values[rows, column] - values[rows, column - 1]
            calm[rows, :column] += np.nan_to_num(jump)[:, None]
    return calm
