"""One creator's growth, day by day, with what was expected; computed while a person waits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import EPOCH, Histories
from core.models.growth.events.window_events import (
    numbered_events,
    window_curves,
    window_events,
)
from core.models.growth.evidence import reasons
from core.models.growth.evidence.reading import beside_cohort
from core.models.growth.kinds import KIND_WORDS, EventConfig
from core.models.growth.signals.noise import (
    Standardised,
    damp_shared_shocks,
    masked_quantile,
    standardised,
)
from core.models.growth.signals.steps import Windows, regular_windows
from core.queries.growth import series
from core.services.growth.creator_reading import creator_history
from core.services.session import BuildSession

# Steps of the running median that the expected band follows.
_BAND_STEPS = 15
_POINTS_MAX = 1500


@dataclass(frozen=True)
class GrowthCase:
    """Attributes:
    days: one row per step, oldest first: day, followers_count, change_count, change_per_day,
        expected_change, expected_low, expected_high (followers a day), band_low, band_mid,
        band_high (followers), cohort_change (followers a day had it moved as comparable
        accounts did, NaN unknown), event_number (NaN outside events), note (in words).
    events: columns of `growth_patterns` without influencer_id, found with the config given.
    step_days: days a step. steps_known: steps with a known change.
    """

    days: pd.DataFrame
    events: pd.DataFrame
    step_days: int
    steps_known: int


def growth_case(
    session: BuildSession, influencer_id: str, config: EventConfig | None = None
) -> GrowthCase | None:
    """The growth of one creator with expected ranges and events; None under two counts.

    The same reading as in the build, with its same-day medians of comparable accounts, but
    without the learned model: events are those that stand out by `config`.

    The expected range follows the creator's own past: the running median of its growth, its
    weekday and its noise; 80% of ordinary days lie inside.
    """
    config = config or EventConfig()
    histories = creator_history(session, influencer_id)
    if len(histories.days) < 2:
        return None
    cohort = series.comparable_days(session.con, influencer_id)
    posts = series.dated_posts(session.con, influencer_id)
    collaborations = series.collaboration_days(session.con, influencer_id)
    # In one stretch, whatever its length.
    span_days = int(histories.days[-1] - histories.days[0])
    whole = regular_windows(histories, steps_max=span_days)
    if not len(whole.creator):
        return None
    medians, spread = beside_cohort(whole, cohort)
    data = damp_shared_shocks(standardised(whole, medians), spread)
    events = _events(histories, cohort, posts, collaborations, config)
    table = _days(whole, data, medians, not cohort.empty, events, posts, config)
    return GrowthCase(table, events, int(whole.step_days[0]), int(data.steps_known[0]))


def _events(
    histories: Histories,
    cohort: pd.DataFrame,
    posts: pd.DataFrame,
    collaborations: list[int] | None,
    config: EventConfig,
) -> pd.DataFrame:
    windows = regular_windows(histories)
    medians, spread = beside_cohort(windows, cohort)
    data = damp_shared_shocks(standardised(windows, medians), spread)
    deals = None if collaborations is None else {0: np.array(collaborations, dtype=np.int64)}
    curves = window_curves(windows, data, posts)
    events = numbered_events(window_events(curves, medians, deals, config))
    events = reasons.with_event_reasons(events)
    for name in ("first_day", "last_day", "peak_day"):
        events[name] = EPOCH + pd.to_timedelta(events.pop(f"{name}_number"), unit="D")
    events.insert(0, "event_number", events.pop("event_number"))
    return events.drop(columns=["creator", "begin", "is_main"], errors="ignore")


def _days(
    windows: Windows,
    data: Standardised,
    medians: NDArray[np.float64],
    has_cohort: bool,
    events: pd.DataFrame,
    posts: pd.DataFrame,
    config: EventConfig,
) -> pd.DataFrame:
    """The table `days` of the case; long histories are cut to the newest steps shown."""
    rates, known = windows.rates[0], data.known[0]
    raw = np.where(known, rates, 0.0)
    # What was subtracted for weekday and cohort comes back: the band is about counts as they are.
    weekday = np.where(known, (1 + raw) / (1 + medians[0]) - 1 - data.rates[0], 0.0)
    middle = pd.Series(np.where(known, data.rates[0], np.nan))
    middle = middle.rolling(_BAND_STEPS, center=True, min_periods=5).median()
    expected = middle.fillna(float(data.base[0])).to_numpy() + weekday
    half = float(np.nan_to_num(masked_quantile(np.abs(data.z), data.known, config.band_share)[0]))
    expected = (1 + expected) * (1 + medians[0]) - 1
    before = windows.counts[0]
    # Never narrower than one follower either way.
    half = np.maximum(half * float(data.scale[0]), 1 / before)
    days = int(windows.step_days[0])
    frame = pd.DataFrame(
        {
            "day": EPOCH + pd.to_timedelta(windows.days()[0], unit="D"),
            "followers_count": before * (1 + rates),
            "change_count": before * rates,
            "change_per_day": before * rates / days,
            "expected_change": before * expected / days,
            "expected_low": before * (expected - half) / days,
            "expected_high": before * (expected + half) / days,
            "band_low": before * (1 + expected - half),
            "band_mid": before * (1 + expected),
            "band_high": before * (1 + expected + half),
            "cohort_change": before * medians[0] / days if has_cohort else np.nan,
        }
    )
    frame["event_number"] = _event_of_days(frame["day"], events)
    frame["note"] = _notes(frame, events, posts, days)
    return frame.iloc[-_POINTS_MAX:].reset_index(drop=True)


def _event_of_days(days: pd.Series, events: pd.DataFrame) -> NDArray[np.float64]:
    number = np.full(len(days), np.nan)
    # The most telling last, so that it is the one that stays.
    for event in reversed(list(events.itertuples())):
        inside = (days >= event.first_day) & (days <= event.last_day)
        number[inside.to_numpy()] = event.event_number
    return number


def _notes(
    frame: pd.DataFrame, events: pd.DataFrame, posts: pd.DataFrame, step_days: int
) -> list[str]:
    """What happened on each day, in words; empty where the change is not known."""
    kinds = dict(zip(events["event_number"], events["kind"], strict=True))
    numbers = (frame["day"] - EPOCH).dt.days.to_numpy()
    posted = np.sort(posts["day_number"].to_numpy()) if len(posts) else np.empty(0)
    made_counts = np.searchsorted(posted, numbers, "right") - np.searchsorted(
        posted, numbers - step_days, "right"
    )
    notes = []
    for row, made in zip(frame.itertuples(), made_counts, strict=True):
        if np.isnan(row.change_count):
            notes.append("")
            continue
        low, high = row.expected_low * step_days, row.expected_high * step_days
        parts = [f"{row.change_count:+,.0f} followers (usual {low:+,.0f} to {high:+,.0f})"]
        if not np.isnan(row.event_number):
            parts.append(KIND_WORDS[kinds[int(row.event_number)]])
        if made:
            parts.append("1 post" if made == 1 else f"{made} posts")
        notes.append(" · ".join(parts))
    return notes
