"""Read queries for niches: cards, map, creators of one niche, how the number was chosen."""

from __future__ import annotations

import duckdb
import pandas as pd

from core.errors import NotFoundError
from core.queries.conditions import Condition, activity, all_of, any_of, facts, where
from core.queries.growth.evidence import evidence_join

# A browser draws no more points well.
MAP_POINTS_MAX = 5_000

# Shown name -> order of the creators of a niche; each ends in the unique key.
NICHE_ORDERS = {
    "Surest first": "m.confidence DESC, m.influencer_id",
    "Most followers": "i.followers_count DESC NULLS LAST, m.influencer_id",
    "Highest engagement": "s.engagement_rate DESC NULLS LAST, m.influencer_id",
    "Border cases": "m.confidence, m.influencer_id",
}


def niche_cards(con: duckdb.DuckDBPyConnection, *, limit: int = 200) -> pd.DataFrame:
    """One row a niche, largest first.

    Returns:
        niche_id, name, keywords (list), creators_count, share (0-1 of creators with a niche),
        median_followers, median_engagement_rate, median_post_price, median_growth_fraction,
        top_category, top_category_share, top_creators (list of up to 3 handles, most followed
        first), model_version.
    """
    return con.execute(
        # Only those with as many followers as the third of their niche are put in order.
        f"""WITH members AS (
               SELECT niche_id, influencer_id, handle, coalesce(followers_count, -1) AS followers
               FROM {facts(con)} WHERE niche_id IS NOT NULL),
           thirds AS (
               SELECT niche_id, list_min(max(followers, 3)) AS followers FROM members
               GROUP BY niche_id),
           ranked AS (
               SELECT niche_id, handle, row_number() OVER (
                          PARTITION BY niche_id ORDER BY m.followers DESC, influencer_id) AS place
               FROM members m JOIN thirds t USING (niche_id) WHERE m.followers >= t.followers),
           tops AS (
               SELECT niche_id, list(handle ORDER BY place) AS top_creators
               FROM ranked WHERE place <= 3 GROUP BY niche_id)
           SELECT n.niche_id, n.name, n.keywords, n.creators_count,
                  n.creators_count / nullif(sum(n.creators_count) OVER (), 0) AS share,
                  n.median_followers, n.median_engagement_rate, n.median_post_price,
                  n.median_growth_fraction, n.top_category, n.top_category_share,
                  t.top_creators, n.model_version
           FROM niches n LEFT JOIN tops t USING (niche_id)
           ORDER BY n.creators_count DESC, n.niche_id LIMIT $limit""",
        {"limit": limit},
    ).df()


def build_table(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The table of the build as SQL, past a view of the connection that has the same name."""
    row = con.execute("SELECT current_database()").fetchone()
    database = str(row[0] if row else "").replace('"', '""')
    return f'"{database}".main.{table}'


def niche_name(con: duckdb.DuckDBPyConnection, niche_id: int) -> str:
    """Name of a niche.

    Raises:
        NotFoundError: the build has no such niche.
    """
    row = con.execute(
        "SELECT name FROM niches WHERE niche_id = $id LIMIT 1", {"id": niche_id}
    ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no niche {niche_id} in this build; pick one of the cards.")
    return row[0]


def map_points(con: duckdb.DuckDBPyConnection, *, points_max: int = MAP_POINTS_MAX) -> pd.DataFrame:
    """Positions of creators, an even sample when there are more than `points_max`.

    The sample depends on the ids only, so the map looks the same each time.

    Returns:
        influencer_id, x, y, niche_id, niche, name, handle, followers_count, confidence.
    """
    return con.execute(
        """SELECT p.influencer_id, p.x, p.y, m.niche_id, n.name AS niche, i.name, i.handle,
                  i.followers_count, m.confidence
           FROM (SELECT influencer_id, x, y FROM influencer_map
                 ORDER BY hash(influencer_id), influencer_id LIMIT $limit) p
           JOIN influencers i USING (influencer_id)
           JOIN influencer_niches m USING (influencer_id)
           JOIN niches n USING (niche_id)
           ORDER BY m.niche_id, p.influencer_id LIMIT $limit""",
        {"limit": points_max},
    ).df()


def niche_creators(
    con: duckdb.DuckDBPyConnection,
    niche_id: int | None,
    *,
    ids: tuple[str, ...] = (),
    posts_a_week_min: float = 0.0,
    order: str = "Surest first",
    page: int = 1,
    page_size: int = 20,
) -> pd.DataFrame:
    """One page of the creators of a niche, or of the given ones.

    Args:
        niche_id: None for any niche.
        ids: only these creators; empty for all.
        posts_a_week_min: in the last 28 days, at least; 0 is no limit.
        order: a name in `NICHE_ORDERS`.
        page: 1-based; beyond the last page the frame is empty.
    Returns:
        influencer_id, name, handle, platform, niche_id, niche, confidence, second_niche,
        followers_count, engagement_rate, engagement_percentile, sparkline, post_price and the
        columns of `evidence_join`.
    Raises:
        NotFoundError: `order` is no such name.
    """
    if order not in NICHE_ORDERS:
        raise NotFoundError(f"Expected one of {', '.join(NICHE_ORDERS)}, found '{order[:80]}'.")
    join, evidence = evidence_join(con)
    activity_join, often = activity(con, posts_a_week_min)
    passing = all_of(_of_niche(niche_id, ids), often)
    return con.execute(
        f"""SELECT m.influencer_id, i.name, i.handle, i.platform, m.niche_id, n.name AS niche,
                   m.confidence, n2.name AS second_niche, i.followers_count, s.engagement_rate,
                   s.engagement_percentile, s.sparkline, i.post_price, {evidence}
            FROM influencer_niches m
            JOIN influencers i USING (influencer_id)
            JOIN niches n USING (niche_id)
            LEFT JOIN niches n2 ON n2.niche_id = m.second_niche_id
            LEFT JOIN profile_stats s USING (influencer_id)
            {join} {activity_join}
            WHERE {passing.sql}
            ORDER BY {NICHE_ORDERS[order]}
            LIMIT $limit OFFSET $offset""",
        {
            **passing.values,
            "limit": page_size,
            "offset": (max(page, 1) - 1) * page_size,
        },
    ).df()


def niche_creators_count(
    con: duckdb.DuckDBPyConnection,
    niche_id: int | None,
    *,
    ids: tuple[str, ...] = (),
    posts_a_week_min: float = 0.0,
) -> int:
    """How many creators all pages of `niche_creators` hold; arguments as there."""
    join, often = activity(con, posts_a_week_min)
    passing = all_of(_of_niche(niche_id, ids), often)
    row = con.execute(
        f"""SELECT count(*) FROM influencer_niches m JOIN influencers i USING (influencer_id)
            {join} WHERE {passing.sql}""",
        dict(passing.values),
    ).fetchone()
    return row[0] if row else 0


def _of_niche(niche_id: int | None, ids: tuple[str, ...]) -> Condition:
    return all_of(
        where(niche_id is not None, "m.niche_id = $niche", niche=niche_id),
        any_of("ids", ids, "m.influencer_id"),
    )


def selection_curve(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How good each tried number of niches was: k, silhouette, stability, chosen; by k."""
    return con.execute(
        "SELECT k, silhouette, stability, chosen FROM niche_selection ORDER BY k"
    ).df()


def model_metrics(con: duckdb.DuckDBPyConnection, model: str) -> pd.DataFrame:
    """Measured quality of a model: metric, value (NaN when not measurable), note; by metric."""
    return con.execute(
        """SELECT metric, value, note FROM metrics WHERE model = $model
           ORDER BY metric""",
        {"model": model},
    ).df()
