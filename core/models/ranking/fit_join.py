"""The learned ranking and the fit of Brand match as one order."""

from __future__ import annotations

import numpy as np

from core.models.ranking.views import Vectors
from core.models.recommender.join import standardised

# Shares of the fit that are tried. Neither end: the learned ranking alone and the fit alone are
# orders of their own.
FIT_SHARES = (0.15, 0.3, 0.5, 0.7)


def joined_with_fit(learned: Vectors, fits: Vectors, fit_share: float) -> Vectors:
    """Weighted mean of the two, each with mean 0 and spread 1 over the creators of a brand.

    Args:
        learned, fits: (brands, creators) or (creators,), higher fits better; NaN, which is
            unknown, counts as the mean.
        fit_share: weight of the fit, 0-1.
    """
    return np.asarray((1 - fit_share) * standardised(learned) + fit_share * standardised(fits))
