"""What each creator of a campaign costs and brings, as ranges from editable assumptions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.models.campaign.assumptions import Assumptions

# Where a cost comes from, best known first.
AGREED, LISTED, STORY, ESTIMATED = "agreed", "listed", "story price", "estimated"
BY_CPM, UNKNOWN = "CPM", "unknown"
_GROUPS = {
    "below nano": "small",
    "nano": "small",
    "micro": "small",
    "mid": "mid",
    "macro": "large",
    "mega": "large",
}


def member_ranges(members: pd.DataFrame, assumptions: Assumptions) -> pd.DataFrame:
    """One row per member: what it costs and brings.

    Args:
        members: followers_count, engagement_rate (fraction), avg_likes, avg_comments, avg_views,
            post_price, story_price (EUR), estimated_low, estimated_high (EUR for one post, the 80%
            range of `price_estimates`), tier, agreed_price (EUR for one post), posts_count
            (planned, 1 when unknown). Missing, negative and infinite values count as unknown.
    Returns:
        Same index; `<figure>_low` and `<figure>_high` of cost, impressions, reach, engagements
        and emv, NaN when unknown; cost_source ('agreed', 'listed', 'story price', 'estimated',
        'CPM' or 'unknown'). An agreed price has no spread. A post is seen by a share of the average
        views, else of the followers; a further post finds only some new people. Likes and comments
        are those given, else followers x engagement rate, all valued as likes, the cheaper of both.
    """
    a = assumptions
    posts = np.maximum(_known(members, "posts_count", fill=1.0), 1)
    seen_low, seen_high = _seen_by_one_post(members, a)
    cost_low, cost_high, source = _costs_of_one_post(members, a, seen_low, seen_high)
    new_low, new_high = a.repeat_new_low, a.repeat_new_high
    likes, comments = _likes_and_comments(members)
    bare = likes + comments
    spread_low, spread_high = 1 - a.engagement_spread, 1 + a.engagement_spread
    worth_low = (likes * a.emv_like_low + comments * a.emv_comment_low) * spread_low
    worth_high = (likes * a.emv_like_high + comments * a.emv_comment_high) * spread_high
    return pd.DataFrame(
        {
            "cost_low": cost_low * posts,
            "cost_high": cost_high * posts,
            "impressions_low": seen_low * posts,
            "impressions_high": seen_high * posts,
            "reach_low": seen_low * (1 + (posts - 1) * new_low),
            "reach_high": seen_high * (1 + (posts - 1) * new_high),
            "engagements_low": bare * posts * spread_low,
            "engagements_high": bare * posts * spread_high,
            "emv_low": (worth_low + seen_low * a.emv_view_low) * posts,
            "emv_high": (worth_high + seen_high * a.emv_view_high) * posts,
            "cost_source": source,
        },
        index=members.index,
    )


def size_group(tier: object) -> str:
    """'small', 'mid' or 'large': which assumption on reach a tier follows; '' when not known."""
    return _GROUPS.get(str(tier), "")


def _known(members: pd.DataFrame, name: str, fill: float = np.nan) -> np.ndarray:
    """(n,) float64; NaN (or `fill`) for what is missing, negative or not finite."""
    if name not in members:
        return np.full(len(members), fill)
    values = pd.to_numeric(members[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values) & (values >= 0), values, fill)


def _seen_by_one_post(members: pd.DataFrame, a: Assumptions) -> tuple[np.ndarray, np.ndarray]:
    """Times that one post is seen, low and high."""
    followers, views = _known(members, "followers_count"), _known(members, "avg_views")
    tiers = members["tier"] if "tier" in members else pd.Series(None, index=members.index)
    groups = tiers.map(_GROUPS)
    low = groups.map(
        {"small": a.reach_small_low, "mid": a.reach_mid_low, "large": a.reach_large_low}
    ).fillna(min(a.reach_small_low, a.reach_mid_low, a.reach_large_low))
    high = groups.map(
        {"small": a.reach_small_high, "mid": a.reach_mid_high, "large": a.reach_large_high}
    ).fillna(max(a.reach_small_high, a.reach_mid_high, a.reach_large_high))
    by_views = np.isfinite(views)
    return (
        np.where(by_views, views * a.views_low, followers * low.to_numpy(dtype=float)),
        np.where(by_views, views * a.views_high, followers * high.to_numpy(dtype=float)),
    )


def _costs_of_one_post(
    members: pd.DataFrame, a: Assumptions, seen_low: np.ndarray, seen_high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """EUR for one post, low and high, and where each comes from."""
    names = ("agreed_price", "post_price", "story_price", "estimated_low", "estimated_high")
    agreed, post, story, estimated_low, estimated_high = (_known(members, name) for name in names)
    known = [np.isfinite(price) for price in (agreed, post, story, estimated_low, seen_low)]
    down, up = 1 - a.price_spread, 1 + a.price_spread
    low = np.select(
        known,
        [
            agreed,
            post * down,
            story * a.story_factor_low * down,
            estimated_low,
            seen_low / 1000 * a.cpm_low,
        ],
        np.nan,
    )
    high = np.select(
        known,
        [
            agreed,
            post * up,
            story * a.story_factor_high * up,
            estimated_high,
            seen_high / 1000 * a.cpm_high,
        ],
        np.nan,
    )
    source = np.select(known, [AGREED, LISTED, STORY, ESTIMATED, BY_CPM], UNKNOWN)
    return low, high, [str(name) for name in source]


def _likes_and_comments(members: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Likes and comments of one post; NaN when neither they nor the rate are known."""
    likes, comments = _known(members, "avg_likes"), _known(members, "avg_comments")
    by_rate = _known(members, "followers_count") * _known(members, "engagement_rate")
    both_known = np.isfinite(likes) & np.isfinite(comments)
    return np.where(both_known, likes, by_rate), np.where(both_known, comments, by_rate * 0)
