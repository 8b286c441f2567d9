"""What the creators of a campaign cost and bring together: sums and ratios of their ranges."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.models.campaign.assumptions import Assumptions
from core.models.campaign.costs import BY_CPM

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
