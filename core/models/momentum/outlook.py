"""Forecasts of many creators with their chance of passing into the next tier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.tiers import TIERS
from core.models.momentum.curves import Curves, without_bought
from core.models.momentum.forecast import Forecast, forecast
from core.models.momentum.shocks import without_shocks

MODEL_VERSION = "damped-trend-1"
HORIZONS = (30, 90)
# The last count may be so old; it stands for today.
CARRIED_DAYS = 14


def outlook(
    curves: Curves,
    platforms: NDArray[np.int64],
    purchased_probability: NDArray[np.float64],
    events: pd.DataFrame,
    horizons: Sequence[int] = HORIZONS,
) -> pd.DataFrame:
    """Forecasts of all creators that have enough counts, by creator and horizon.

    Days on which a whole platform moved are taken out of the history: the forecast holds for
    days without a clean-up.

    Returns:
        creator, horizon_days, followers_now, followers_forecast, followers_low, followers_high
        (80% interval), next_tier (None in the highest), pass_probability (NaN then), is_tested,
        tested_days.
    """
    values = carried(without_shocks(curves.values, platforms))
    taken = without_bought(curves, purchased_probability, events) - curves.values
    steady = values + np.nan_to_num(taken)
    bounds = np.array([tier.followers_min for tier in TIERS], dtype=float)
    names = np.array([*(tier.name for tier in TIERS), None], dtype=object)
    # Of rounding in logs, so that a count on the bound stands in its tier.
    now = np.exp(values[:, -1]).astype(np.float64).round(6)
    place = np.searchsorted(bounds, np.nan_to_num(now), side="right")
    bound = np.append(np.log(bounds), np.nan)[place]
    parts = [
        _rows(forecast(values, steady, horizon), now, names[place], bound) for horizon in horizons
    ]
    if not parts:
        raise ValueError("Expected at least one horizon, found none.")
    forecasts = pd.concat(parts, ignore_index=True)
    return forecasts.sort_values(["creator", "horizon_days"], ignore_index=True)


def carried(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curves with the last count standing for up to two weeks after it."""
    filled = values.copy()
    for column in range(max(1, values.shape[1] - CARRIED_DAYS), values.shape[1]):
        gone = np.isnan(filled[:, column])
        filled[gone, column] = filled[gone, column - 1]
    return filled


def _rows(
    forecast: Forecast,
    now: NDArray[np.float64],
    next_tier: NDArray[np.object_],
    bound: NDArray[np.float64],
) -> pd.DataFrame:
    probability = forecast.probability_above(bound)
    rows = np.flatnonzero(~np.isnan(forecast.middle))
    return pd.DataFrame(
        {
            "creator": rows,
            "horizon_days": forecast.horizon_days,
            "followers_now": np.rint(now[rows]),
            "followers_forecast": np.rint(np.exp(forecast.middle[rows])),
            "followers_low": np.rint(np.exp(forecast.low[rows])),
            "followers_high": np.rint(np.exp(forecast.high[rows])),
            "next_tier": next_tier[rows],
            "pass_probability": probability[rows],
            "is_tested": forecast.is_tested,
            "tested_days": forecast.tested_days,
        }
    )
