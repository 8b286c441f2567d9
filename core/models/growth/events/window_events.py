"""Events of windows with what happened around them: one way for builds and for one creator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.thresholds import STEPS_MIN
from core.models.growth.events.events import delivery_of, drop_overlaps, find_events
from core.models.growth.events.gains import measured
from core.models.growth.events.post_days import PostDays, post_days
from core.models.growth.events.surroundings import Deals, with_surroundings
from core.models.growth.kinds import BOUGHT_LIKE, EventConfig
from core.models.growth.signals.jumps import Jumps, find_jumps
from core.models.growth.signals.noise import Standardised
from core.models.growth.signals.runs import Runs, even_runs
from core.models.growth.signals.steps import Windows


@dataclass(frozen=True)
class WindowCurves:
    """A few windows (w rows) with what events are found in.

    Attributes:
        windows, data: the counts, and the same in units of noise.
        posts: the creator's posts on these days.
        jumps, daily, spaced: single rises, even runs of days and of spaced days.
    """

    windows: Windows
    data: Standardised
    posts: PostDays
    jumps: Jumps
    daily: Runs
    spaced: Runs


def window_curves(windows: Windows, data: Standardised, posts: pd.DataFrame) -> WindowCurves:
    """The curves of windows.

    Args:
        posts: creator (index), day_number, engagements (NaN when unknown).
    """
    return WindowCurves(
        windows,
        data,
        post_days(windows, posts),
        find_jumps(data),
        even_runs(data, spaced=False),
        even_runs(data, spaced=True),
    )


def window_events(
    curves: WindowCurves,
    medians: NDArray[np.float64],
    deals: Deals | None,
    config: EventConfig,
    patterns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Events that do not overlap within a window, with their gains and surroundings.

    Windows of under `STEPS_MIN` known steps have none.

    Args:
        medians: (w, t) same-day medians of comparable accounts.
        deals: days of collaborations by creator; None when none are known.
        patterns: what a model calls each window; one that looks bought has an event of that kind,
            however faint (strength 0).
    Returns:
        The columns of `measured` and `with_surroundings`, and begin: first day of the window.
    """
    data = curves.data
    events = find_events(data, curves.jumps, curves.daily, curves.spaced, config)
    events = events[data.steps_known[events["window"].to_numpy(np.int64)] >= STEPS_MIN]
    events = _with_named(events, curves, [] if patterns is None else patterns)
    # Which may leave some out.
    events = measured(events.reset_index(drop=True), data, curves.windows, config)
    begin = curves.windows.first_day[events["window"].to_numpy(np.int64)]
    events = with_surroundings(events, curves.windows, curves.posts, medians, deals)
    return events.assign(begin=begin)


def numbered_events(events: pd.DataFrame, is_main: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """Events by creator and event_number (1 is the most telling), with is_main.

    Stretches of a long history overlap: what two of them see stands once.

    Args:
        events: at least creator, first_day_number, last_day_number and strength; may be empty.
        is_main: (n,) which come first, whatever their strength; None for none.
    """
    if events.empty:
        return events.assign(event_number=pd.Series(dtype="int64"))
    ordered = events.assign(is_main=False if is_main is None else is_main).sort_values(
        ["creator", "is_main", "strength", "first_day_number"],
        ascending=[True, False, False, True],
        kind="stable",
    )
    spans = ordered[["creator", "first_day_number", "last_day_number"]]
    ordered = ordered.iloc[drop_overlaps(spans)]
    return ordered.assign(event_number=ordered.groupby("creator").cumcount() + 1).reset_index(
        drop=True
    )


def _with_named(
    events: pd.DataFrame, curves: WindowCurves, patterns: Sequence[str]
) -> pd.DataFrame:
    present = set(zip(events["window"], events["kind"], strict=True))
    runs = (curves.data, curves.jumps, curves.daily, curves.spaced)
    faint = [
        (row, patterns[row], *delivery_of(patterns[row], *runs, row))
        for row in np.flatnonzero(np.isin(patterns, BOUGHT_LIKE)).tolist()
        if (row, patterns[row]) not in present
    ]
    if not faint:
        return events
    named = pd.DataFrame(faint, columns=["window", "kind", "start", "last"])
    # What the model names goes before what else lies on these days.
    kept = _without(events, named)
    return pd.concat([kept, named.assign(strength=0.0)], ignore_index=True)


def _without(events: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Events that share no step with the named one of their window."""
    if events.empty:
        return events
    both = events.reset_index().merge(named, on="window", suffixes=("", "_named"))
    hit = both[(both["start"] <= both["last_named"]) & (both["last"] >= both["start_named"])]
    return events.drop(index=hit["index"].unique())
