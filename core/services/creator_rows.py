"""The facts of some creators that a ranked card or table shows."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from core.queries.growth.evidence import evidence_join
from core.queries.prices.estimates import estimate_join


def creator_rows(
    con: duckdb.DuckDBPyConnection, rowids: np.ndarray, *, first_rank: int = 1
) -> pd.DataFrame:
    """One row per creator in the order given.

    Args:
        rowids: (n,) DuckDB rowids of `influencers`.
    Returns:
        Columns rank (from `first_rank`), influencer_id, handle, name, platform, niche_id, niche,
        second_niche, bio, country, audience_country, tier, followers_count, engagement_rate,
        engagement_percentile, growth_fraction, sparkline, post_price, story_price,
        caution_score, status, category and the columns of `evidence_join` and `estimate_join`.
    """
    join, evidence = evidence_join(con)
    price_join, estimates = estimate_join(con)
    return con.execute(
        f"""
        WITH wanted AS (
            SELECT unnest($rowids::BIGINT[]) AS row_number,
                   unnest(range(len($rowids::BIGINT[]))) AS place
        )
        SELECT w.place + $first AS rank, i.influencer_id, i.handle, i.name, i.platform, m.niche_id,
               n.name AS niche, n2.name AS second_niche, i.bio, i.country, i.audience_country,
               s.tier, i.followers_count, s.engagement_rate, s.engagement_percentile,
               s.growth_fraction, s.sparkline, i.post_price, i.story_price, a.caution_score,
               a.status, i.category, {evidence}, {estimates}
        FROM wanted w
        JOIN influencers i ON i.rowid = w.row_number
        LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
        LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
        LEFT JOIN niches n ON n.niche_id = m.niche_id
        LEFT JOIN niches n2 ON n2.niche_id = m.second_niche_id
        LEFT JOIN caution a ON a.influencer_id = i.influencer_id
        {join}
        {price_join}
        ORDER BY w.place
        """,
        {"rowids": rowids.tolist(), "first": first_rank},
    ).df()
