"""Read queries for the influence score and for what is shown with it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from core.queries.growth.evidence import evidence_join

BRACKET_MAX = 10


def compared_creators(con: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> pd.DataFrame:
    """One row per creator in the order of `ids`; unknown ids are left out.

    Returns:
        influencer_id, name, handle, platform, niche, followers_count, engagement_rate,
        purchased_probability, and those of `influence` (NULL for creators without a score).
    """
    join, columns = evidence_join(con)
    return con.execute(
        f"""SELECT i.influencer_id, i.name, i.handle, i.platform, n.name AS niche,
                   i.followers_count, s.engagement_rate, {columns}, f.influence_score,
                   f.influence_low, f.influence_high, f.strength, f.strength_draws,
                   f.feature_values, f.parts, f.influence_rank, f.reasons, f.first_day,
                   f.as_of_day
            FROM influencers i
            LEFT JOIN profile_stats s USING (influencer_id)
            LEFT JOIN influencer_niches m USING (influencer_id)
            LEFT JOIN niches n USING (niche_id)
            LEFT JOIN influence f ON f.influencer_id = i.influencer_id
            {join}
            WHERE list_contains($ids::VARCHAR[], i.influencer_id)
            ORDER BY list_position($ids::VARCHAR[], i.influencer_id), i.influencer_id
            LIMIT $limit""",
        {"ids": list(ids), "limit": max(len(ids), 1)},
    ).df()


@dataclass(frozen=True)
class InfluenceQuality:
    """How well the score did on creators that were not learned from; None when not measured.

    Attributes:
        accuracy: share of pairs told right. alike_accuracy: of pairs near each other in size.
        followers_accuracy: what counting followers alone gets right of those, by validation.
        creators_count: learned from. note: on what it was measured, in words.
    """

    accuracy: float | None
    alike_accuracy: float | None
    followers_accuracy: float | None
    auc: float | None
    calibration_error: float | None
    creators_count: int
    note: str


def influence_quality(con: duckdb.DuckDBPyConnection) -> InfluenceQuality:
    """The figures that the build measured."""
    rows = con.execute(
        """SELECT metric, value, note FROM metrics WHERE model = 'influence'
           ORDER BY metric"""
    ).fetchall()
    values = {row[0]: row[1] for row in rows}
    notes = {row[0]: row[2] for row in rows}
    return InfluenceQuality(
        values.get("accuracy model"),
        values.get("accuracy model, alike"),
        values.get("accuracy followers only, alike"),
        values.get("auc model"),
        values.get("calibration_error model"),
        int(values.get("creators_known") or 0),
        notes.get("auc model", ""),
    )


def follower_days(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """day, followers_count, oldest first, and event_number, which is nowhere known here."""
    return con.execute(
        """SELECT day::TIMESTAMP AS day, followers_count, NULL::DOUBLE AS event_number
           FROM follower_history WHERE influencer_id = $id ORDER BY day""",
        {"id": influencer_id},
    ).df()


def post_reactions(con: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> pd.DataFrame:
    """influencer_id, posted_at and reactions (likes + comments) of the newest 200 posts each."""
    return con.execute(
        """SELECT influencer_id, posted_at,
                  coalesce(likes_count, 0) + coalesce(comments_count, 0) AS reactions
           FROM posts
           WHERE list_contains($ids::VARCHAR[], influencer_id) AND posted_at IS NOT NULL
                 AND coalesce(likes_count, comments_count) IS NOT NULL
           QUALIFY row_number() OVER (
               PARTITION BY influencer_id ORDER BY posted_at DESC, post_id) <= 200
           ORDER BY influencer_id, posted_at, post_id""",
        {"ids": list(ids)},
    ).df()


def best_matches(con: duckdb.DuckDBPyConnection, brand_id: str) -> list[str]:
    """Ids of the brand's stored best matches, best first, at most `BRACKET_MAX`."""
    rows = con.execute(
        """SELECT influencer_id FROM brand_matches WHERE brand_id = $id
           ORDER BY match_rank LIMIT $limit""",
        {"id": brand_id, "limit": BRACKET_MAX},
    ).fetchall()
    return [row[0] for row in rows]


def most_influential(con: duckdb.DuckDBPyConnection, *, limit: int) -> pd.DataFrame:
    """influencer_id, name, handle, followers_count and influence_score, highest first."""
    return con.execute(
        """SELECT f.influencer_id, i.name, i.handle, i.followers_count, f.influence_score
           FROM influence f JOIN influencers i USING (influencer_id)
           ORDER BY f.influence_rank, f.influencer_id LIMIT $limit""",
        {"limit": limit},
    ).df()
