"""What the creators of a campaign cost and bring, as ranges from editable assumptions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.models.campaign.assumptions import Assumptions

# Where a cost comes from, best known first.
AGREED, LISTED, STORY, BY_CPM, UNKNOWN = "agreed", "listed", "story price", "CPM", "unknown"
_GROUPS = {
    "below nano": "small",
    "nano": "small",
    "micro": "small",
    "mid": "mid",
    "macro": "large",
    "mega": "large",
}
_RANGES = ("cost", "impressions", "reach", "engagements", "emv")


@dataclass(frozen=True)
class Range:
    """A figure between two ends.

    Attributes:
        low, high: None when nothing is known, or when a ratio has no finite end.
        unknown_count: creators that are not in it because something about them is unknown.
    """

    low: float | None
    high: float | None
    unknown_count: int = 0


@dataclass(frozen=True)
class CampaignTotals:
    """Sums and ratios of a campaign.

    Attributes:
        cost: EUR for all planned posts.
        impressions: times that the posts are seen.
        reach: people that see at least one post; overlap of audiences subtracted.
        engagements: likes and comments.
        cpm: EUR for 1,000 impressions, over creators with a known cost and known impressions.
        cost_per_engagement: EUR for one like or comment, over creators that know both.
        emv: earned media value, EUR.
        emv_per_euro: EMV / cost, over creators that know both.
    """

    members_count: int
    cost: Range
    impressions: Range
    reach: Range
    engagements: Range
    cpm: Range
    cost_per_engagement: Range
    emv: Range
    emv_per_euro: Range


def member_ranges(members: pd.DataFrame, assumptions: Assumptions) -> pd.DataFrame:
    """One row per member: what it costs and brings.

    Args:
        members: followers_count, engagement_rate (fraction), avg_likes, avg_comments, avg_views,
            post_price, story_price (EUR), tier, agreed_price (EUR for one post), posts_count
            (planned, 1 when unknown). Missing, negative and infinite values count as unknown.
    Returns:
        Same index; `<figure>_low` and `<figure>_high` of cost, impressions, reach, engagements
        and emv, NaN when unknown; cost_source ('agreed', 'listed', 'story price', 'CPM' or
        'unknown'). An agreed price has no spread. A post is seen by a share of the average views,
        else of the followers; a further post finds only some new people. Likes and comments are
        those given, else followers x engagement rate, all valued as likes, the cheaper of the two.
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


def campaign_totals(ranges: pd.DataFrame, assumptions: Assumptions) -> CampaignTotals:
    """Totals of the rows of `member_ranges`; unknown members are counted, never taken as 0.

    Ratios are over members that know both sides, and their ends are the least and the most that
    the ranges allow. In the CPM, a cost that is made of a CPM rises with its impressions.
    """
    a = assumptions
    sums = {name: _sum(ranges, name) for name in _RANGES}
    return CampaignTotals(
        members_count=len(ranges),
        cost=sums["cost"],
        impressions=sums["impressions"],
        reach=_without_overlap(ranges, sums["reach"], a),
        engagements=sums["engagements"],
        cpm=_cpm(ranges, a),
        cost_per_engagement=_ratio(ranges, "cost", "engagements"),
        emv=sums["emv"],
        emv_per_euro=_ratio(ranges, "emv", "cost"),
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
    agreed, post, story = (
        _known(members, name) for name in ("agreed_price", "post_price", "story_price")
    )
    known = [np.isfinite(agreed), np.isfinite(post), np.isfinite(story), np.isfinite(seen_low)]
    down, up = 1 - a.price_spread, 1 + a.price_spread
    low = np.select(
        known,
        [agreed, post * down, story * a.story_factor_low * down, seen_low / 1000 * a.cpm_low],
        np.nan,
    )
    high = np.select(
        known,
        [agreed, post * up, story * a.story_factor_high * up, seen_high / 1000 * a.cpm_high],
        np.nan,
    )
    source = np.select(known, [AGREED, LISTED, STORY, BY_CPM], UNKNOWN)
    return low, high, [str(name) for name in source]


def _likes_and_comments(members: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Likes and comments of one post; NaN when neither they nor the rate are known."""
    likes, comments = _known(members, "avg_likes"), _known(members, "avg_comments")
    by_rate = _known(members, "followers_count") * _known(members, "engagement_rate")
    both_known = np.isfinite(likes) & np.isfinite(comments)
    return np.where(both_known, likes, by_rate), np.where(both_known, comments, by_rate * 0)


def _sum(ranges: pd.DataFrame, name: str) -> Range:
    low, high = ranges[f"{name}_low"], ranges[f"{name}_high"]
    known = low.notna() & high.notna()
    unknown = int((~known).sum())
    if not known.any():
        return Range(None, None, unknown)
    return Range(float(low[known].sum()), float(high[known].sum()), unknown)


def _without_overlap(ranges: pd.DataFrame, summed: Range, a: Assumptions) -> Range:
    """People reached by several creators; never fewer than the one with most reaches alone."""
    known = ranges.dropna(subset=["reach_low", "reach_high"])
    if len(known) < 2 or summed.low is None or summed.high is None:
        return summed
    return Range(
        max(summed.low * (1 - a.overlap_high), float(known["reach_low"].max())),
        max(summed.high * (1 - a.overlap_low), float(known["reach_high"].max())),
        summed.unknown_count,
    )


def _ratio(ranges: pd.DataFrame, above: str, below: str) -> Range:
    columns = [f"{name}_{end}" for name in (above, below) for end in ("low", "high")]
    known = ranges.dropna(subset=columns)
    unknown = len(ranges) - len(known)
    top_low, top_high, bottom_low, bottom_high = (float(known[name].sum()) for name in columns)
    if known.empty or bottom_low <= 0:
        return Range(None, None, unknown)
    return Range(top_low / bottom_high, top_high / bottom_low, unknown)


def _cpm(ranges: pd.DataFrame, a: Assumptions) -> Range:
    """EUR for 1,000 impressions; members paid by CPM stay between the CPMs assumed."""
    known = _known_cpm(ranges)
    ends = cpm_corners(ranges, a)
    if ends is None:
        return Range(None, None, len(ranges) - len(known))
    return Range(min(ends), max(ends), len(ranges) - len(known))


def cpm_corners(ranges: pd.DataFrame, assumptions: Assumptions) -> list[float] | None:
    """The four CPMs of which the least and the most are the ends of the range.

    The ratio is monotone in the impressions that are tied to their cost: at their low end, then at
    their high end, first with the lowest costs, then with the highest.

    Args:
        ranges: of `member_ranges`.
    Returns:
        None when there are no impressions to divide by.
    """
    known = _known_cpm(ranges)
    tied = known["cost_source"] == BY_CPM
    free = known[~tied]
    ends = []
    for end in ("low", "high"):
        thousands = float(known.loc[tied, f"impressions_{end}"].sum()) / 1000
        for cpm, cost, seen in (
            (assumptions.cpm_low, "cost_low", "impressions_high"),
            (assumptions.cpm_high, "cost_high", "impressions_low"),
        ):
            below = float(free[seen].sum()) / 1000 + thousands
            if below <= 0:
                return None
            ends.append((float(free[cost].sum()) + cpm * thousands) / below)
    return ends


def _known_cpm(ranges: pd.DataFrame) -> pd.DataFrame:
    return ranges.dropna(subset=["cost_low", "cost_high", "impressions_low", "impressions_high"])
