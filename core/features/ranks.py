"""Where a value stands among others."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

_COUNTED = 25  # values up to which a pass for each is faster than sorting all


def percentile_ranks(
    values: ArrayLike,
    rows: NDArray[np.integer] | None = None,
    *,
    ties: Literal["min", "average"] = "min",
) -> NDArray[np.float64]:
    """Share of the other known values that are lower, from 0 (the lowest) to 1 (the highest).

    The one percentile that people see, also as SQL's `percent_rank`. NaN where unknown; a value
    that is the only one known stands at 1, as none is higher.

    Args:
        values: (n,) numbers, NaN where unknown.
        rows: those to place, (m,) row numbers; None for all.
        ties: of equal values none is lower than another; 'average' counts half of them.
    Returns:
        (m,) shares, or (n,) without rows.
    """
    numbers = np.asarray(values, dtype=float)
    known = numbers[np.isfinite(numbers)]
    asked = numbers if rows is None else numbers[rows]
    if len(known) < 2:
        return np.where(np.isfinite(asked), 1.0, np.nan)
    if len(asked) <= _COUNTED and ties == "min":
        lower = np.array([np.count_nonzero(known < value) for value in asked], dtype=float)
    else:
        ordered = np.sort(known)
        lower = np.searchsorted(ordered, asked, side="left").astype(float)
        if ties == "average":
            lower = (lower + np.searchsorted(ordered, asked, side="right") - 1) / 2
    return np.where(np.isfinite(asked), lower / (len(known) - 1), np.nan)
