"""Followers in 30 and 90 days: a damped robust trend, and how far such forecasts went wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Chosen on half of the real creators and on demo seeds 201 and 202 (`bench.forecast_quality`).
TREND_DAYS, TRIM, DAMPING = 56, 0.2, 0.995
# A trend needs so many known days; errors are taken at so many earlier days, a week apart.
HISTORY_MIN = 21
ORIGINS_MAX, ORIGIN_STRIDE = 4, 7
LEVELS = np.concatenate([[0.005], np.arange(1, 100) / 100, [0.995]])
LOW, HIGH = 0.1, 0.9
# Of the trend so much is taken for uncertain, beside everyday noise.
_TREND_DOUBT = 0.25
_NOISE_MIN = 1e-5
_GROUPS, _GROUP_MIN = 3, 60
# A trend carried on says nothing of more than a tenfold rise.
_RISE_MAX = np.log(10)
# Growth of errors with the horizon: from noise that adds up towards a trend that is off; a higher
# bound covered more than four in five of the cases kept for choosing.
_PACE_MIN, _PACE_MAX = 0.5, 0.8
# Levels of error in units of `_units` in demo data, for tables with too few creators.
_USUAL_LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
_USUAL_ERRORS = (-1.9, -1.1, -0.7, -0.2, 0.4, 1.3, 3.0, 6.3, 30.0)


@dataclass(frozen=True)
class Trend:
    """The state of n curves at one day.

    Attributes:
        level: (n,) log of the last known count; NaN when not enough data.
        slope: (n,) log change a day.
        noise: (n,) spread of the daily changes.
    """

    level: NDArray[np.float64]
    slope: NDArray[np.float64]
    noise: NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """Forecasts of n creators over one horizon, as logs of followers.

    Attributes:
        horizon_days: from the last day of the curves.
        middle, low, high: (n,) forecast and 80% interval; NaN when not enough data.
        units: (n,) the size of error that is usual for the account.
        errors: (n, len(LEVELS)) quantiles of the error in `units`, by group of noise.
        tested_days: the longest horizon up to this one that the history could test; 0 when none
            could, and the errors are those of demo data.
    """

    horizon_days: int
    middle: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    units: NDArray[np.float64]
    errors: NDArray[np.float64]
    tested_days: int

    @property
    def is_tested(self) -> bool:
        """Whether backtests reached as far ahead as the forecast does."""
        return self.tested_days >= self.horizon_days

    def probability_above(self, log_bounds: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) probability that followers stand at a bound or above; NaN where unknown."""
        probabilities = np.full(len(self.middle), np.nan)
        z = (log_bounds - self.middle) / self.units
        for row in np.flatnonzero(~np.isnan(z)):
            probabilities[row] = 1 - np.interp(
                z[row], self.errors[row], LEVELS, left=0.0, right=1.0
            )
        return probabilities


def trend_at(
    values: NDArray[np.float64], steady: NDArray[np.float64], column: int | None = None
) -> Trend:
    """Level, trend and noise as they could be known on one day; nothing later is read.

    The slope is the mean of the daily changes of the last 56 days without the highest and the
    lowest fifth, so that neither bursts nor what is left of a delivery carry it on.

    Args:
        values: (n, t) log counts, NaN where unknown.
        steady: (n, t) the same without deliveries.
        column: of the day; default the last.
    """
    end = values.shape[1] if column is None else column + 1
    begin = max(0, end - TREND_DAYS - 1)
    changes = np.diff(steady[:, begin:end], axis=1)
    known = ~np.isnan(changes)
    number = known.sum(axis=1)
    slope = _trimmed_means(changes, number)
    actual = np.diff(values[:, begin:end], axis=1)
    with np.errstate(invalid="ignore"):
        off = np.where(known, actual - slope[:, None], 0.0)
    noise = np.sqrt((off**2).sum(axis=1) / np.maximum(number, 1))
    level = values[:, end - 1]
    enough = (number >= HISTORY_MIN - 1) & ~np.isnan(level)
    return Trend(
        np.where(enough, level, np.nan),
        np.where(enough, slope, np.nan),
        np.where(enough, np.maximum(noise, _NOISE_MIN), np.nan),
    )


def _trimmed_means(changes: NDArray[np.float64], number: NDArray[np.int64]) -> NDArray[np.float64]:
    ordered = np.sort(changes, axis=1)  # unknown ones go last
    cut = (number * TRIM).astype(int)[:, None]
    place = np.arange(changes.shape[1])
    kept = (place >= cut) & (place < number[:, None] - cut)
    total = np.where(kept, ordered, 0.0).sum(axis=1)
    return np.where(kept.any(axis=1), total / np.maximum(kept.sum(axis=1), 1), np.nan)


def ahead(trend: Trend, horizon_days: int) -> NDArray[np.float64]:
    """(n,) log followers on the day `horizon_days` later, the slope damped from day to day."""
    steps: float = (DAMPING ** np.arange(1, horizon_days + 1)).sum()
    return trend.level + trend.slope * steps


def _units(trend: Trend, horizon_days: int) -> NDArray[np.float64]:
    units: NDArray[np.float64] = (
        trend.noise * np.sqrt(horizon_days) + _TREND_DOUBT * np.abs(trend.slope) * horizon_days
    )
    return units


def forecast(
    values: NDArray[np.float64], steady: NDArray[np.float64], horizon_days: int
) -> Forecast:
    """The forecast with an interval from how wrong earlier forecasts of the same kind were.

    The errors are those of forecasts made 30 (or 90) days ago and up to three weeks before that,
    in units of the account's own noise, for each third of the creators by noise. When no history
    is long enough, the longest horizon that can be tested stands in and its errors grow with the
    horizon at the pace seen on shorter ones; see `Forecast.tested_days`.

    Args:
        values, steady: (n, t) log counts up to today, with and without deliveries.
    """
    trend = trend_at(values, steady)
    middle, units = ahead(trend, horizon_days), _units(trend, horizon_days)
    reach = _reach(values)
    tested = min(horizon_days, reach - HISTORY_MIN)
    errors, scale = _usual_errors(len(values)), 1.0
    if tested >= ORIGIN_STRIDE:
        z, noise = _past_errors(values, steady, tested)
        if len(z) >= _GROUP_MIN:
            errors = _by_noise(z, noise, trend.noise)
            if tested < horizon_days:
                scale = _widening(values, steady, tested, horizon_days)
        else:
            tested = 0
    else:
        tested = 0
    errors = errors * scale
    highest = trend.level + _RISE_MAX
    low = middle + units * errors[:, np.searchsorted(LEVELS, LOW - 1e-9)]
    high = np.minimum(middle + units * errors[:, np.searchsorted(LEVELS, HIGH - 1e-9)], highest)
    middle = np.minimum(middle, highest)
    return Forecast(
        horizon_days,
        middle,
        np.minimum(low, middle),
        np.maximum(high, middle),
        units,
        errors,
        max(tested, 0),
    )


def _reach(values: NDArray[np.float64]) -> int:
    """Days from the first day on which a tenth of the curves are known to the last."""
    known = (~np.isnan(values)).sum(axis=0)
    days = np.flatnonzero(known >= max(1, known.max(initial=0) // 10))
    return int(values.shape[1] - days[0]) if len(days) else 0


def _past_errors(
    values: NDArray[np.float64], steady: NDArray[np.float64], horizon_days: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Errors in units of `_units`, and the noise of their accounts at the time."""
    errors, noises = [], []
    last = values.shape[1] - 1 - horizon_days
    for back in range(ORIGINS_MAX):
        column = last - back * ORIGIN_STRIDE
        if column < HISTORY_MIN - 1:
            break
        trend = trend_at(values, steady, column)
        error = values[:, column + horizon_days] - ahead(trend, horizon_days)
        z = error / _units(trend, horizon_days)
        known = ~np.isnan(z)
        errors.append(z[known])
        noises.append(trend.noise[known])
    if not errors:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(errors), np.concatenate(noises)


def _by_noise(
    z: NDArray[np.float64], noise: NDArray[np.float64], now: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, levels) quantiles of the errors of accounts with about the same noise."""
    groups = min(_GROUPS, len(z) // _GROUP_MIN)
    bounds = np.quantile(noise, np.arange(1, groups) / groups)
    of_past, of_now = np.searchsorted(bounds, noise), np.searchsorted(bounds, np.nan_to_num(now))
    # Where many accounts have the very same noise, such as those that never move, a group is empty.
    parts = [z[of_past == group] for group in range(groups)]
    table = np.stack([np.quantile(part if len(part) else z, LEVELS) for part in parts])
    errors: NDArray[np.float64] = table[of_now]
    return errors


def _usual_errors(n: int) -> NDArray[np.float64]:
    return np.tile(np.interp(LEVELS, _USUAL_LEVELS, _USUAL_ERRORS), (n, 1))


def _widening(
    values: NDArray[np.float64],
    steady: NDArray[np.float64],
    tested_days: int,
    horizon_days: int,
) -> float:
    """By how much errors in units grow beyond the longest horizon that can be tested.

    Units grow with the square root of the horizon at least; what errors grew faster than that
    between a half of the tested horizon and all of it is carried on.
    """
    short = max(tested_days // 2, 1)
    wide = [
        float(np.subtract(*np.quantile(_past_errors(values, steady, days)[0], [HIGH, LOW])))
        for days in (tested_days, short)
    ]
    if min(wide) <= 0:
        return 1.0
    pace = np.log(wide[0] / wide[1]) / np.log(tested_days / short)
    pace = np.clip(pace + 0.5, _PACE_MIN, _PACE_MAX) - 0.5
    return float((horizon_days / tested_days) ** pace)
