"""How many active creators use each hashtag or topic, week by week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.domain.thresholds import TREND_ACTIVE_MIN

WEEK_DAYS = 7
WEEKS_MAX = 26


@dataclass(frozen=True)
class ItemWeeks:
    """Weeks count back from the newest day, so that the last one is whole; a first one that is
    not is left out.

    Attributes:
        first_days: (W,) first day number of each week, rising.
        active: (C, W) bool: the creator posted.
        pair_item, pair_creator, pair_week: creators who used an item in a week, once each; in
            the order of item and creator.
        pair_part: share of the creator's posts of that week that carry the item, 0-1. Counting
            users alone, whoever posts more often would be likelier to count as one, and weeks
            with more posts a creator would look like a rise of everything.
        uses: (I, W) sum of these parts.
        users: (I, W) creators who used the item.
        creators_count, posts_count: (I,) over the window.
        first_use: (I,) day number of the first use ever seen.
    """

    first_days: np.ndarray
    active: np.ndarray
    pair_item: np.ndarray
    pair_creator: np.ndarray
    pair_week: np.ndarray
    pair_part: np.ndarray
    uses: np.ndarray
    users: np.ndarray
    creators_count: np.ndarray
    posts_count: np.ndarray
    first_use: np.ndarray

    @property
    def active_counts(self) -> np.ndarray:
        """(W,) creators who posted."""
        counts: np.ndarray = self.active.sum(axis=0)
        return counts

    @property
    def shares(self) -> np.ndarray:
        """(I, W) part of its posts that the mean active creator gives to the item, 0-1."""
        shares: np.ndarray = self.uses / np.maximum(self.active_counts, 1)
        return shares


def item_weeks(
    creators: np.ndarray,
    days: np.ndarray,
    use_posts: np.ndarray,
    use_items: np.ndarray,
    *,
    items_count: int,
) -> ItemWeeks:
    """Weekly counts of what posts carry.

    Args:
        creators: (n,) number of the creator of each post, from 0.
        days: (n,) day number of each post.
        use_posts, use_items: (m,) post and item of each use; repeats count once.
    """
    creators_count = int(creators.max()) + 1 if len(creators) else 0
    back = (days.max() - days) // WEEK_DAYS if len(days) else days
    weeks = active_weeks(creators, days)
    week = weeks - 1 - back
    active = np.zeros((creators_count, weeks), dtype=bool)
    inside = week >= 0
    active[creators[inside], week[inside]] = True
    first_use = np.full(items_count, np.iinfo(np.int64).max)
    np.minimum.at(first_use, use_items, days[use_posts])
    kept = inside[use_posts]
    posts, items = use_posts[kept], use_items[kept]
    distinct = np.unique(np.stack([items, posts]), axis=1)
    posts_count = np.bincount(distinct[0], minlength=items_count)
    items, posts = distinct
    pairs, times = np.unique(
        np.stack([items, creators[posts], week[posts]]), axis=1, return_counts=True
    )
    written = np.zeros(active.shape, dtype=np.int32)
    np.add.at(written, (creators[inside], week[inside]), 1)
    parts = times / written[pairs[1], pairs[2]]
    uses = np.zeros((items_count, weeks))
    np.add.at(uses, (pairs[0], pairs[2]), parts)
    users = np.zeros((items_count, weeks), dtype=np.int64)
    np.add.at(users, (pairs[0], pairs[2]), 1)
    owners = np.unique(pairs[:2], axis=1)
    return ItemWeeks(
        days.max() + 1 - WEEK_DAYS * np.arange(weeks, 0, -1) if len(days) else days,
        active,
        pairs[0],
        pairs[1],
        pairs[2],
        parts,
        uses,
        users,
        np.bincount(owners[0], minlength=items_count),
        posts_count,
        first_use,
    )


def active_weeks(creators: np.ndarray, days: np.ndarray) -> int:
    """Whole weeks back from the newest day in which enough creators posted, at most `WEEKS_MAX`.

    Args:
        creators, days: as in `item_weeks`.
    """
    if not len(days):
        return 0
    back = (days.max() - days) // WEEK_DAYS
    whole = min(int(days.max() - days.min() + 1) // WEEK_DAYS, WEEKS_MAX)
    pairs = np.unique(np.stack([creators, back]), axis=1)
    active = np.bincount(pairs[1], minlength=whole + 1)[:whole]
    few = np.flatnonzero(active < TREND_ACTIVE_MIN)
    return int(few[0]) if len(few) else whole
