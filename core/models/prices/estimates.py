"""What creators would ask for a post or a story, with a range, by those who list a price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.prices.conformal import COVERAGE, quantile_pair
from core.models.prices.kept_aside import KeptAside, LogRanges, PriceQuality, kept_aside
from core.models.prices.predictors import PREDICTORS, labels, logs

MODEL_VERSION = "prices 1"
FORMATS = ("post", "story")
# With fewer listed prices a range would be a guess.
PRICED_LEAST = 30
# Sizes beyond those of the priced creators: a wide range up to this factor, then none.
_BEYOND = 1.5
_TRAINED_MOST = 20_000
SIMILAR, OTHER_FORMAT = "similar creators", "other format"


@dataclass(frozen=True)
class PriceEstimates:
    """Attributes:
    frame: one row per creator with an estimate, index and order as given: price, price_low,
        price_high (EUR), is_widened, basis and peers_count, see schema.sql.
    quality: on creators whose price was kept aside.
    """

    frame: pd.DataFrame
    quality: PriceQuality


def price_estimates(creators: pd.DataFrame, form: str, *, seed: int) -> PriceEstimates:
    """Estimates for all creators that are like some who list the price.

    A creator that lists the price gets the estimate of a model that has not seen it. One that
    lists only the other format gets that price times the usual ratio. There is no estimate without
    followers, nor for a tier without prices or a size far from that of every priced creator; the
    range is wide for a size just beyond, a platform without prices and a tier with few.

    Args:
        creators: index unique; followers_count, tier, platform, engagement_rate (a fraction),
            avg_views, niche, country, post_price and story_price (EUR), missing where unknown.
        form: one of `FORMATS`.
        seed: of the parts that are kept aside, and of the trees.
    Raises:
        ModelError: fewer than `PRICED_LEAST` creators list a price.
    """
    log_prices, sizes = logs(creators[f"{form}_price"]), logs(creators["followers_count"])
    is_priced = np.isfinite(log_prices) & np.isfinite(sizes)
    if is_priced.sum() < PRICED_LEAST:
        raise ModelError(
            f"{PRICED_LEAST} creators who list the price of a {form} are needed to estimate those "
            f"of others, found {int(is_priced.sum())}."
        )
    rng = np.random.default_rng(seed)
    trained = np.sort(rng.permutation(np.flatnonzero(is_priced))[:_TRAINED_MOST])
    known, target = creators.iloc[trained], log_prices[trained]
    measured = kept_aside(known, target, labels(known, ["tier"]), seed)
    tiers = pd.Series(labels(creators, ["tier"]))
    is_priced_tier = tiers.isin(tiers[trained].unique()).to_numpy()
    is_like_some = is_priced_tier & _within(sizes, sizes[trained], np.log(_BEYOND))
    rest = np.setdiff1d(np.flatnonzero(is_like_some), trained)
    frame = _frame(measured.ranges, known, measured, SIMILAR)
    if len(rest):
        others = creators.iloc[rest]
        predict = PREDICTORS[measured.quality.predictor](known, target, seed)
        ranges = _ranges(others, known, measured, predict(others))
        frame = pd.concat([frame, _frame(ranges, others, measured, SIMILAR)])
    by_ratio = _by_other_format(creators, form, ~is_priced)
    if by_ratio is not None:
        frame = pd.concat([frame.drop(index=by_ratio.index, errors="ignore"), by_ratio])
    in_order = creators.index[creators.index.isin(frame.index)]
    return PriceEstimates(frame.loc[in_order], measured.quality)


def _within(
    sizes: NDArray[np.float64], priced: NDArray[np.float64], beyond: float
) -> NDArray[np.bool_]:
    """(n,) log sizes from the least to the most of the priced, or just beyond; False for NaN."""
    return (sizes >= priced.min() - beyond) & (sizes <= priced.max() + beyond)


def _ranges(
    others: pd.DataFrame,
    known: pd.DataFrame,
    measured: KeptAside,
    predicted: NDArray[np.float64],
) -> LogRanges:
    is_new = ~_within(logs(others["followers_count"]), logs(known["followers_count"]), 0.0)
    platforms = set(labels(known, ["platform"]))
    is_new |= np.array([name not in platforms for name in labels(others, ["platform"])], dtype=bool)
    low, high, is_wide = measured.margins.ends(predicted, labels(others, ["tier"]), is_new)
    return LogRanges(predicted, low, high, is_wide)


def _frame(
    ranges: LogRanges, creators: pd.DataFrame, measured: KeptAside, basis: str
) -> pd.DataFrame:
    counts = measured.margins.counts
    return pd.DataFrame(
        {
            "price": np.exp(ranges.middle),
            # The middle stays inside: errors of a small group may all lie on one side.
            "price_low": np.exp(np.minimum(ranges.low, ranges.middle)),
            "price_high": np.exp(np.maximum(ranges.high, ranges.middle)),
            "is_widened": ranges.is_wide,
            "basis": basis,
            "peers_count": [counts.get(tier, 0) for tier in labels(creators, ["tier"])],
        },
        index=creators.index,
    )


def _by_other_format(
    creators: pd.DataFrame, form: str, is_unpriced: NDArray[np.bool_]
) -> pd.DataFrame | None:
    """Estimates by the price of the other format; None where too few creators list both."""
    other = next(name for name in FORMATS if name != form)
    given = logs(creators[f"{other}_price"])
    ratios = logs(creators[f"{form}_price"]) - given
    ratios = ratios[np.isfinite(ratios)]
    rows = np.flatnonzero(is_unpriced & np.isfinite(given))
    if len(ratios) < PRICED_LEAST or not len(rows):
        return None
    low, high = quantile_pair(ratios, COVERAGE)
    return pd.DataFrame(
        {
            "price": np.exp(given[rows] + np.median(ratios)),
            "price_low": np.exp(given[rows] + low),
            "price_high": np.exp(given[rows] + high),
            "is_widened": False,
            "basis": OTHER_FORMAT,
            "peers_count": len(ratios),
        },
        index=creators.index[rows],
    )
