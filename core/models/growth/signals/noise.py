"""Growth in units of the account's own everyday movement."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.cohort import MEMBERS_MIN, known_steps
from core.models.growth.signals.steps import Windows

# Weekday effects are looked for from eight weeks of daily counts on.
_WEEK, _WEEKS_MIN = 7, 8
# Standard error of a median in those of a mean, for normal noise; and how much more than by
# chance seven medians must differ.
_MEDIAN_ERROR, _CAUTION = 1.2533, 2.0
_FIRST_MAX = 3.0
# An account that moved once says nothing of its unit; taken for it, the one rise would hide itself.
_UNIT_MAX = 0.01
# Steps of a stretch on which the spread is taken, and how many of them must be known.
_STRETCH, _STRETCH_MIN, _CALM_SHARE = 12, 8, 0.3
# A day on which accounts differ this many times more than usual (a purge hits each one
# differently) counts only as far as it stands out of that day.
_SPREAD_USUAL, _SPREAD_TAKEN = 2.0, 3.0
_SPREAD_KEYS = ["platform", "step_days", "day_number"]


@dataclass(frozen=True)
class Standardised:
    """Growth rates of w windows, beside what is usual for the account.

    All of it stays the same when every count is multiplied by a constant.

    Attributes:
        known: (w, t) bool.
        rates: (w, t) relative change a step, cohort and weekday subtracted; 0 where unknown.
        z: (w, t) the same, less `base`, in units of `scale`, with days on which all accounts
            differ drawn towards 0; 0 where unknown.
        base: (w,) usual rate, the median.
        scale: (w,) robust spread of the rates on calm stretches, never below half a `unit`.
        unit: (w,) smallest change the account shows (a tenth of its changes is smaller): about
            one follower for a small account; at most 1%.
        steps_known: (w,) int64.
        live: (w, t) bool; known, and not a day on which all accounts differ.
    """

    known: NDArray[np.bool_]
    rates: NDArray[np.float64]
    z: NDArray[np.float64]
    base: NDArray[np.float64]
    scale: NDArray[np.float64]
    unit: NDArray[np.float64]
    steps_known: NDArray[np.int64]
    live: NDArray[np.bool_]

    def rows(self, chosen: NDArray[np.int64], width: int) -> Standardised:
        """Some of the rows and their first `width` steps."""
        return Standardised(
            self.known[chosen, :width],
            self.rates[chosen, :width],
            self.z[chosen, :width],
            self.base[chosen],
            self.scale[chosen],
            self.unit[chosen],
            self.steps_known[chosen],
            self.live[chosen, :width],
        )


def standardised(windows: Windows, medians: NDArray[np.float64]) -> Standardised:
    """Rates beside the account's own noise, before `damp_shared_shocks`.

    Args:
        medians: (w, t) from `cohort_days`.
    """
    known = ~np.isnan(windows.rates)
    raw = np.where(known, windows.rates, 0.0)
    rates = np.where(known, (1 + raw) / (1 + medians) - 1, 0.0)
    rates = rates - _weekday_effects(rates, known, windows.step_days)
    rates[~known] = 0.0
    base = masked_quantile(rates, known, 0.5)
    moved = known & (raw != 0)
    unit = masked_quantile(np.abs(raw), moved, 0.1)
    unit = np.where(np.isnan(unit) | (unit <= 0), 1e-6, np.minimum(unit, _UNIT_MAX))
    # A change of one displayed unit is rounding: 1.0M to 1.1M may be a single follower.
    step = np.maximum(unit, windows.resolution) / 2
    scale = np.hypot(_calm_spread(rates, known), step)
    z = np.where(known, (rates - base[:, None]) / scale[:, None], 0.0)
    # Nothing is known of the days before the first step, so a rise on it is no event.
    z[:, :1] = np.minimum(z[:, :1], _FIRST_MAX)
    return Standardised(known, rates, z, base, scale, unit, known.sum(axis=1), known)


def _calm_spread(rates: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(w,) spread of the rates in the calmer stretches of a window.

    A long delivery would widen the spread of the whole window and so hide itself; the spread of
    two weeks is taken on each stretch of them, and of those the lower third.
    """
    width = rates.shape[1]
    spreads = [_spread(rates, known)]
    enough = [known.any(axis=1)]
    for begin in range(0, width, _STRETCH):
        part = slice(begin, begin + _STRETCH)
        spreads.append(_spread(rates[:, part], known[:, part]))
        enough.append(known[:, part].sum(axis=1) >= _STRETCH_MIN)
    parts, usable = np.stack(spreads[1:], axis=1) if len(spreads) > 1 else None, enough[1:]
    if parts is None:
        return np.nan_to_num(spreads[0])
    calm = masked_quantile(parts, np.stack(usable, axis=1), _CALM_SHARE)
    return np.nan_to_num(np.where(np.isnan(calm), spreads[0], calm))


def _spread(rates: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(w,) robust standard deviation; NaN without a known step."""
    middle = masked_quantile(rates, known, 0.5)
    deviation = masked_quantile(np.abs(rates - middle[:, None]), known, 0.5) * 1.4826
    # Small accounts stand still on most days: the middle three fifths then say more.
    wide = masked_quantile(rates, known, 0.8) - masked_quantile(rates, known, 0.2)
    return np.maximum(deviation, wide / 1.68)


def damp_shared_shocks(data: Standardised, spread: NDArray[np.float64]) -> Standardised:
    """The same with days on which all accounts differ drawn towards 0.

    Args:
        spread: (w, t) extra spread of each day in units of noise, 0 on usual days.
    """
    z = np.sign(data.z) * np.maximum(np.abs(data.z) - _SPREAD_TAKEN * spread, 0.0)
    return replace(data, z=z, live=data.known & (spread <= 0))


def masked_quantile(
    values: NDArray[np.float64], chosen: NDArray[np.bool_], share: float
) -> NDArray[np.float64]:
    """(w,) quantile of the chosen values of each row, linear between them; NaN without any."""
    ordered = np.sort(np.where(chosen, values, np.inf), axis=1)
    number = chosen.sum(axis=1)
    place = share * np.maximum(number - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(number - 1, 0))
    rows = np.arange(len(values))
    if not ordered.shape[1]:
        return np.full(len(values), np.nan)
    below, above = ordered[rows, low], ordered[rows, high]
    quantiles = np.full(len(values), np.nan)
    has = number > 0
    part = (place - low)[has]
    quantiles[has] = below[has] * (1 - part) + above[has] * part
    return quantiles


def _weekday_effects(
    rates: NDArray[np.float64], known: NDArray[np.bool_], step_days: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(w, t) what the weekday adds: medians of each weekday beside the median of all.

    The seasonal part of a decomposition by medians, which leave bursts out of it by themselves;
    STL takes a hundred times as long. Shrunk by what seven medians of noise alone would differ
    (empirical Bayes), so that an account without a rhythm is left as it is.
    """
    effects = np.zeros_like(rates)
    weekly = (step_days == 1) & (known.sum(axis=1) >= _WEEK * _WEEKS_MIN)
    if not weekly.any():
        return effects
    own, has = rates[weekly], known[weekly]
    middle = masked_quantile(own, has, 0.5)
    parts = np.stack(
        [
            np.nan_to_num(masked_quantile(own[:, day::_WEEK], has[:, day::_WEEK], 0.5) - middle)
            for day in range(_WEEK)
        ],
        axis=1,
    )
    spread = masked_quantile(np.abs(own - middle[:, None]), has, 0.5) * 1.4826
    weeks = has.sum(axis=1) / _WEEK
    by_chance = (_MEDIAN_ERROR * spread) ** 2 / weeks
    seen = np.maximum(parts.var(axis=1, ddof=1), 1e-18)
    parts *= np.clip(1 - _CAUTION * by_chance / seen, 0, 1)[:, None]
    effects[weekly] = np.tile(parts, (1, own.shape[1] // _WEEK + 1))[:, : own.shape[1]]
    return effects


def day_spread(data: Standardised, windows: Windows, platforms: NDArray[np.int64]) -> pd.DataFrame:
    """By how much the accounts of a platform differ more than on usual days.

    A purge takes more from one account than from another; what is left of it after the median
    is no event of any of them.

    Returns:
        platform (code), step_days, day_number, extra_spread (units of noise) of the days with
        enough accounts.
    """
    long = known_steps(windows, platforms, data.known).assign(size=np.abs(data.z[data.known]))
    grouped = long.groupby(_SPREAD_KEYS)["size"]
    days = pd.DataFrame({"wide": grouped.quantile(0.75), "members": grouped.size()}).reset_index()
    days = days[days["members"] >= MEMBERS_MIN]
    usual = days.groupby(_SPREAD_KEYS[:2])["wide"].transform("median")
    beyond = np.maximum(days["wide"] / np.maximum(usual, 1e-9) - _SPREAD_USUAL, 0)
    days = days.assign(extra_spread=beyond * usual)[[*_SPREAD_KEYS, "extra_spread"]]
    return days.reset_index(drop=True)


def spread_of(
    windows: Windows, platforms: NDArray[np.int64], spread: pd.DataFrame
) -> NDArray[np.float64]:
    """(w, t) extra spread of the day of each step, 0 on usual days.

    Args:
        spread: of `day_spread`, which may know more accounts than these.
    """
    known = ~np.isnan(windows.rates)
    steps = known_steps(windows, platforms, known)
    extra = np.zeros(known.shape)
    extra[known] = steps.merge(spread, on=_SPREAD_KEYS, how="left")["extra_spread"].fillna(0.0)
    return extra
