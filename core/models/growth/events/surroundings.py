"""What happened around an event: posts, reactions, deals, comparable accounts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.events.post_days import PostDays, engagement_changes, posts_known_before
from core.models.growth.signals.steps import Windows

_POST_DAYS, _COLLABORATION_DAYS = 2, 7

Deals = Mapping[int, NDArray[np.int64]]


def deals_by_creator(collaborations: pd.DataFrame | None) -> Deals | None:
    """Days on which collaborations began, rising, by creator; None when none are known.

    Args:
        collaborations: creator (index), day_number; without rows when others have some.
    """
    if collaborations is None:
        return None
    return {
        int(creator): np.sort(days.to_numpy(np.int64))
        for creator, days in collaborations.groupby("creator")["day_number"]
    }


def with_surroundings(
    events: pd.DataFrame,
    windows: Windows,
    posts: PostDays,
    medians: NDArray[np.float64],
    deals: Deals | None,
) -> pd.DataFrame:
    """Measured events with posts_before, post_reach, engagement_change, collaborations_near and
    cohort_fraction instead of window, start and last.

    posts_before and post_reach are NaN where the stored posts do not cover the days before.

    Args:
        medians: (w, t) same-day medians of comparable accounts.
        deals: None leaves collaborations_near unknown.
    """
    row = events["window"].to_numpy(np.int64)
    start, last = events["start"].to_numpy(np.int64), events["last"].to_numpy(np.int64)
    steps = np.arange(posts.number.shape[1])
    back = np.maximum(_POST_DAYS // windows.step_days[row], 1)[:, None]
    near = (steps <= start[:, None]) & (steps >= start[:, None] - back)
    number = np.where(near, posts.number[row], 0).sum(axis=1)
    reach = np.where(near, posts.reach[row], 0).max(axis=1, initial=0.0)
    has = posts.has_posts[row]
    is_covered = has & posts_known_before(posts, windows.step_days)[row, start]
    change = engagement_changes(posts, row, start, last, windows.step_days)
    grown = np.pad(np.cumsum(np.log1p(medians), axis=1), ((0, 0), (1, 0)))
    return events.drop(columns=["window", "start", "last"]).assign(
        posts_before=np.where(is_covered, number, np.nan),
        post_reach=np.where(has & (number > 0), reach, np.nan),
        engagement_change=np.where(has, change, np.nan),
        collaborations_near=_collaborations_near(events, deals),
        cohort_fraction=np.expm1(grown[row, last + 1] - grown[row, start]),
    )


def _collaborations_near(events: pd.DataFrame, deals: Deals | None) -> NDArray[np.float64]:
    if deals is None:
        return np.full(len(events), np.nan)
    none = np.zeros(0, dtype=np.int64)
    counts = []
    for creator, first in zip(events["creator"], events["first_day_number"], strict=True):
        low, high = np.searchsorted(
            deals.get(creator, none), [first - _COLLABORATION_DAYS, first + 1]
        )
        counts.append(float(high - low))
    return np.array(counts, dtype=float)
