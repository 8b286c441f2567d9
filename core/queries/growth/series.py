"""What one creator's growth is read from: counts, comparable accounts, posts, collaborations.

Days are numbers that count from 1970-01-01.
"""

from __future__ import annotations

import duckdb
import pandas as pd


def follower_counts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """day_number (rising) and followers_count of a creator; empty without a history."""
    return con.execute(
        """SELECT date_diff('day', DATE '1970-01-01', day) AS day_number, followers_count
           FROM follower_history WHERE influencer_id = $id ORDER BY day""",
        {"id": influencer_id},
    ).df()


def comparable_days(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """Same-day medians of the nearest cohort; empty when nobody is comparable.

    Returns:
        creator (always 0), step_days, day_number, median_rate (a fraction), extra_spread (0 when
        unknown).
    """
    return con.execute(
        """WITH me AS (
               SELECT platform_group, size_group FROM growth_evidence WHERE influencer_id = $id),
           near AS (
               SELECT c.step_days, c.day, c.median_fraction,
                      row_number() OVER (
                          PARTITION BY c.step_days, c.day
                          ORDER BY (c.platform = me.platform_group)::INTEGER
                              + (c.size_group >= 0)::INTEGER DESC) AS choice,
                      max(c.extra_spread) FILTER (c.platform = me.platform_group)
                          OVER (PARTITION BY c.step_days, c.day) AS extra_spread
               FROM cohort_growth c CROSS JOIN me
               WHERE c.platform = me.platform_group AND c.size_group IN (me.size_group, -1)
                     OR c.platform = '' AND c.size_group = -1)
           SELECT 0 AS creator, step_days, date_diff('day', DATE '1970-01-01', day) AS day_number,
                  median_fraction AS median_rate, coalesce(extra_spread, 0) AS extra_spread
           FROM near WHERE choice = 1 ORDER BY step_days, day_number""",
        {"id": influencer_id},
    ).df()


def peer_row(con: duckdb.DuckDBPyConnection, influencer_id: str) -> dict[str, float]:
    """What the evidence compared the creator with; NaN for what is not known.

    Returns:
        expected_rate, expected_followers, engagement_residual and followers_residual (robust
        deviations from what was expected, as in `core.models.growth.peers`), engagement_part and
        followers_part (0-100, as in `growth_evidence`), size_group.
    """
    # A creator has an expected rate only where both comparisons could be made.
    frame = con.execute(
        """WITH logs AS (
               SELECT g.influencer_id, g.size_group, g.expected_engagement_rate AS expected_rate,
                      g.expected_followers_count AS expected_followers, g.engagement_part,
                      g.followers_part,
                      CASE WHEN g.expected_engagement_rate IS NOT NULL THEN
                          ln((coalesce(i.avg_likes, 0) + coalesce(i.avg_comments, 0))
                             / i.followers_count / g.expected_engagement_rate) END AS rate_log,
                      CASE WHEN g.expected_followers_count IS NOT NULL THEN
                          ln(i.followers_count / g.expected_followers_count) END AS followers_log
               FROM growth_evidence g JOIN influencers i USING (influencer_id)),
           usual AS (
               SELECT median(rate_log) AS rate_middle, 1.4826 * mad(rate_log) AS rate_spread,
                      median(followers_log) AS followers_middle,
                      1.4826 * mad(followers_log) AS followers_spread
               FROM logs)
           SELECT size_group, expected_rate, expected_followers, engagement_part, followers_part,
                  (rate_log - rate_middle) / greatest(rate_spread, 1e-9) AS engagement_residual,
                  (followers_log - followers_middle) / greatest(followers_spread, 1e-9)
                      AS followers_residual
           FROM logs CROSS JOIN usual WHERE influencer_id = $id""",
        {"id": influencer_id},
    ).df()
    if frame.empty:
        return dict.fromkeys(frame.columns, float("nan")) | {"size_group": -1.0}
    return {str(name): float(value) for name, value in frame.astype(float).iloc[0].items()}


def dated_posts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """Posts with a time: creator (always 0), day_number, engagements (NaN when unknown)."""
    return con.execute(
        """SELECT 0 AS creator, date_diff('day', DATE '1970-01-01', posted_at::DATE) AS day_number,
                  CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
                       THEN (coalesce(likes_count, 0) + coalesce(comments_count, 0))::DOUBLE
                  END AS engagements
           FROM posts WHERE influencer_id = $id AND posted_at IS NOT NULL
           ORDER BY day_number, post_id""",
        {"id": influencer_id},
    ).df()


def collaboration_days(con: duckdb.DuckDBPyConnection, influencer_id: str) -> list[int] | None:
    """Days on which collaborations began, rising; None when the build knows none of anybody."""
    known = con.execute("SELECT count(*) FROM collaborations").fetchone()
    if not known or not known[0]:
        return None
    rows = con.execute(
        """SELECT date_diff('day', DATE '1970-01-01', started_on) AS day_number
           FROM collaborations WHERE influencer_id = $id AND started_on IS NOT NULL
           ORDER BY day_number, collaboration_id""",
        {"id": influencer_id},
    ).fetchall()
    return [int(day) for (day,) in rows]
