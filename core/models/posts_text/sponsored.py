"""Engagement of a creator's advertising against the same creator's other posts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

POSTS_MIN = 3  # of each kind
COVERAGE = 0.9


@dataclass(frozen=True)
class SponsoredRatio:
    """Attributes:
    ratio: engagements of a sponsored post over those of an organic one; 1 is the same. None
        under `POSTS_MIN` posts of either kind with known engagements.
    low, high: 90% interval.
    """

    ratio: float | None
    low: float | None
    high: float | None


def sponsored_ratio(sponsored: np.ndarray, organic: np.ndarray) -> SponsoredRatio:
    """Hodges-Lehmann ratio: the median of all ratios of a sponsored to an organic post.

    One viral post moves it little. The interval is that of the rank-sum test (Hollander & Wolfe,
    Nonparametric Statistical Methods, 4.3), so no distribution is assumed.

    Args:
        sponsored, organic: engagements (likes + comments) of the posts, >= 0, NaN when unknown.
    """
    ads, others = (np.log1p(values[~np.isnan(values)]) for values in (sponsored, organic))
    if min(len(ads), len(others)) < POSTS_MIN:
        return SponsoredRatio(None, None, None)
    differences = np.sort((ads[:, None] - others[None, :]).ravel())
    cut = _outer(len(ads), len(others))
    middle, low, high = np.median(differences), differences[cut], differences[-1 - cut]
    return SponsoredRatio(*(float(np.exp(value)) for value in (middle, low, high)))


@lru_cache(maxsize=4096)
def _outer(ads: int, others: int) -> int:
    """How many differences lie outside the interval on each side."""
    pairs = ads * others
    spread = np.sqrt(pairs * (ads + others + 1) / 12)
    return max(int(np.floor(pairs / 2 - NormalDist().inv_cdf((1 + COVERAGE) / 2) * spread)) - 1, 0)
