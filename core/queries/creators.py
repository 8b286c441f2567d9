"""Read queries for one creator and for short lists of creators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pandas as pd

from core.errors import NotFoundError
from core.models.growth.verdict import GrowthVerdict, verdict_of
from core.queries.growth.evidence import evidence_join


@dataclass(frozen=True)
class Creator:
    """Everything the store says about one creator in single values; None when unknown.

    Units as in the tables: rates, percentile and growth are fractions, prices EUR.
    """

    influencer_id: str
    handle: str
    name: str
    platform: str
    url: str | None
    bio: str | None
    category: str | None
    country: str | None
    audience_country: str | None
    language: str | None
    followers_count: int | None
    following_count: int | None
    posts_count: int | None
    avg_likes: float | None
    avg_comments: float | None
    avg_views: float | None
    story_price: float | None
    post_price: float | None
    hashtags: list[str] | None
    tier: str | None
    engagement_rate: float | None
    engagement_percentile: float | None
    peer_group: str | None
    peer_count: int | None
    growth_fraction: float | None
    first_day: date | None
    last_day: date | None
    days_known: int | None
    sparkline: list[int] | None
    posts_stored: int | None
    sponsored_count: int | None
    last_posted_at: datetime | None
    niche_id: int | None
    niche: str | None
    niche_keywords: list[str] | None
    niche_confidence: float | None
    second_niche: str | None
    caution_score: int | None
    spike_count: int | None
    authenticity_status: str | None
    purchased_probability: float | None
    growth_pattern: str | None
    pattern_first_day: date | None
    pattern_last_day: date | None
    authenticity_index: int | None

    @property
    def verdict(self) -> GrowthVerdict:
        """What the growth evidence says."""
        return verdict_of(vars(self))


def creator(con: duckdb.DuckDBPyConnection, influencer_id: str) -> Creator:
    """One creator.

    Raises:
        NotFoundError: the build has no creator with this id.
    """
    join, evidence = evidence_join(con)
    row = con.execute(
        f"""SELECT i.influencer_id, i.handle, i.name, i.platform, i.url, i.bio, i.category,
                  i.country, i.audience_country, i.language, i.followers_count, i.following_count,
                  i.posts_count, i.avg_likes, i.avg_comments, i.avg_views, i.story_price,
                  i.post_price, i.hashtags, s.tier, s.engagement_rate, s.engagement_percentile,
                  s.peer_group, s.peer_count, s.growth_fraction, s.first_day, s.last_day,
                  s.days_known, s.sparkline, s.posts_stored, s.sponsored_count, s.last_posted_at,
                  m.niche_id, n.name, n.keywords, m.confidence, n2.name, a.caution_score,
                  a.spike_count, a.status, {evidence}
           FROM influencers i
           LEFT JOIN profile_stats s USING (influencer_id)
           LEFT JOIN influencer_niches m USING (influencer_id)
           LEFT JOIN niches n ON n.niche_id = m.niche_id
           LEFT JOIN niches n2 ON n2.niche_id = m.second_niche_id
           LEFT JOIN caution a USING (influencer_id)
           {join}
           WHERE i.influencer_id = $id LIMIT 1""",
        {"id": influencer_id},
    ).fetchone()
    if row is None:
        raise NotFoundError(
            f"There is no creator '{influencer_id[:80]}' in this build. The link may come from "
            "another build; search by handle or name instead."
        )
    return Creator(*row)


def found_creators(con: duckdb.DuckDBPyConnection, text: str, *, limit: int = 20) -> pd.DataFrame:
    """Creators whose handle or name holds `text`, exact and leading hits first.

    Args:
        text: any case, a leading @ is ignored; '' gives the creators with most followers.
    Returns:
        influencer_id, name, handle, platform, followers_count.
    """
    return con.execute(
        """SELECT influencer_id, name, handle, platform, followers_count
           FROM influencers
           WHERE contains(lower(handle), $text) OR contains(lower(name), $text)
                 OR lower(influencer_id) = $text
           ORDER BY lower(handle) = $text DESC, lower(name) = $text DESC,
                    starts_with(lower(handle), $text) DESC, starts_with(lower(name), $text) DESC,
                    followers_count DESC NULLS LAST, influencer_id
           LIMIT $limit""",
        {"text": text.strip().removeprefix("@").lower(), "limit": limit},
    ).df()


def listed_creators(con: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> pd.DataFrame:
    """One row per creator for cards and tables, in the order of `ids`; unknown ids are left out.

    Returns:
        influencer_id, name, handle, platform, country, niche, tier, followers_count,
        engagement_rate, engagement_percentile, sparkline, growth_fraction, story_price,
        post_price, bio and the columns of `evidence_join`.
    """
    join, evidence = evidence_join(con)
    return con.execute(
        f"""SELECT i.influencer_id, i.name, i.handle, i.platform, i.country, n.name AS niche,
                  s.tier, i.followers_count, s.engagement_rate, s.engagement_percentile,
                  s.sparkline, s.growth_fraction, i.story_price, i.post_price, i.bio, {evidence}
           FROM influencers i
           LEFT JOIN profile_stats s USING (influencer_id)
           LEFT JOIN influencer_niches m USING (influencer_id)
           LEFT JOIN niches n USING (niche_id)
           {join}
           WHERE list_contains($ids::VARCHAR[], i.influencer_id)
           ORDER BY list_position($ids::VARCHAR[], i.influencer_id), i.influencer_id
           LIMIT $limit""",
        {"ids": list(ids), "limit": len(ids)},
    ).df()


def collaborations(
    con: duckdb.DuckDBPyConnection, influencer_id: str, *, limit: int = 50
) -> pd.DataFrame:
    """Collaborations of a creator, newest first: brand_id, brand, category, started_on, price."""
    return con.execute(
        """SELECT c.brand_id, coalesce(b.name, c.brand_id) AS brand, b.category, c.started_on,
                  c.price
           FROM collaborations c LEFT JOIN brands b USING (brand_id)
           WHERE c.influencer_id = $id
           ORDER BY c.started_on DESC NULLS LAST, c.collaboration_id LIMIT $limit""",
        {"id": influencer_id, "limit": limit},
    ).df()


def top_ten_places(
    con: duckdb.DuckDBPyConnection, influencer_id: str, *, limit: int = 20
) -> pd.DataFrame:
    """Brands whose stored best matches include the creator, best place first.

    Returns:
        brand_id, brand, category, match_rank, similarity_score, match_label, percentile,
        shared_words.
    """
    return con.execute(
        """SELECT m.brand_id, b.name AS brand, b.category, m.match_rank, m.similarity_score,
                  m.match_label, m.percentile, m.shared_words
           FROM brand_matches m JOIN brands b USING (brand_id)
           WHERE m.influencer_id = $id
           ORDER BY m.match_rank, m.similarity_score DESC, m.brand_id LIMIT $limit""",
        {"id": influencer_id, "limit": limit},
    ).df()


def links(con: duckdb.DuckDBPyConnection, influencer_ids: list[str]) -> dict[str, str]:
    """Profile links by id; creators without one are absent."""
    rows = con.execute(
        """SELECT influencer_id, url FROM influencers
           WHERE url IS NOT NULL AND list_contains($ids::VARCHAR[], influencer_id)
           ORDER BY influencer_id""",
        {"ids": influencer_ids},
    ).fetchall()
    return dict(rows)


def creator_row(con: duckdb.DuckDBPyConnection, influencer_id: str) -> int:
    """Row of a creator in `influencer_embeddings.npy`, by id; -1 when unknown."""
    row = con.execute(
        """SELECT CASE WHEN count(*) FILTER (influencer_id = $id) = 0 THEN -1
                       ELSE count(*) FILTER (influencer_id < $id) END
           FROM influencers""",
        {"id": influencer_id},
    ).fetchone()
    return row[0] if row else -1
