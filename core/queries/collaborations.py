"""Who worked with whom, and what is known of both."""

from __future__ import annotations

import duckdb
import pandas as pd


def partners(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Pairs of a brand and a creator that worked together, each once, by their ids."""
    return con.execute(
        """SELECT DISTINCT brand_id, influencer_id FROM collaborations
           WHERE brand_id IS NOT NULL AND influencer_id IS NOT NULL ORDER BY ALL"""
    ).fetchall()


def partners_of_brand(con: duckdb.DuckDBPyConnection, brand_id: str) -> set[str]:
    """Ids of the creators that a brand worked with."""
    rows = con.execute(
        """SELECT DISTINCT influencer_id FROM collaborations
           WHERE brand_id = $id AND influencer_id IS NOT NULL ORDER BY influencer_id""",
        {"id": brand_id},
    ).fetchall()
    return {row[0] for row in rows}


def brand_facts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Brands by id: brand_id, category, country, followers; missing when unknown."""
    return con.execute(
        """SELECT brand_id, category, country, followers_count AS followers
           FROM brands ORDER BY brand_id"""
    ).df()


def creator_facts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Creators by id: influencer_id, handle, category, country, language, platform, followers,
    engagement_rate (a fraction) and post_price (EUR); missing when unknown.
    """
    return con.execute(
        """SELECT i.influencer_id, i.handle, i.category, i.country, i.language, i.platform,
                  i.followers_count AS followers, s.engagement_rate, i.post_price
           FROM influencers i LEFT JOIN profile_stats s USING (influencer_id)
           ORDER BY i.influencer_id"""
    ).df()
