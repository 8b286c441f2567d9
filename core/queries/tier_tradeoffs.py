"""Read query for what creators of each tier reach and cost."""

from __future__ import annotations

import duckdb
import pandas as pd

from core.domain.thresholds import WORTH_CHECKING


def tier_tradeoffs(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What creators of each tier reach and cost, smallest tier first.

    Reach is views a post where at least half of the creators have them, else likes and comments.

    Returns:
        tier, creators_count, priced_count (with price, reach and engagement), reach_kind ('views'
        or 'likes and comments'), and medians with their 10th and 90th percentile (`_p50`, `_p10`,
        `_p90`) of reach, engagement_rate, post_price, price_per_engagement, price_per_thousand
        (EUR), NaN when unknown; unusual_share (of those judged, growth worth checking).
    """
    figures = ", ".join(
        f"quantile_cont({name}, {share}) AS {name}_p{round(share * 100)}"
        for name in (
            "reach",
            "engagement_rate",
            "post_price",
            "price_per_engagement",
            "price_per_thousand",
        )
        for share in (0.1, 0.5, 0.9)
    )
    return con.execute(
        f"""WITH kind AS (
                SELECT count(avg_views) >= 0.5 * greatest(count(*), 1) AS by_views
                FROM influencers WHERE followers_count IS NOT NULL),
            one AS (
                SELECT s.tier, i.followers_count, s.engagement_rate, i.post_price, by_views,
                       CASE WHEN by_views THEN i.avg_views
                            ELSE s.engagement_rate * i.followers_count END AS reach,
                       s.engagement_rate * i.followers_count AS engagements,
                       g.purchased_probability
                FROM influencers i JOIN profile_stats s USING (influencer_id)
                LEFT JOIN growth_evidence g USING (influencer_id), kind
                WHERE s.tier IS NOT NULL),
            priced AS (
                SELECT *, post_price / nullif(engagements, 0) AS price_per_engagement,
                       1000 * post_price / nullif(reach, 0) AS price_per_thousand FROM one)
            SELECT tier, count(*) AS creators_count,
                   count(*) FILTER (price_per_engagement IS NOT NULL
                                    AND price_per_thousand IS NOT NULL) AS priced_count,
                   CASE WHEN any_value(by_views) THEN 'views' ELSE 'likes and comments' END
                       AS reach_kind,
                   {figures},
                   avg((purchased_probability >= $worth_checking)::INTEGER) AS unusual_share
            FROM priced GROUP BY tier ORDER BY min(followers_count), tier""",
        {"worth_checking": WORTH_CHECKING},
    ).df()
