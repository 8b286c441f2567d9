"""Robust slopes of many curves at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Rows worked on at a time: their pairs stay within memory.
_BLOCK = 4096
_PAIR_DAYS_MIN = 7
# A lone step makes up so much of all movement of a curve. Steps that others make up a fifth of are
# found in honest growth as well: a burst beside everyday gains.
_LONE_SHARE = 0.8


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
    slopes = np.full(n, np.nan)
    early, late = np.triu_indices(width, min(_PAIR_DAYS_MIN, width - 1))
    distance = (late - early).astype(float)
    unknown = np.isnan(values)
    usable = np.flatnonzero((~unknown).sum(axis=1) >= known_min)
    full = ~unknown[usable].any(axis=1)
    for rows, middle in ((usable[full], np.median), (usable[~full], _known_median)):
        for begin in range(0, len(rows), _BLOCK):
            part = rows[begin : begin + _BLOCK]
            block = values[part]
            slopes[part] = middle((block[:, late] - block[:, early]) / distance, axis=1)
    return slopes


@dataclass(frozen=True)
class LoneSteps:
    """Attributes:
    values: (n, t) the curves without their lone step, flat on its days.
    sizes: (n,) what the step changed; 0 without one.
    columns: (n,) first column after the step began, -1 without one.
    """

    values: NDArray[np.float64]
    sizes: NDArray[np.float64]
    columns: NDArray[np.int64]


def without_lone_steps(
    values: NDArray[np.float64], step_days: NDArray[np.float64] | None = None
) -> LoneSteps:
    """Curves less the one step that makes up four fifths or more of all their movement.

    A slope over it would turn a single event into a trend. The step may take a day more than the
    usual distance of the counts, as a delivery over midnight does.

    Args:
        values: (n, t), NaN where unknown.
        step_days: (n,) usual distance of the counts in days; NaN and None count as 1.
    """
    n, width = values.shape
    changes = np.nan_to_num(np.diff(values, axis=1))
    total = np.abs(changes).sum(axis=1)
    sums = np.pad(np.cumsum(changes, axis=1), ((0, 0), (1, 0)))
    sizes, columns = np.zeros(n), np.full(n, -1, dtype=np.int64)
    steady = values.copy()
    usual = np.ones(n) if step_days is None else np.nan_to_num(step_days, nan=1.0)
    spans = np.clip(np.rint(usual).astype(np.int64) + 1, 2, max(width - 1, 1))
    for span in np.unique(spans):
        rows = np.flatnonzero((spans == span) & (total > 0))
        if not len(rows) or width <= span:
            continue
        within = sums[rows, span:] - sums[rows, :-span]
        start = np.abs(within).argmax(axis=1)
        size = within[np.arange(len(rows)), start]
        lone = np.abs(size) >= _LONE_SHARE * total[rows]
        rows, start, size = rows[lone], start[lone], size[lone]
        day = np.arange(width)
        inside = (day > start[:, None]) & (day <= start[:, None] + span)
        steady[rows] -= np.where(day > start[:, None] + span, size[:, None], 0.0)
        moved = steady[rows] - (values[rows] - values[rows, start][:, None])
        steady[rows] = np.where(inside, moved, steady[rows])
        sizes[rows] = size
        # The first day of the stretch on which anything changed.
        first = np.abs(changes[rows[:, None], start[:, None] + np.arange(span)]) > 0
        columns[rows] = start + first.argmax(axis=1) + 1
    return LoneSteps(steady, sizes, columns)


def spaced_slopes(
    days: NDArray[np.float64], values: NDArray[np.float64], *, known_min: int
) -> NDArray[np.float64]:
    """(n,) Theil-Sen slope a day of values at any days; pairs on the same day are left out.

    Args:
        days, values: (n, m), NaN where a row has fewer.
    """
    n, width = values.shape
    slopes = np.full(n, np.nan)
    if width < 2:
        return slopes
    early, late = np.triu_indices(width, 1)
    known = (~np.isnan(values) & ~np.isnan(days)).sum(axis=1)
    rows = np.flatnonzero(known >= max(known_min, 2))
    for begin in range(0, len(rows), _BLOCK):
        part = rows[begin : begin + _BLOCK]
        distance = days[part][:, late] - days[part][:, early]
        distance = np.where(distance == 0, np.nan, distance)
        slopes[part] = _known_median(
            (values[part][:, late] - values[part][:, early]) / distance, axis=1
        )
    return slopes


def _known_median(values: NDArray[np.float64], axis: int = 1) -> NDArray[np.float64]:
    """Median along the last axis of the known values, NaN without any."""
    ordered = np.sort(values, axis=axis)  # unknown ones go last
    known = (~np.isnan(values)).sum(axis=axis)
    rows = np.arange(len(values))
    low, high = np.maximum((known - 1) // 2, 0), np.maximum(known // 2, 0)
    high = np.minimum(high, values.shape[1] - 1)
    middle = (ordered[rows, low] + ordered[rows, high]) / 2
    return np.where(known > 0, middle, np.nan)
