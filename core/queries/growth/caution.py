"""Read queries for one creator: the caution score, posts by day, engagement of peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from core.models.caution.flags import TierMedians

# A page sends at most 5,000 points; days with posts beyond this are the oldest.
POST_DAYS_MAX = 700


@dataclass(frozen=True)
class CautionScore:
    """The caution score of one creator, its parts and its window; fields as in `caution`."""

    caution_score: int | None
    spike_count: int | None
    spike_points: int | None
    engagement_points: int | None
    growth_points: int | None
    engagement_percent: float | None
    growth_percent: float | None
    mean_daily_change: float | None
    sd_daily_change: float | None
    spike_threshold: float | None
    first_day: date | None
    last_day: date | None
    days_known: int
    status: str
    reasons: list[str]
    red_flags: list[str]
    model_version: str


def caution_score(con: duckdb.DuckDBPyConnection, influencer_id: str) -> CautionScore | None:
    """The score of one creator; None when the build holds none."""
    row = con.execute(
        """SELECT caution_score, spike_count, spike_points, engagement_points, growth_points,
                  engagement_percent, growth_percent, mean_daily_change, sd_daily_change,
                  spike_threshold, first_day, last_day, days_known, status, reasons, red_flags,
                  model_version
           FROM caution WHERE influencer_id = $id LIMIT 1""",
        {"id": influencer_id},
    ).fetchone()
    return None if row is None else CautionScore(*row)


def tier_medians(con: duckdb.DuckDBPyConnection, influencer_id: str) -> TierMedians | None:
    """What is usual in the tier of a creator, by the figures of the caution score; None
    without a tier."""
    row = con.execute(
        """SELECT s.tier, median(a.engagement_percent), median(a.growth_percent),
                  median(a.spike_count)
           FROM profile_stats s JOIN caution a USING (influencer_id)
           WHERE s.tier = (SELECT tier FROM profile_stats WHERE influencer_id = $id)
           GROUP BY s.tier""",
        {"id": influencer_id},
    ).fetchone()
    return None if row is None else TierMedians(*row)


def posts_by_day(
    con: duckdb.DuckDBPyConnection, influencer_id: str, *, days_max: int = POST_DAYS_MAX
) -> pd.DataFrame:
    """Posts of one creator a UTC day, newest `days_max` days with a post, oldest first.

    Returns:
        day, posts_count, sponsored_count, engagements_per_post (likes + comments, mean, NaN
        when unknown), caption (first 90 characters of the day's most liked post).
    """
    return con.execute(
        """SELECT day, posts_count, sponsored_count, engagements_per_post, caption FROM (
               SELECT posted_at::DATE AS day, count(*) AS posts_count,
                      count(*) FILTER (is_sponsored) AS sponsored_count,
                      avg(coalesce(likes_count, 0) + coalesce(comments_count, 0))
                          FILTER (coalesce(likes_count, comments_count) IS NOT NULL)
                          AS engagements_per_post,
                      left(first(caption ORDER BY likes_count DESC NULLS LAST, post_id), 90)
                          AS caption
               FROM posts WHERE influencer_id = $id AND posted_at IS NOT NULL
               GROUP BY posted_at::DATE ORDER BY day DESC LIMIT $days_max)
           ORDER BY day""",
        {"id": influencer_id, "days_max": days_max},
    ).df()


@dataclass(frozen=True)
class PeerEngagement:
    """Engagement rates among a creator's peers, as fractions.

    Attributes:
        peer_group: in words, for example 'micro · Travel & hiking'.
        peer_count: creators with a known rate, the creator included.
        own: rate of the creator; None when unknown.
        percentile: 0-1 among the peers; None when unknown or too few peers.
        p10 ... p90: percentiles of the peers.
    """

    peer_group: str
    peer_count: int
    own: float | None
    percentile: float | None
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


def peer_engagement(con: duckdb.DuckDBPyConnection, influencer_id: str) -> PeerEngagement | None:
    """Engagement of a creator beside its own tier and niche; None without tier or known rates."""
    row = con.execute(
        """
        WITH me AS (
            SELECT s.tier, s.peer_group, s.engagement_rate, s.engagement_percentile, m.niche_id
            FROM profile_stats s LEFT JOIN influencer_niches m USING (influencer_id)
            WHERE s.influencer_id = $id AND s.tier IS NOT NULL)
        SELECT me.peer_group, count(*), me.engagement_rate, me.engagement_percentile,
               quantile_cont(s.engagement_rate, 0.10), quantile_cont(s.engagement_rate, 0.25),
               quantile_cont(s.engagement_rate, 0.50), quantile_cont(s.engagement_rate, 0.75),
               quantile_cont(s.engagement_rate, 0.90)
        FROM me
        JOIN profile_stats s ON s.tier = me.tier AND s.engagement_rate IS NOT NULL
        LEFT JOIN influencer_niches m ON m.influencer_id = s.influencer_id
        WHERE me.peer_group = me.tier OR m.niche_id = me.niche_id
        GROUP BY ALL LIMIT 1
        """,
        {"id": influencer_id},
    ).fetchone()
    return None if row is None else PeerEngagement(*row)


def daily_changes(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """Followers a day between counts as they came, oldest first.

    Returns:
        day (of the count after the change), change_per_day; empty under two counts.
    """
    return con.execute(
        """WITH steps AS (
               SELECT day, followers_count - lag(followers_count) OVER (ORDER BY day) AS gained,
                      date_diff('day', lag(day) OVER (ORDER BY day), day) AS days
               FROM follower_history WHERE influencer_id = $id)
           SELECT day, gained / days AS change_per_day FROM steps WHERE days IS NOT NULL
           ORDER BY day""",
        {"id": influencer_id},
    ).df()
