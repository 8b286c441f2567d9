"""What is known of a creator on a day, and how a reader calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.formats import compact, signed_percent
from core.models.influence.pairs import Floats

Unit = Literal["count", "rate", "number", "days", "flag"]


@dataclass(frozen=True)
class Feature:
    """Attributes:
    name: column. words: after "more" or on its own. unit: how a value is shown.
    """

    name: str
    words: str
    unit: Unit


FEATURES = (
    Feature("followers_count", "followers", "count"),
    Feature("reactions_per_post", "reactions per post before", "count"),
    Feature("views_per_post", "views per post before", "count"),
    Feature("posts_per_week", "posts per week", "number"),
    Feature("weekly_growth", "follower growth per week", "rate"),
    Feature("reactions_trend", "trend of reactions per week", "rate"),
    Feature("reactions_spread", "ups and downs of reactions", "number"),
    Feature("days_since_post", "days since the last post", "days"),
    Feature("mentions_count", "mentions by other creators", "count"),
    Feature("larger_mentions_count", "mentions by larger creators", "count"),
    Feature("hashtags_per_post", "hashtags per post", "number"),
    Feature("sponsored_share", "share of sponsored posts", "rate"),
    Feature("is_instagram", "being on Instagram", "flag"),
    Feature("is_tiktok", "being on TikTok", "flag"),
    Feature("is_youtube", "being on YouTube", "flag"),
)
NAMES = tuple(feature.name for feature in FEATURES)
# More of these never lowers the strength: each would be a good sign alone, and what the others
# take away from it is no reason that a reader could follow.
INCREASING = tuple(
    NAMES.index(name)
    for name in (
        "followers_count",
        "reactions_per_post",
        "views_per_post",
        "weekly_growth",
        "reactions_trend",
        "mentions_count",
        "larger_mentions_count",
    )
)
# Without one of these nothing can be said of a creator.
ESSENTIAL = ("followers_count", "reactions_per_post")


_PLATFORM = [place for place, feature in enumerate(FEATURES) if feature.unit == "flag"]
PLATFORM_WORDS = "platform"


def with_one_platform(parts: Floats) -> tuple[Floats, list[int]]:
    """Parts with those of the platforms in one column, and which feature each column is of.

    A creator is on one platform: that it is not on the others is no reason of its own.

    Args:
        parts: (n, d) in the order of `FEATURES`.
    Returns:
        (n, d') parts, and the place of each column's feature; -1 for the platform, the last.
    """
    others = [place for place in range(len(FEATURES)) if place not in _PLATFORM]
    merged = np.column_stack([parts[:, others], parts[:, _PLATFORM].sum(axis=1)])
    return merged, [*others, -1]


def shown_value(feature: Feature, value: float | None) -> str:
    """The value as a reader sees it; 'unknown' when it is missing."""
    if value is None or not np.isfinite(value):
        return "unknown"
    if feature.unit == "rate":
        return signed_percent(value) if feature.name != "sponsored_share" else f"{value:.0%}"
    if feature.unit == "count":
        return compact(value)
    return f"{value:.0f}" if feature.unit == "days" else f"{value:.1f}"
