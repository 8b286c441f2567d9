"""Why one of two is likelier to be the more influential one, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.models.influence.pairs import Floats

REASONS_MAX = 3
# Log odds below which a feature is no reason worth a word.
PART_MIN = 0.05
_WORDS: Mapping[str, str] = {
    "follower_count": "followers",
    "followers_count": "followers",
    "following_count": "accounts followed",
    "listed_count": "lists it stands on",
    "mentions_received": "mentions received",
    "retweets_received": "shares received",
    "mentions_sent": "mentions of others",
    "retweets_sent": "posts of others shared",
    "posts": "posts",
    "posts_count": "posts",
    "avg_likes": "likes per post",
    "avg_comments": "comments per post",
    "avg_views": "views per post",
    "engagement_rate": "engagement rate",
    "growth_fraction": "growth",
}


def feature_words(name: str) -> str:
    """A feature as a reader calls it."""
    return _WORDS.get(name, name.replace("_", " "))


def shown(value: float) -> str:
    """A value with as many digits as say something; 'unknown' for NaN."""
    if not np.isfinite(value):
        return "unknown"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.3g}"


def pair_reasons(names: Sequence[str], a: Floats, b: Floats, parts: Floats) -> list[list[str]]:
    """At most three reasons a pair, the weightiest first, each with the side it favours.

    Args:
        a, b: (n, d) features. parts: (n, d) log odds for A.
    """
    order = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, :REASONS_MAX]
    words = [feature_words(name) for name in names]
    return [
        [
            f"{words[place]} {shown(a[row, place])} against {shown(b[row, place])}: "
            f"favours {'A' if parts[row, place] > 0 else 'B'}"
            for place in order[row]
            if abs(parts[row, place]) >= PART_MIN
        ]
        for row in range(len(parts))
    ]
