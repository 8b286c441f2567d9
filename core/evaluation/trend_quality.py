"""How well trends are found: planted fashions, tags nobody planted, and shuffled weeks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.models.trends.found import DatedPosts, Uses, found_trends

MOVING = ("rising", "falling")


@dataclass(frozen=True)
class TrendQuality:
    """Attributes:
    planted_count: planted rising and falling items.
    found_count: of them called so, in the right direction.
    wrong_count: planted steady items and items nobody planted that were called rising or falling.
    tested_count: items with enough creators, planted moving ones aside.
    """

    planted_count: int
    found_count: int
    wrong_count: int
    tested_count: int


def trend_quality(posts: DatedPosts, uses: Uses, planted: pd.DataFrame) -> TrendQuality:
    """Compares verdicts with what was planted.

    Args:
        planted: item, direction.
    """
    directions = found_trends(posts, uses).trends.set_index("item")["direction"]
    moving = planted[planted["direction"].isin(MOVING)]
    right = sum(
        directions.get(item) == direction
        for item, direction in zip(moving["item"], moving["direction"], strict=True)
    )
    others = directions[~directions.index.isin(moving["item"]) & (directions != "too few")]
    return TrendQuality(len(moving), right, int(others.isin(MOVING).sum()), len(others))


def shuffled(posts: DatedPosts, seed: int) -> DatedPosts:
    """The posts of each creator with their days drawn again, so that no tag has a time.

    Who posts when stays as it is; which post falls on which day is chance.
    """
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(len(posts.days)), posts.creators))
    kept = np.lexsort((np.arange(len(posts.days)), posts.creators))
    days = posts.days.copy()
    days[kept] = posts.days[order]
    return replace(posts, days=days)
