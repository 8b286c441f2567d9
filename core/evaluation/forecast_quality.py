"""Rolling-origin backtest of follower forecasts beside naive, drift and the Theta method."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.tiers import TIERS
from core.models.momentum.forecast import HIGH, LOW, Forecast, forecast
from core.models.momentum.shocks import without_shocks

OURS, NAIVE, DRIFT, THETA = "damped robust trend", "naive", "drift", "Theta (statsmodels)"
WAYS = (OURS, NAIVE, DRIFT, THETA)
_Z = 1.2815515655446004  # of an 80% interval
HISTORY_DAYS = 120
_BINS = 10


@dataclass(frozen=True)
class Backtest:
    """Attributes:
    errors: one row per way, horizon, origin and creator: way, horizon_days, origin (column),
        creator, scaled_error (MASE), covered, covered_calm, width (high / low - 1),
        interval_score (of logs, scaled), tested_days.
    passing: one row per creator with a tier above: horizon_days, origin, probability, passed.
    """

    errors: pd.DataFrame
    passing: pd.DataFrame


def backtest(
    values: NDArray[np.float64],
    platforms: NDArray[np.int64],
    horizons: Sequence[int],
    origins: Sequence[int],
    *,
    ways: Sequence[str] = WAYS,
    history_days: int = HISTORY_DAYS,
) -> Backtest:
    """Forecasts from several days with what was known on them, against what came.

    The error is that of the counts, scaled by the mean absolute daily change up to the day
    (Hyndman & Koehler 2006); curves that stood still until then have none and are left out.
    `covered_calm` compares with what would have come without the days on which a whole platform
    moved, see `without_shocks`.

    Args:
        values: (n, t) log counts, NaN where unknown.
        platforms: (n,) codes.
        origins: columns to forecast from; those too late for a horizon are left out.
        history_days: what a forecast may look back on.
    """
    calm = without_shocks(values, platforms)
    errors, passing = [], []
    for horizon in horizons:
        for origin in origins:
            if origin + horizon >= values.shape[1]:
                continue
            begin = max(0, origin + 1 - history_days)
            past = values[:, begin : origin + 1]
            come = values[:, origin + horizon]
            come_calm = values[:, origin] + calm[:, origin + horizon] - calm[:, origin]
            for way in ways:
                if way == OURS:
                    quiet = without_shocks(past, platforms)
                    ours = forecast(quiet, quiet, horizon)
                    predicted, tested = (ours.middle, ours.low, ours.high), ours.tested_days
                    passing.append(_passing(ours, past[:, -1], come).assign(origin=origin))
                else:
                    predicted, tested = _SIMPLE[way](past, horizon), 0
                rows = _errors(past, predicted, come, come_calm, horizon)
                errors.append(rows.assign(way=way, origin=origin, tested_days=tested))
    return Backtest(
        pd.concat(errors, ignore_index=True) if errors else pd.DataFrame(),
        pd.concat(passing, ignore_index=True) if passing else pd.DataFrame(),
    )


_Forecast = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _errors(
    past: NDArray[np.float64],
    forecast: _Forecast,
    come: NDArray[np.float64],
    come_calm: NDArray[np.float64],
    horizon: int,
) -> pd.DataFrame:
    middle, low, high = forecast
    counts = np.exp(past)
    changes = np.abs(np.diff(counts, axis=1))
    known = ~np.isnan(changes)
    scale = np.where(known, changes, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    usable = (scale > 0) & ~np.isnan(middle) & ~np.isnan(come)
    rows = np.flatnonzero(usable)
    y, lo, hi = np.exp(come[rows]), np.exp(low[rows]), np.exp(high[rows])
    missed = np.maximum(lo - y, 0) + np.maximum(y - hi, 0)
    return pd.DataFrame(
        {
            "creator": rows,
            "horizon_days": horizon,
            "scaled_error": np.abs(y - np.exp(middle[rows])) / scale[rows],
            "covered": (come[rows] >= low[rows]) & (come[rows] <= high[rows]),
            "covered_calm": (come_calm[rows] >= low[rows]) & (come_calm[rows] <= high[rows]),
            "width": hi / lo - 1,
            "interval_score": (hi - lo + 2 / (1 - (HIGH - LOW)) * missed) / scale[rows],
        }
    )


def _passing(ours: Forecast, now: NDArray[np.float64], come: NDArray[np.float64]) -> pd.DataFrame:
    bounds = np.log([tier.followers_min for tier in TIERS])
    place = np.searchsorted(bounds, np.nan_to_num(now) + 1e-9, side="right")
    bound = np.append(bounds, np.nan)[place]
    probability = ours.probability_above(bound)
    known = ~np.isnan(probability) & ~np.isnan(come)
    return pd.DataFrame(
        {
            "horizon_days": ours.horizon_days,
            "probability": probability[known],
            "passed": come[known] >= bound[known],
        }
    )


def _naive(past: NDArray[np.float64], horizon: int) -> _Forecast:
    spread = np.nanstd(np.diff(past, axis=1), axis=1) * np.sqrt(horizon) * _Z
    middle = past[:, -1]
    return middle, middle - spread, middle + spread


def _drift(past: NDArray[np.float64], horizon: int) -> _Forecast:
    changes = np.diff(past, axis=1)
    slope = np.nanmean(changes, axis=1)
    known = np.maximum((~np.isnan(changes)).sum(axis=1), 1)
    spread = np.nanstd(changes, axis=1) * np.sqrt(horizon * (1 + horizon / known)) * _Z
    middle = past[:, -1] + slope * horizon
    return middle, middle - spread, middle + spread


def _theta(past: NDArray[np.float64], horizon: int) -> _Forecast:
    """The Theta method on log counts, a curve at a time, without seasons.

    Source: Assimakopoulos & Nikolopoulos (2000), as in statsmodels.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    n = len(past)
    middle, low, high = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    for row in range(n):
        series = past[row][~np.isnan(past[row])]
        if len(series) < 2 or np.isnan(past[row, -1]) or np.ptp(series) == 0:
            middle[row] = low[row] = high[row] = past[row, -1]
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # optimisers that stop early still return a fit
            fitted = ThetaModel(series, period=1, deseasonalize=False).fit()
            band = np.asarray(fitted.prediction_intervals(horizon, alpha=1 - (HIGH - LOW)))
            middle[row] = np.asarray(fitted.forecast(horizon))[-1]
        low[row], high[row] = band[-1]
    return middle, low, high


_SIMPLE: dict[str, Callable[[NDArray[np.float64], int], _Forecast]] = {
    NAIVE: _naive,
    DRIFT: _drift,
    THETA: _theta,
}


def summary(errors: pd.DataFrame) -> pd.DataFrame:
    """Means by horizon and way, over all origins and creators.

    Returns:
        horizon_days, way, mase, median_scaled_error, coverage, coverage_calm, width (median),
        interval_score (mean, MSIS of counts), forecasts.
    """
    grouped = errors.groupby(["horizon_days", "way"], sort=False)
    summary = grouped.agg(
        mase=("scaled_error", "mean"),
        median_scaled_error=("scaled_error", "median"),
        coverage=("covered", "mean"),
        coverage_calm=("covered_calm", "mean"),
        width=("width", "median"),
        interval_score=("interval_score", "mean"),
        forecasts=("scaled_error", "size"),
    )
    return summary.reset_index()


def passing_quality(passing: pd.DataFrame) -> pd.DataFrame:
    """Brier score and calibration error of the chance to pass into the next tier, by horizon.

    Returns:
        horizon_days, brier, brier_of_share (always forecasting the share that passed),
        calibration_error (ECE over bins of the probability), passed_share, forecasts.
    """
    rows = []
    for horizon, part in passing.groupby("horizon_days"):
        probability = part["probability"].to_numpy(float)
        passed = part["passed"].to_numpy(bool)
        share = passed.mean()
        curve = passing_reliability(part)
        gap = np.abs(curve["mean_probability"] - curve["passed_share"])
        rows.append(
            {
                "horizon_days": horizon,
                "brier": float(((probability - passed) ** 2).mean()),
                "brier_of_share": float(share * (1 - share)),
                "calibration_error": float((gap * curve["forecasts"]).sum() / len(part)),
                "passed_share": float(share),
                "forecasts": len(part),
            }
        )
    return pd.DataFrame(rows)


def passing_reliability(passing: pd.DataFrame) -> pd.DataFrame:
    """mean_probability, passed_share, forecasts by tenths of the probability."""
    place = np.minimum((passing["probability"] * _BINS).astype(int), _BINS - 1)
    grouped = passing.groupby(place.rename("tenth"))
    return grouped.agg(
        mean_probability=("probability", "mean"),
        passed_share=("passed", "mean"),
        forecasts=("passed", "size"),
    ).reset_index(drop=True)
