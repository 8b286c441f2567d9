"""Robust slopes of many curves at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Rows worked on at a time: their pairs stay within memory.
_BLOCK = 4096
_PAIR_DAYS_MIN = 7


def steady_slopes(values: NDArray[np.float64], *, known_min: int) -> NDArray[np.float64]:
    """(n,) Theil-Sen slope a day of curves on consecutive days.

    The median over all pairs of days a week or more apart: single jumps hardly count, and neither
    do weekdays.

    Args:
        values: (n, t), NaN where unknown.
    Returns:
        NaN with fewer than `known_min` known days or without a pair.
    Source: Theil (1950), Sen (1968).
    """
    n, width = values.shape
    found = np.full(n, np.nan)
    early, late = np.triu_indices(width, min(_PAIR_DAYS_MIN, width - 1))
    apart = (late - early).astype(float)
    unknown = np.isnan(values)
    usable = np.flatnonzero((~unknown).sum(axis=1) >= known_min)
    full = ~unknown[usable].any(axis=1)
    for rows, middle in ((usable[full], np.median), (usable[~full], _known_median)):
        for begin in range(0, len(rows), _BLOCK):
            part = rows[begin : begin + _BLOCK]
            block = values[part]
            found[part] = middle((block[:, late] - block[:, early]) / apart, axis=1)
    return found


def spaced_slopes(
    days: NDArray[np.float64], values: NDArray[np.float64], *, known_min: int
) -> NDArray[np.float64]:
    """(n,) Theil-Sen slope a day of values at any days; pairs on the same day are left out.

    Args:
        days, values: (n, m), NaN where a row has fewer.
    """
    n, width = values.shape
    found = np.full(n, np.nan)
    if width < 2:
        return found
    early, late = np.triu_indices(width, 1)
    known = (~np.isnan(values) & ~np.isnan(days)).sum(axis=1)
    rows = np.flatnonzero(known >= max(known_min, 2))
    for begin in range(0, len(rows), _BLOCK):
        part = rows[begin : begin + _BLOCK]
        apart = days[part][:, late] - days[part][:, early]
        apart = np.where(apart == 0, np.nan, apart)
        found[part] = _known_median(
            (values[part][:, late] - values[part][:, early]) / apart, axis=1
        )
    return found


def _known_median(values: NDArray[np.float64], axis: int = 1) -> NDArray[np.float64]:
    """Median along the last axis of the known values, NaN without any."""
    ordered = np.sort(values, axis=axis)  # unknown ones go last
    known = (~np.isnan(values)).sum(axis=axis)
    rows = np.arange(len(values))
    low, high = np.maximum((known - 1) // 2, 0), np.maximum(known // 2, 0)
    high = np.minimum(high, values.shape[1] - 1)
    middle = (ordered[rows, low] + ordered[rows, high]) / 2
    return np.where(known > 0, middle, np.nan)
