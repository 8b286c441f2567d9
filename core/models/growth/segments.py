"""Change points of the level of growth: what single days cannot show."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.models.growth.noise import Standardised

# A new level must explain this much more of the squared movement than no change.
_PENALTY = 12.0
_LENGTH_MIN, _STEPS_MIN = 4, 12
_LEVEL_MIN = 0.8
# Share of its steps that must lie above a third of the level: a drip is even.
_EVEN_MIN = 0.75


def level_shifts(data: Standardised) -> pd.DataFrame:
    """Stretches on which growth stands higher than before and after them.

    PELT on the mean of the standardised rates (min_size 2, jump 1), with single days cut at 8
    units so that one rise is not a level. The slope of the follower curve is the level of its
    growth, so a shift here is a bend there.

    Returns:
        window, start, last, level (mean z), excess (sum of z), score (log-likelihood ratio over
        everyday movement, roughly).
    Source: PELT, Killick et al. 2012, as `ruptures` has it (its C version).
    """
    from ruptures import KernelCPD

    rows: list[tuple[int, int, int, float, float, float]] = []
    cut = np.clip(data.z, -4, 8)
    lengths = np.where(
        data.known.any(axis=1), data.known.shape[1] - data.known[:, ::-1].argmax(1), 0
    )
    detector = KernelCPD(kernel="linear", min_size=2, jump=1)
    for window in np.flatnonzero(lengths >= _STEPS_MIN):
        own = cut[window, : lengths[window]]
        if not own.any():
            continue
        ends = detector.fit(own[:, None]).predict(pen=_PENALTY)
        for begin, end in zip([0, *ends[:-1]], ends, strict=True):
            length = int(end) - int(begin)
            level = float(own[begin:end].mean())
            # The first and the last stretch have no edge: growth may simply have changed.
            if begin == 0 or end == len(own) or length < _LENGTH_MIN or level < _LEVEL_MIN:
                continue
            if (own[begin:end] > level / 3).mean() < _EVEN_MIN:
                continue
            score = 0.5 * length * level**2 - np.log(len(own))
            excess = float(data.z[window, begin:end].sum())
            rows.append((int(window), int(begin), int(end) - 1, level, excess, float(score)))
    columns = ["window", "start", "last", "level", "excess", "score"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"window": "int64", "start": "int64", "last": "int64"}
    )
