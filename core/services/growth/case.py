"""One creator's growth, day by day, with what was expected; computed while a person waits."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.domain.thresholds import STEPS_MIN
from core.models.growth.events.events import apart, find_events
from core.models.growth.events.gains import measured
from core.models.growth.events.post_days import post_days
from core.models.growth.events.surroundings import with_surroundings
from core.models.growth.evidence import reasons
from core.models.growth.kinds import KIND_WORDS, EventConfig
from core.models.growth.signals.jumps import find_jumps
from core.models.growth.signals.noise import Standardised, calmed, masked_quantile, standardised
from core.models.growth.signals.runs import even_runs
from core.models.growth.signals.steps import Windows, regular_windows

_EPOCH = pd.Timestamp("1970-01-01")
# Steps of the running median that the expected band follows.
_BAND_STEPS = 15
_POINTS_MAX = 1500


@dataclass(frozen=True)
class GrowthCase:
    """Attributes:
    days: one row a step, oldest first: day, followers_count, change_count, change_per_day,
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
    con: duckdb.DuckDBPyConnection, influencer_id: str, config: EventConfig | None = None
) -> GrowthCase | None:
    """The growth of one creator with expected ranges and events; None under two counts.

    The same reading as in the build, with its same-day medians of comparable accounts, but
    without the learned model: events are those that stand out by `config`.

    The expected range follows the creator's own past: the running median of its growth, its
    weekday and its noise; 80% of ordinary days lie inside.
    """
    config = config or EventConfig()
    counts = _counts(con, influencer_id)
    if len(counts["day_number"]) < 2:
        return None
    histories = Histories(
        np.array([0, len(counts["day_number"])], dtype=np.int64),
        np.asarray(counts["day_number"], dtype=np.int64),
        np.asarray(counts["followers_count"], dtype=np.int64),
    )
    cohort = _cohort(con, influencer_id)
    posts, collaborations = _posts(con, influencer_id), _collaborations(con, influencer_id)
    # In one stretch, whatever its length.
    span_days = int(histories.days[-1] - histories.days[0])
    whole = regular_windows(histories, steps_max=span_days)
    if not len(whole.creator):
        return None
    medians, spread = _on_steps(whole, cohort)
    data = calmed(standardised(whole, medians), spread)
    events = _events(histories, cohort, posts, collaborations, config)
    days = _days(whole, data, medians, cohort is not None, events, posts, config)
    return GrowthCase(days, events, int(whole.step_days[0]), int(data.steps_known[0]))


def _counts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> dict[str, np.ndarray]:
    return con.execute(
        """SELECT date_diff('day', DATE '1970-01-01', day) AS day_number, followers_count
           FROM follower_history WHERE influencer_id = $id ORDER BY day""",
        {"id": influencer_id},
    ).fetchnumpy()


def _cohort(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame | None:
    """Same-day medians of the nearest cohort: step_days, day_number, median, extra_spread."""
    frame = con.execute(
        """WITH me AS (
               SELECT platform_group, size_group FROM growth_evidence WHERE influencer_id = $id),
           near AS (
               SELECT c.step_days, c.day, c.median_fraction,
                      row_number() OVER (
                          PARTITION BY c.step_days, c.day
                          ORDER BY (c.platform = me.platform_group)::INTEGER
                              + (c.size_group >= 0)::INTEGER DESC) AS choice,
                      max(c.extra_spread) FILTER (c.platform = me.platform_group)
                          OVER (PARTITION BY c.step_days, c.day) AS extra_spread
               FROM cohort_growth c CROSS JOIN me
               WHERE c.platform = me.platform_group AND c.size_group IN (me.size_group, -1)
                     OR c.platform = '' AND c.size_group = -1)
           SELECT step_days, date_diff('day', DATE '1970-01-01', day) AS day_number,
                  median_fraction, coalesce(extra_spread, 0) AS extra_spread
           FROM near WHERE choice = 1 ORDER BY step_days, day_number""",
        {"id": influencer_id},
    ).df()
    return None if frame.empty else frame


def _posts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    return con.execute(
        """SELECT 0 AS creator, date_diff('day', DATE '1970-01-01', posted_at::DATE) AS day_number,
                  CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
                       THEN (coalesce(likes_count, 0) + coalesce(comments_count, 0))::DOUBLE
                  END AS engagements
           FROM posts WHERE influencer_id = $id AND posted_at IS NOT NULL
           ORDER BY day_number, post_id""",
        {"id": influencer_id},
    ).df()


def _collaborations(con: duckdb.DuckDBPyConnection, influencer_id: str) -> NDArray[np.int64] | None:
    """Days on which collaborations began; None when the build knows none of anybody."""
    known = con.execute("SELECT count(*) FROM collaborations").fetchone()
    if not known or not known[0]:
        return None
    rows = con.execute(
        """SELECT date_diff('day', DATE '1970-01-01', started_on) AS day_number
           FROM collaborations WHERE influencer_id = $id AND started_on IS NOT NULL
           ORDER BY day_number, collaboration_id""",
        {"id": influencer_id},
    ).fetchnumpy()
    return np.asarray(rows["day_number"], dtype=np.int64)


def _on_steps(
    windows: Windows, cohort: pd.DataFrame | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(w, t) same-day medians and extra spread of the steps; 0 where nobody is comparable."""
    medians, spread = np.zeros(windows.rates.shape), np.zeros(windows.rates.shape)
    if cohort is None:
        return medians, spread
    for row, step in enumerate(windows.step_days):
        own = cohort[cohort["step_days"] == step].set_index("day_number")
        found = own.reindex(windows.days()[row])
        medians[row] = found["median_fraction"].fillna(0.0).to_numpy(float)
        spread[row] = found["extra_spread"].fillna(0.0).to_numpy(float)
    return medians, spread


def _events(
    histories: Histories,
    cohort: pd.DataFrame | None,
    posts: pd.DataFrame,
    collaborations: NDArray[np.int64] | None,
    config: EventConfig,
) -> pd.DataFrame:
    windows = regular_windows(histories)
    medians, spread = _on_steps(windows, cohort)
    data = calmed(standardised(windows, medians), spread)
    jumps = find_jumps(data)
    daily, spaced = even_runs(data, spaced=False), even_runs(data, spaced=True)
    found = find_events(data, jumps, daily, spaced, config)
    found = found[data.steps_known[found["window"]] >= STEPS_MIN].reset_index(drop=True)
    on_days = post_days(windows, posts)
    events = with_surroundings(
        measured(found, data, windows, config),
        windows,
        on_days,
        medians,
        None if collaborations is None else {0: collaborations},
    )
    events = events.sort_values(["strength", "first_day_number"], ascending=[False, True])
    # Stretches of a long history overlap: what two of them see stands once.
    spans = events[["creator", "first_day_number", "last_day_number"]]
    events = events.iloc[apart(spans)].reset_index(drop=True)
    events = reasons.with_event_reasons(events)
    for name in ("first_day", "last_day", "peak_day"):
        events[name] = _EPOCH + pd.to_timedelta(events.pop(f"{name}_number"), unit="D")
    events.insert(0, "event_number", np.arange(1, len(events) + 1))
    return events.drop(columns=["creator"])


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
            "day": _EPOCH + pd.to_timedelta(windows.days()[0], unit="D"),
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
    posted = posts.groupby("day_number").size() if len(posts) else pd.Series(dtype=int)
    numbers = (frame["day"] - _EPOCH).dt.days.to_numpy()
    notes = []
    for row, day in zip(frame.itertuples(), numbers, strict=True):
        if np.isnan(row.change_count):
            notes.append("")
            continue
        low, high = row.expected_low * step_days, row.expected_high * step_days
        parts = [f"{row.change_count:+,.0f} followers (usual {low:+,.0f} to {high:+,.0f})"]
        if not np.isnan(row.event_number):
            parts.append(KIND_WORDS[kinds[int(row.event_number)]])
        made = int(posted.reindex(range(int(day) - step_days + 1, int(day) + 1)).fillna(0).sum())
        if made:
            parts.append("1 post" if made == 1 else f"{made} posts")
        notes.append(" · ".join(parts))
    return notes
