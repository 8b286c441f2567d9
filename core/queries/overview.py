"""Read queries about the whole store: how much there is, how it is spread, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from core.errors import NotFoundError


@dataclass(frozen=True)
class StoreSummary:
    """Counts of the whole store; days are None when there are no follower counts."""

    creators_count: int
    platforms_count: int
    countries_count: int
    posts_count: int
    brands_count: int
    ratings_count: int
    collaborations_count: int
    niches_count: int
    scored_count: int
    history_count: int
    history_creators_count: int
    first_day: date | None
    last_day: date | None
    followers_count: int | None  # all known ones together; None when none is known


def store_summary(con: duckdb.DuckDBPyConnection) -> StoreSummary:
    """What is in the store, in single numbers."""
    row = con.execute(
        """SELECT (SELECT count(*) FROM influencers),
                  (SELECT count(DISTINCT platform) FROM influencers WHERE platform <> 'unknown'),
                  (SELECT count(DISTINCT coalesce(country, audience_country)) FROM influencers),
                  (SELECT count(*) FROM posts),
                  (SELECT count(*) FROM brands),
                  (SELECT count(*) FROM ratings),
                  (SELECT count(*) FROM collaborations),
                  (SELECT count(*) FROM niches),
                  (SELECT count(caution_score) FROM caution),
                  (SELECT coalesce(sum(days_known), 0)::BIGINT FROM profile_stats),
                  (SELECT count(*) FROM profile_stats WHERE days_known > 0),
                  (SELECT min(first_day) FROM profile_stats),
                  (SELECT max(last_day) FROM profile_stats),
                  (SELECT sum(followers_count)::BIGINT FROM influencers)"""
    ).fetchone()
    if row is None:  # an aggregate without GROUP BY always has a row
        raise NotFoundError("The store gave no summary. Rebuild it on the Data page.")
    return StoreSummary(*row)


def posts_by_week(con: duckdb.DuckDBPyConnection, *, weeks_max: int = 26) -> list[int]:
    """Posts in each of the last weeks that have any, oldest first; without the last.

    The last week is cut off by the window of the data and would look like a fall. Data often
    holds the newest few posts of each creator, so that early weeks have posts of rare posters
    alone and would look like a rise: counted are the weeks after the posts of nine in ten
    creators have begun.
    """
    rows = con.execute(
        """WITH begun AS (
               SELECT quantile_disc(first_at, 0.9) AS day FROM (
                   SELECT min(posted_at) AS first_at FROM posts GROUP BY influencer_id))
           SELECT week, posts_count FROM (
               SELECT date_trunc('week', posted_at) AS week, count(*) AS posts_count FROM posts
               WHERE date_trunc('week', posted_at) > (SELECT date_trunc('week', day) FROM begun)
               GROUP BY week ORDER BY week DESC LIMIT $limit)
           ORDER BY week""",
        {"limit": weeks_max + 1},
    ).fetchall()
    return [count for _, count in rows][:-1]


@dataclass(frozen=True)
class FollowersCourse:
    """Followers of some creators together over the days.

    Attributes:
        totals: one per day, oldest first; empty without counts.
        first_day, last_day: of the totals; None without any.
        creators_count: creators that each of them sums.
    """

    totals: tuple[int, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    creators_count: int = 0

    @property
    def growth(self) -> float | None:
        """Change from the first to the last total, a fraction; None under two, or from 0."""
        if len(self.totals) < 2 or not self.totals[0]:
            return None
        return self.totals[-1] / self.totals[0] - 1


def followers_by_day(con: duckdb.DuckDBPyConnection, *, days_max: int = 90) -> FollowersCourse:
    """Followers together on the last days on which every creator with the usual window has a count.

    Only creators with the most frequent window are summed: otherwise a creator whose counts
    begin later would look like growth, and one with a gap like a fall.
    """
    rows = con.execute(
        """WITH usual AS (
               SELECT first_day, last_day, days_known, count(*) AS creators_count
               FROM profile_stats WHERE days_known > 1
               GROUP BY first_day, last_day, days_known
               ORDER BY count(*) DESC, last_day DESC, first_day, days_known LIMIT 1)
           SELECT h.day, sum(h.followers_count)::BIGINT, any_value(u.creators_count)
           FROM follower_history h
           JOIN profile_stats s USING (influencer_id)
           JOIN usual u USING (first_day, last_day, days_known)
           GROUP BY h.day HAVING count(*) = any_value(u.creators_count)
           ORDER BY h.day DESC LIMIT $limit""",
        {"limit": days_max},
    ).fetchall()[::-1]
    if not rows:
        return FollowersCourse()
    return FollowersCourse(
        tuple(total for _, total, _ in rows), rows[0][0], rows[-1][0], rows[0][2]
    )


def tier_summary(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Engagement and price by tier, smallest tier first.

    Returns:
        tier, creators_count, engagement_p25, engagement_p50, engagement_p75 (fractions),
        rated_count (with a known rate), price_p25, price_p50, price_p75 (EUR a post),
        priced_count (with a listed price); NaN when nothing is known.
    """
    return con.execute(
        """SELECT s.tier, count(*) AS creators_count,
                  quantile_cont(s.engagement_rate, 0.25) AS engagement_p25,
                  quantile_cont(s.engagement_rate, 0.50) AS engagement_p50,
                  quantile_cont(s.engagement_rate, 0.75) AS engagement_p75,
                  count(s.engagement_rate) AS rated_count,
                  quantile_cont(i.post_price, 0.25) AS price_p25,
                  quantile_cont(i.post_price, 0.50) AS price_p50,
                  quantile_cont(i.post_price, 0.75) AS price_p75,
                  count(i.post_price) AS priced_count
           FROM profile_stats s JOIN influencers i USING (influencer_id)
           WHERE s.tier IS NOT NULL
           GROUP BY s.tier ORDER BY min(i.followers_count), s.tier"""
    ).df()


# What creators can be counted by: shown name -> expression over influencers i, profile_stats s.
BREAKDOWNS = {
    "Platform": "i.platform",
    "Tier": "s.tier",
    "Country": "i.country",
    "Language": "i.language",
    "Category": "i.category",
}


def breakdown(con: duckdb.DuckDBPyConnection, by: str, *, limit: int = 15) -> pd.DataFrame:
    """Creators by one property, most frequent first.

    Args:
        by: a name in `BREAKDOWNS`.
    Returns:
        value (None when unknown), creators_count, share (0-1 of all creators), values_count (of
        all known values). Values beyond `limit` are left out.
    Raises:
        NotFoundError: `by` is no such name.
    """
    if by not in BREAKDOWNS:
        raise NotFoundError(f"Expected one of {', '.join(BREAKDOWNS)}, found '{by[:80]}'.")
    return con.execute(
        f"""SELECT {BREAKDOWNS[by]} AS value, count(*) AS creators_count,
                   count(*) / (SELECT count(*) FROM influencers) AS share,
                   count({BREAKDOWNS[by]}) OVER () AS values_count
            FROM influencers i LEFT JOIN profile_stats s USING (influencer_id)
            GROUP BY value ORDER BY creators_count DESC, value LIMIT $limit""",
        {"limit": limit},
    ).df()


def data_gaps(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What could not be computed from the data given, the widest gap first.

    Returns:
        capability, affected_count, total_count, share (0-1), reason, remedy.
    """
    return con.execute(
        """SELECT capability, affected_count, total_count,
                  affected_count / nullif(total_count, 0) AS share, reason, remedy
           FROM data_gaps ORDER BY share DESC NULLS LAST, capability"""
    ).df()
