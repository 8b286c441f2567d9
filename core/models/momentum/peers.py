"""Growth beside comparable accounts: of the same size and platform day by day, then the niche."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.models.growth.cohort import MEMBERS_MIN, size_groups

# A niche of so many creators counts half.
_NICHE_HALF = 30


def comparable_curves(
    values: NDArray[np.float64],
    sizes: NDArray[np.float64],
    platforms: NDArray[np.int64],
) -> NDArray[np.float64]:
    """(n, t) log curve of the accounts each creator is compared with, 0 on the first day.

    Adds up the median change of the day over accounts of the platform and of its fifth by size;
    of the platform when under twenty of those have one, of all when the platform has not either,
    else 0.

    Args:
        values: (n, t) log counts, NaN where unknown.
        sizes: (n,) followers, NaN when unknown.
        platforms: (n,) codes.
    """
    rates = np.diff(values, axis=1)
    groups = size_groups(np.nan_to_num(sizes), platforms)
    common = np.zeros(rates.shape)
    whole = _day_medians(rates)
    for platform in np.unique(platforms):
        of_platform = platforms == platform
        wide = _else(_day_medians(rates[of_platform]), whole)
        for group in np.unique(groups[of_platform]):
            rows = of_platform & (groups == group)
            common[rows] = _else(_day_medians(rates[rows]), wide)
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(common, axis=1)], axis=1)


def can_compare(values: NDArray[np.float64]) -> bool:
    """Whether any day of the curves has twenty accounts to compare with.

    Args:
        values: (n, t) log counts, NaN where unknown.
    """
    changes = ~np.isnan(np.diff(values, axis=1))
    return bool((changes.sum(axis=0) >= MEMBERS_MIN).any())


def _else(medians: NDArray[np.float64], wider: NDArray[np.float64]) -> NDArray[np.float64]:
    filled = np.where(np.isnan(medians), wider, medians)
    return np.nan_to_num(filled)


def _day_medians(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """(t,) median of the day; NaN where fewer than twenty have a change."""
    known = ~np.isnan(rates)
    medians = np.full(rates.shape[1], np.nan)
    for day in np.flatnonzero(known.sum(axis=0) >= MEMBERS_MIN):
        medians[day] = np.median(rates[known[:, day], day])
    return medians


def beyond_niche(values: NDArray[np.float64], niches: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n,) the values less the median of the niche, which counts less the smaller the niche is.

    Args:
        niches: (n,) codes, -1 without a niche.
    """
    beyond = values.copy()
    for niche in np.unique(niches[niches >= 0]):
        rows = (niches == niche) & ~np.isnan(values)
        number = int(rows.sum())
        if number:
            beyond[rows] -= np.median(values[rows]) * number / (number + _NICHE_HALF)
    return beyond
