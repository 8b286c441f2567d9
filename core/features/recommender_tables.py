"""What the recommender reads from a store: who did what, and features of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd


@dataclass(frozen=True)
class RecommenderTables:
    """Attributes:
    brands: brand_id, name, category, country, hashtags, followers_count; by brand_id.
    creators: influencer_id, category, country (of the audience, else of the creator), hashtags,
        platform, tier, post_price, engagement_rate, niche_id; by influencer_id.
    events: brand_id, influencer_id, kind, happened_at; by time, then ids. Collaborations without
        an interaction of their own count as one, NaT where their day is not known.
    """

    brands: pd.DataFrame
    creators: pd.DataFrame
    events: pd.DataFrame


def recommender_tables(con: duckdb.DuckDBPyConnection) -> RecommenderTables:
    """The three tables of a store whose steps up to the authenticity have run."""
    brands = recommender_brands(con)
    creators = con.execute(
        """
        SELECT i.influencer_id, i.category, coalesce(i.audience_country, i.country) AS country,
               i.hashtags, i.platform, s.tier, i.post_price, s.engagement_rate, m.niche_id
        FROM influencers i
        LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
        LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
        ORDER BY i.influencer_id
        """
    ).df()
    events = con.execute(
        """
        SELECT e.brand_id, e.influencer_id, e.kind, e.happened_at FROM interactions e
        JOIN brands b ON b.brand_id = e.brand_id
        JOIN influencers i ON i.influencer_id = e.influencer_id
        UNION ALL
        SELECT c.brand_id, c.influencer_id, 'collaboration', min(c.started_on)::TIMESTAMP
        FROM collaborations c
        JOIN brands b ON b.brand_id = c.brand_id
        JOIN influencers i ON i.influencer_id = c.influencer_id
        WHERE NOT EXISTS (
            FROM interactions e WHERE e.brand_id = c.brand_id
            AND e.influencer_id = c.influencer_id AND e.kind = 'collaboration')
        GROUP BY c.brand_id, c.influencer_id
        ORDER BY happened_at NULLS FIRST, brand_id, influencer_id, kind
        """
    ).df()
    return RecommenderTables(brands, creators, events)


def recommender_brands(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The brands as in `RecommenderTables`."""
    return con.execute(
        """SELECT brand_id, name, category, country, hashtags, followers_count
           FROM brands ORDER BY brand_id"""
    ).df()


def brand_columns(brands: pd.DataFrame, text_clusters: np.ndarray) -> dict[str, list[Any]]:
    """Columns for `feature_matrix`: category, country, hashtags, size band, text cluster.

    Args:
        brands: with the columns of `RecommenderTables.brands`.
        text_clusters: (n,) number of the cluster of the brand's text, -1 without text.
    """
    return {
        "category": _folded(brands["category"]),
        "country": _folded(brands["country"]),
        "hashtag": _tags(brands["hashtags"]),
        "size": _bands(brands["followers_count"]),
        "text cluster": _clusters(text_clusters),
    }


def creator_columns(creators: pd.DataFrame, text_clusters: np.ndarray) -> dict[str, list[Any]]:
    """Columns for `feature_matrix`: niche, category, country, tier, price band, hashtags,
    engagement band, platform and text cluster. See `brand_columns`."""
    return {
        "niche": [
            None if pd.isna(niche_id) else f"{int(niche_id)}n" for niche_id in creators["niche_id"]
        ],
        "category": _folded(creators["category"]),
        "country": _folded(creators["country"]),
        "tier": creators["tier"].tolist(),
        "price": _bands(creators["post_price"]),
        "hashtag": _tags(creators["hashtags"]),
        "engagement": _bands(creators["engagement_rate"]),
        "platform": _folded(creators["platform"]),
        "text cluster": _clusters(text_clusters),
    }


def with_brand(brands: pd.DataFrame, row: Mapping[str, Any]) -> pd.DataFrame:
    """The brands and one more at the end, which no build knows."""
    values = {name: row.get(name) for name in brands.columns}
    return pd.concat([brands, pd.DataFrame([values])], ignore_index=True)


def _folded(values: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else str(value).strip().casefold() for value in values]


def _tags(values: pd.Series) -> list[str | None]:
    return [
        "|".join(sorted(value)) if isinstance(value, list | tuple | np.ndarray) else None
        for value in values
    ]


def _clusters(numbers: np.ndarray) -> list[str | None]:
    # With a letter, or a column of numbers would be cut into classes of equal size.
    return [None if number < 0 else f"{int(number)}c" for number in numbers]


def _bands(values: pd.Series) -> list[float | None]:
    """Numbers as they are: `feature_matrix` makes five classes of equal size of them."""
    return [None if pd.isna(value) else float(value) for value in values]
