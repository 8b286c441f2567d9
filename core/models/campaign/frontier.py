"""Which candidates nobody beats: more reach and engagements for no more money."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray


def efficient(
    reach: NDArray[np.float64], engagements: NDArray[np.float64], prices: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """(n,) True where no other has at least the reach and engagements for at most the price.

    Of several that are alike the first counts. Candidates with an unknown figure are never
    efficient. In two dimensions: give the same price to all.

    Args:
        reach, engagements, prices: (n,) NaN when unknown.
    """
    known = np.isfinite(reach) & np.isfinite(engagements) & np.isfinite(prices)
    rows = np.flatnonzero(known)
    rows = rows[np.lexsort((rows, -engagements[rows], -reach[rows], prices[rows]))]
    is_efficient = np.zeros(len(reach), dtype=bool)
    # The staircase of those no dearer: reach falls, engagements rise along it.
    falling_reach: list[float] = []
    rising_engagements: list[float] = []
    for row in rows:
        x, y = float(reach[row]), float(engagements[row])
        place = bisect_left(falling_reach, -x)
        # Those up to `end` reach at least as many; the last of them has most engagements.
        end = place
        while end < len(falling_reach) and falling_reach[end] == -x:
            end += 1
        if end and rising_engagements[end - 1] >= y:
            continue
        is_efficient[row] = True
        last = place
        while last < len(falling_reach) and rising_engagements[last] <= y:
            last += 1
        falling_reach[place:last] = [-x]
        rising_engagements[place:last] = [y]
    return is_efficient
