"""Trends of one kind of item: verdicts, weekly counts and users."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.thresholds import TREND_CREATORS_MIN
from core.models.trends.riders import item_riders
from core.models.trends.slopes import FALLING, RISING, TOO_FEW, item_slopes
from core.models.trends.weeks import ItemWeeks, item_weeks

HASHTAG, TOPIC = "hashtag", "topic"
_ENDS_WEEKS = 4


@dataclass(frozen=True)
class DatedPosts:
    """Arrays of shape (n,): number of the creator, day number, engagements (NaN unknown)."""

    creators: np.ndarray
    days: np.ndarray
    engagements: np.ndarray


@dataclass(frozen=True)
class Uses:
    """Attributes:
    kind: HASHTAG or TOPIC.
    posts, items: (m,) a use each: number of the post, place in `names`.
    names: of the items.
    """

    kind: str
    posts: np.ndarray
    items: np.ndarray
    names: list[str]


@dataclass(frozen=True)
class Trends:
    """Attributes:
    trends: one row per item used in the window: the columns of the table `trends`, days as
        `*_number` (days since 1970), without model_version.
    weeks: one row per item and week, with day_number; items with enough creators only.
    riders: as `item_riders`, with kind and item by name; rising and falling items only.
    """

    trends: pd.DataFrame
    weeks: pd.DataFrame
    riders: pd.DataFrame


def found_trends(posts: DatedPosts, uses: Uses) -> Trends:
    """What rises and what falls among the items of one kind."""
    counted = item_weeks(
        posts.creators, posts.days, uses.posts, uses.items, items_count=len(uses.names)
    )
    names = np.array(uses.names, dtype=object)
    slopes = item_slopes(counted, np.full(len(names), uses.kind))
    present = np.flatnonzero(counted.creators_count > 0)
    if not len(counted.first_days) or not len(present):
        empty = pd.DataFrame()
        return Trends(empty, empty, empty)
    is_common = counted.creators_count >= TREND_CREATORS_MIN
    moving = np.flatnonzero(slopes["direction"].isin([RISING, FALLING]))
    riders = item_riders(
        posts.creators, posts.days, posts.engagements, uses.posts, uses.items, moving
    )
    if not riders.empty:
        riders = riders.assign(kind=uses.kind, item=names[riders["item"].to_numpy(np.int64)])
    return Trends(
        _rows(counted, slopes, names, uses.kind, present),
        _weeks(counted, names, uses.kind, np.flatnonzero(is_common)),
        riders,
    )


def _rows(
    counted: ItemWeeks, slopes: pd.DataFrame, names: np.ndarray, kind: str, present: np.ndarray
) -> pd.DataFrame:
    shares = counted.shares
    known = (slopes["direction"] != TOO_FEW).to_numpy()
    # Weeks count by their active creators: the first ones of a store may have a handful.
    active = counted.active_counts
    before, now = (
        np.average(shares[:, ends], axis=1, weights=active[ends])
        for ends in (slice(None, _ENDS_WEEKS), slice(-_ENDS_WEEKS, None))
    )
    first, last = int(counted.first_days[0]), int(counted.first_days[-1]) + 6
    middle = counted.first_days[len(counted.first_days) // 2]
    frame = pd.DataFrame(
        {
            "kind": kind,
            "item": names,
            "direction": slopes["direction"],
            "weekly_growth": slopes["weekly_growth"],
            "growth_low": slopes["low"],
            "growth_high": slopes["high"],
            "q_value": slopes["q_value"],
            "share_before": np.where(known, before, np.nan),
            "share_now": np.where(known, now, np.nan),
            "weekly_shares": [
                row.round(6).tolist() if is_known else None
                for row, is_known in zip(shares, known, strict=True)
            ],
            "first_seen_number": counted.first_use,
            "is_new": counted.first_use >= middle,
            "creators_count": counted.creators_count,
            "posts_count": counted.posts_count,
            "first_day_number": first,
            "last_day_number": last,
        }
    )
    return frame.iloc[present].reset_index(drop=True)


def _weeks(counted: ItemWeeks, names: np.ndarray, kind: str, items: np.ndarray) -> pd.DataFrame:
    weeks = len(counted.first_days)
    return pd.DataFrame(
        {
            "kind": kind,
            "item": np.repeat(names[items], weeks),
            "day_number": np.tile(counted.first_days, len(items)),
            "creators_count": counted.users[items].ravel(),
            "active_count": np.tile(counted.active_counts, len(items)),
            "share": counted.shares[items].ravel(),
        }
    )
