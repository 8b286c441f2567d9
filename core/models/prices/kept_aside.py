"""Predictors compared, and ranges measured, on creators they were not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.prices.conformal import Margins, margins
from core.models.prices.predictors import BASELINE, PREDICTORS, TREES

FOLDS = 5
_TREES_FROM = 300  # priced creators; with fewer they are never the best


@dataclass(frozen=True)
class LogRanges:
    """Logs of prices with the ends of their ranges.

    Attributes:
        middle, low, high: (n,) natural logs of EUR.
        is_wide: (n,) the range is wide because creators like these were not measured.
    """

    middle: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    is_wide: NDArray[np.bool_]


@dataclass(frozen=True)
class PriceQuality:
    """How estimates of a format did for creators whose price was kept aside.

    Attributes:
        priced_count: creators with a listed price above 0.
        predictor: that was chosen, one of `PREDICTORS`.
        errors: median absolute error as a share of the price, by predictor.
        coverage: share (0-1) of the listed prices inside their range.
        width: median of high end / low end.
        coverage_by_tier: the same coverage, by tier.
    """

    priced_count: int
    predictor: str
    errors: dict[str, float]
    coverage: float
    width: float
    coverage_by_tier: dict[str, float]

    @property
    def error(self) -> float:
        """Median absolute error of the predictor, as a share of the price."""
        return self.errors[self.predictor]

    @property
    def baseline_error(self) -> float:
        """The same of the median of the tier."""
        return self.errors[BASELINE]


@dataclass(frozen=True)
class KeptAside:
    """Attributes:
    quality: of the chosen predictor and its ranges.
    ranges: of the priced creators, each by predictor and margins that have not seen it.
    margins: by the errors of all of them, for other creators.
    """

    quality: PriceQuality
    ranges: LogRanges
    margins: Margins


def kept_aside(
    creators: pd.DataFrame, log_prices: NDArray[np.float64], tiers: NDArray[np.object_], seed: int
) -> KeptAside:
    """The predictor with the least mean absolute log error, and ranges around it.

    Each creator is in one of `FOLDS` parts; a part is predicted by what was trained on the others,
    and its ranges have the width of the errors on the others.

    Args:
        creators: as for `price_estimates`, all with a price. log_prices, tiers: (n,).
    """
    folds = np.empty(len(creators), dtype=np.int64)
    folds[np.random.default_rng(seed).permutation(len(creators))] = np.arange(len(creators)) % FOLDS
    predicted = {
        name: _out_of_fold(creators, log_prices, folds, name, seed)
        for name in PREDICTORS
        if name != TREES or len(creators) >= _TREES_FROM
    }
    best = min(predicted, key=lambda name: float(np.abs(log_prices - predicted[name]).mean()))
    ranges = _ranges(predicted[best], log_prices, tiers, folds)
    inside = (log_prices >= ranges.low) & (log_prices <= ranges.high)
    quality = PriceQuality(
        len(creators),
        best,
        {name: _share_off(middle, log_prices) for name, middle in predicted.items()},
        float(inside.mean()),
        float(np.exp(np.median(ranges.high - ranges.low))),
        {str(tier): float(inside[tiers == tier].mean()) for tier in np.unique(tiers.astype(str))},
    )
    return KeptAside(quality, ranges, margins(log_prices - predicted[best], tiers))


def _out_of_fold(
    creators: pd.DataFrame,
    log_prices: NDArray[np.float64],
    folds: NDArray[np.int64],
    name: str,
    seed: int,
) -> NDArray[np.float64]:
    predicted = np.empty(len(creators))
    for fold in range(FOLDS):
        out = folds == fold
        predictor = PREDICTORS[name](creators[~out], log_prices[~out], seed)
        predicted[out] = predictor(creators[out])
    return predicted


def _ranges(
    predicted: NDArray[np.float64],
    log_prices: NDArray[np.float64],
    tiers: NDArray[np.object_],
    folds: NDArray[np.int64],
) -> LogRanges:
    low, high = np.empty(len(predicted)), np.empty(len(predicted))
    is_wide = np.zeros(len(predicted), dtype=bool)
    for fold in range(FOLDS):
        out = folds == fold
        others = margins((log_prices - predicted)[~out], tiers[~out])
        low[out], high[out], is_wide[out] = others.ends(
            predicted[out], tiers[out], np.zeros(int(out.sum()), dtype=bool)
        )
    return LogRanges(predicted, low, high, is_wide)


def _share_off(predicted: NDArray[np.float64], log_prices: NDArray[np.float64]) -> float:
    """Median of |predicted - price| / price."""
    return float(np.median(np.abs(np.expm1(predicted - log_prices))))
