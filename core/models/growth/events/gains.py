"""How large the gain of an event was at its peak, and what was left of it later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.kinds import (
    DROP,
    SEESAW,
    STEP,
    STEP_DECAY,
    VIRAL,
    EventConfig,
)
from core.models.growth.signals.noise import Standardised, masked_quantile
from core.models.growth.signals.steps import Windows

# Retention is shown from -50% to 150%.
_SHARE_WITHIN = 1.0
# Ordinary movement until then over the gain, above which retention is not shown.
_ORDINARY_MAX = 0.25
# Share of a gain that came at once by which a later day may exceed it and not be its peak.
_ORDINARY_DAY = 0.02
_LATER_DAYS = (7, 30)
# Steps outside of an event and the month after it that it takes to say what is usual.
_USUAL_MIN = 14
# Of the steps outside, the lowest and highest tenth say nothing of what is usual.
_TRIMMED = 0.1


@dataclass(frozen=True)
class _Paths:
    """Growth beyond the usual of e events.

    Attributes:
        gain: (e, t) what came since the step before the event, as a share of the followers then;
            peers' movement and usual growth subtracted.
        peak: (e,) step on which it is largest within the event; smallest for a drop.
    """

    gain: NDArray[np.float64]
    peak: NDArray[np.int64]


def measured(
    events: pd.DataFrame, data: Standardised, windows: Windows, config: EventConfig
) -> pd.DataFrame:
    """The events with their sizes: columns `first_day_number` ... `retained_30` of the tables.

    The gain is measured at its peak: cumulated growth beyond the usual, with the movement of
    peers subtracted. Change, expected range, excess and size are all of the days from the first
    to the peak. Retention is the share of the gain at the peak that is left so many days after
    the peak, by the same measure; NaN when the window ends before or ordinary movement hides it.
    """
    row = events["window"].to_numpy(dtype=np.int64)
    start, last = events["start"].to_numpy(np.int64), events["last"].to_numpy(np.int64)
    step_days = windows.step_days[row]
    paths = _paths(events, data, windows)
    at = np.arange(len(events))
    gain = paths.gain[at, paths.peak]
    before = pd.DataFrame(windows.counts).bfill(axis=1).ffill(axis=1).to_numpy()[row, start]
    change = _counts_after(windows)[row, paths.peak] - before
    usual = np.nan_to_num(masked_quantile(np.abs(data.z), data.known, config.band_share))
    # A range is never narrower than one follower either way.
    half = np.maximum(before * (usual * data.scale)[row], 1.0)
    one_step = half / np.maximum(before, 1)
    half = half * np.sqrt(paths.peak - start + 1)
    middle = change - before * gain
    falling = events["kind"].isin((DROP, SEESAW)).to_numpy()
    retained = {}
    for days in _LATER_DAYS:
        later = paths.peak + np.maximum(days // step_days, 1)
        end = np.minimum(later, data.z.shape[1] - 1)
        share = paths.gain[at, end] / np.where(gain == 0, np.nan, gain)
        # Of a gain that ordinary growth could bring or take meanwhile nobody knows what stayed.
        ordinary = one_step * np.sqrt(later - paths.peak)
        clear = ordinary <= _ORDINARY_MAX * np.abs(gain)
        # A fall keeps no gain, and a share far off says what came later, not what stayed.
        is_known = clear & (later < windows.lengths[row]) & (np.abs(share - 0.5) <= _SHARE_WITHIN)
        retained[f"retained_{days}"] = np.where(is_known & ~falling, share, np.nan)
    peak_count = np.rint(before * gain).astype(np.int64)
    sized = events.assign(
        creator=windows.creator[row],
        first_day_number=windows.first_day[row] + start * step_days + 1,
        last_day_number=windows.first_day[row] + (last + 1) * step_days,
        peak_day_number=windows.first_day[row] + (paths.peak + 1) * step_days,
        change_count=np.rint(change).astype(np.int64),
        expected_low_count=middle - half,
        expected_high_count=middle + half,
        excess_count=peak_count,
        peak_count=peak_count,
        size_fraction=gain,
        **retained,
    )
    # A handful of followers is no event, whatever the account; one that the model named stays.
    large = (np.abs(peak_count) >= config.count_min) | (sized["strength"] <= 0)
    # What falls on the whole is no rise, even when the model would name one there; only what
    # comes at once may be lost again within the event.
    at_once = events["kind"].isin((STEP, STEP_DECAY, VIRAL)).to_numpy()
    rises = np.where(at_once, gain, paths.gain[at, last]) > 0
    return sized[large & (falling | rises)].reset_index(drop=True)


def _counts_after(windows: Windows) -> NDArray[np.float64]:
    """Followers after each step, (w, t); across days without a count the one before them."""
    grown = windows.counts * (1 + windows.rates)
    following = np.pad(windows.counts[:, 1:], ((0, 0), (0, 1)), constant_values=np.nan)
    after = pd.DataFrame(np.where(np.isnan(grown), following, grown))
    return after.ffill(axis=1).bfill(axis=1).to_numpy()


def _paths(events: pd.DataFrame, data: Standardised, windows: Windows) -> _Paths:
    row = events["window"].to_numpy(dtype=np.int64)
    start = events["start"].to_numpy(np.int64)[:, None]
    last = events["last"].to_numpy(np.int64)[:, None]
    steps = np.arange(data.z.shape[1])
    known = data.known[row]
    # Peers, weekday and days on which all accounts differ are subtracted from these.
    rates = data.z[row] * data.scale[row][:, None] + data.base[row][:, None]
    month = np.maximum(_LATER_DAYS[-1] // windows.step_days[row], 1)[:, None]
    usual = _usual_rates(
        rates,
        known & ((steps < start) | (steps > last + month)),
        known & ((steps < start) | (steps > last)),
        data.base[row],
    )[:, None]
    since = steps >= start
    # Unknown steps bring nothing, neither expected nor seen.
    excess = np.where(known & since, np.log1p(np.maximum(rates, -0.99)) - np.log1p(usual), 0.0)
    # The account's usual growth goes on from the followers it had, not from those it gained.
    kept = np.cumsum(np.where(known & since, np.log1p(usual), 0.0), axis=1)
    gain = np.expm1(np.cumsum(excess, axis=1)) * np.exp(kept)
    inside = since & (steps <= last)
    is_drop = (events["kind"] == DROP).to_numpy()[:, None]
    height = np.where(inside, np.where(is_drop, -gain, gain), -np.inf)
    # Of what comes at once the peak is the day it came, not the best ordinary day after it.
    at_once = events["kind"].isin((STEP, STEP_DECAY)).to_numpy()[:, None]
    highest = height.max(axis=1, keepdims=True)
    enough = height >= np.where(at_once, highest - _ORDINARY_DAY * np.abs(highest), highest)
    return _Paths(gain, enough.argmax(axis=1))


def _usual_rates(
    rates: NDArray[np.float64],
    outside: NDArray[np.bool_],
    beside: NDArray[np.bool_],
    base: NDArray[np.float64],
) -> NDArray[np.float64]:
    """(e,) usual growth a step: the trimmed mean of the steps outside of the event and of the
    month after it; of those outside of the event where few are left; else `base`."""
    usual = base.astype(float)
    for chosen in (beside, outside):
        low = masked_quantile(rates, chosen, _TRIMMED)[:, None]
        high = masked_quantile(rates, chosen, 1 - _TRIMMED)[:, None]
        middle = chosen & (rates >= low) & (rates <= high)
        number = middle.sum(axis=1)
        mean = np.where(middle, rates, 0.0).sum(axis=1) / np.maximum(number, 1)
        usual = np.where(chosen.sum(axis=1) >= _USUAL_MIN, mean, usual)
    return np.maximum(usual, -0.5)
