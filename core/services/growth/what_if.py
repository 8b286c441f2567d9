"""The caution score of one creator under another threshold: computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.caution.reasons import CautionConfig
from core.queries.growth.caution import CautionScore

_CONFIG = CautionConfig()


@dataclass(frozen=True)
class WhatIfScore:
    """Attributes:
    score: 0-100; None when no part is known.
    spike_count: days above the threshold; None under 3 counts.
    threshold: followers a day; None under 3 counts.
    is_spike: (n,) bool, one a change.
    """

    score: int | None
    spike_count: int | None
    threshold: float | None
    is_spike: NDArray[np.bool_]


def score_what_if(
    score: CautionScore, changes: NDArray[np.float64], spike_sds: float
) -> WhatIfScore:
    """The score were a day unusual from mean + `spike_sds` standard deviations on.

    Engagement and growth do not depend on the threshold, so their points are those stored.

    Args:
        changes: (n,) followers a day; NaN (the first count has no change) is never unusual.
    """
    known = [score.engagement_points, score.growth_points]
    mean, sd = score.mean_daily_change, score.sd_daily_change
    if score.spike_count is None or mean is None or sd is None:
        return WhatIfScore(score.caution_score, None, None, np.zeros(len(changes), bool))
    threshold = mean + spike_sds * sd
    # By more than rounding, as in the caution score itself.
    is_spike = np.nan_to_num(changes, nan=-np.inf) > threshold + 1e-9 * max(1.0, abs(threshold))
    spikes = int(is_spike.sum())
    points = min(_CONFIG.points_per_spike * spikes, _CONFIG.spike_points_max)
    total = points + sum(part or 0 for part in known)
    return WhatIfScore(min(total, _CONFIG.score_max), spikes, threshold, is_spike)
