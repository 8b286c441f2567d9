"""Change points of the level of growth: what single days cannot show."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from core.models.growth.signals.noise import Standardised

# A new level must explain this much more of the squared movement than no change.
_PENALTY = 12.0
_LENGTH_MIN, _STEPS_MIN = 4, 12
_LEVEL_MIN = 0.8
# Share of its steps that must lie above a third of the level: fewer are single days, no level.
_LASTING_MIN = 0.6


def level_shifts(data: Standardised) -> pd.DataFrame:
    """Stretches on which growth stands higher than before and after them.

    PELT on the mean of the standardised rates (min_size 2, jump 1), with single days cut at 8
    units so that one rise is not a level. The slope of the follower curve is the level of its
    growth, so a shift here is a bend there.

    Returns:
        window, start, last, level (mean z), excess (sum of z), unevenness (standard deviation over
        level), score (log-likelihood ratio over everyday movement, roughly).
    Source: PELT, Killick et al. 2012, as `ruptures` has it (its C version).
    """
    from ruptures import KernelCPD

    cut = np.clip(data.z, -4, 8)
    width = cut.shape[1]
    lengths = np.where(data.known.any(axis=1), width - data.known[:, ::-1].argmax(axis=1), 0)
    detector = KernelCPD(kernel="linear", min_size=2, jump=1)
    windows, begins, ends = [], [], []
    for row in np.flatnonzero((lengths >= _STEPS_MIN) & cut.any(axis=1)).tolist():
        points = detector.fit(cut[row, : lengths[row], None]).predict(pen=_PENALTY)
        # The first and the last stretch have no edge: growth may simply have changed.
        for begin, end in pairwise(points[:-1]):
            windows.append(row)
            begins.append(int(begin))
            ends.append(int(end))
    window = np.array(windows, dtype=np.int64)
    begin, end = np.array(begins, dtype=np.int64), np.array(ends, dtype=np.int64)
    sums = np.pad(np.cumsum(cut, axis=1), ((0, 0), (1, 0)))
    length = end - begin
    level = (sums[window, end] - sums[window, begin]) / np.maximum(length, 1)
    high = (length >= _LENGTH_MIN) & (level >= _LEVEL_MIN)
    window, begin, end, length, level = (
        values[high] for values in (window, begin, end, length, level)
    )
    steps = np.arange(width)
    inside = (steps >= begin[:, None]) & (steps < end[:, None])
    above = inside & (cut[window] > level[:, None] / 3)
    excess = np.where(inside, data.z[window], 0.0).sum(axis=1)
    spread = np.where(inside, (cut[window] - level[:, None]) ** 2, 0.0).sum(axis=1)
    spread = spread / np.maximum(length, 1)
    shifts = pd.DataFrame(
        {
            "window": window,
            "start": begin,
            "last": end - 1,
            "level": level,
            "excess": excess,
            "unevenness": np.sqrt(spread) / np.maximum(level, 1e-9),
            "score": 0.5 * length * level**2 - np.log(lengths[window]),
        }
    )
    lasting = above.sum(axis=1) >= _LASTING_MIN * length
    return shifts[lasting].reset_index(drop=True)
