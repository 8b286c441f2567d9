"""Read queries for the report on the recommender: how good it is, which creators its lists name."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from core.domain.tiers import TIERS

ALL_CREATORS, IN_USE = "All creators", "Lists of this build"
OTHER_SIZE = "smaller or unknown"
FIRST_PLACES = 10  # as long as the lists that are judged


def quality(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every measured figure of the recommender and of what it is compared with.

    Returns:
        brand_group ('known' or 'new'), way, metric, mean_value (NaN when it could not be
        computed), sd_value, runs_count, brands_count. Empty when nothing was measured.
    """
    return con.execute(
        """SELECT brand_group, way, metric, mean_value, sd_value, runs_count, brands_count
           FROM recommender_quality ORDER BY brand_group, metric, way"""
    ).df()


@dataclass(frozen=True)
class ListCoverage:
    """Attributes:
    creators_count, brands_count: of the build.
    first_count: creators in the first ten places of any brand's list.
    listed_count: creators at any place of any list.
    places_count: length of the longest list.
    """

    creators_count: int
    brands_count: int
    first_count: int
    listed_count: int
    places_count: int


def list_coverage(con: duckdb.DuckDBPyConnection) -> ListCoverage:
    """How many creators stand in the lists of the build."""
    row = con.execute(
        """SELECT (SELECT count(*) FROM influencers), count(DISTINCT brand_id),
                  count(DISTINCT CASE WHEN recommended_rank <= $first THEN influencer_id END),
                  count(DISTINCT influencer_id), coalesce(max(recommended_rank), 0)
           FROM recommendations""",
        {"first": FIRST_PLACES},
    ).fetchone()
    # An aggregate without GROUP BY always has a row.
    return ListCoverage(*row) if row else ListCoverage(0, 0, 0, 0, 0)


def list_figures(con: duckdb.DuckDBPyConnection, group: str) -> pd.DataFrame:
    """What the judged lists of each way look like beyond their hits, the widest first.

    Returns:
        way, coverage (share of all creators in any list), popularity (mean place by how often
        chosen, 1 the most), gini (0 all are named alike); all 0-1.
    """
    return con.execute(
        """SELECT way, max(mean_value) FILTER (metric = 'coverage') AS coverage,
                  max(mean_value) FILTER (metric = 'popularity') AS popularity,
                  max(mean_value) FILTER (metric = 'gini') AS gini
           FROM recommender_quality WHERE brand_group = $group
           GROUP BY way ORDER BY coverage DESC NULLS LAST, way""",
        {"group": group},
    ).df()


def tier_shares(con: duckdb.DuckDBPyConnection, group: str) -> pd.DataFrame:
    """Which sizes of creators the first ten places go to.

    Args:
        group: of brands whose judged lists are counted.
    Returns:
        way, tier, share (0-1; sums to 1 a way). First `ALL_CREATORS`, then the lists of this
        build, then the judged ways by name; tiers from small to large, after `OTHER_SIZE`.
        A way without any list is left out.
    """
    return con.execute(
        """WITH sizes AS (
               SELECT unnest($tiers::VARCHAR[]) AS tier, generate_subscripts($tiers::VARCHAR[], 1)
                      AS size),
           counted AS (
               SELECT $everyone AS way, 0 AS place, s.tier FROM influencers i
               LEFT JOIN profile_stats s USING (influencer_id)
               UNION ALL
               SELECT $in_use, 1, s.tier FROM recommendations r
               LEFT JOIN profile_stats s USING (influencer_id) WHERE recommended_rank <= $first),
           named AS (
               SELECT way, place, coalesce(z.tier, $other) AS tier, coalesce(z.size, 0) AS size,
                      1.0 AS amount
               FROM counted c LEFT JOIN sizes z USING (tier)),
           shares AS (
               SELECT way, place, tier, size, sum(amount) / sum(sum(amount)) OVER (PARTITION BY way)
                      AS share
               FROM named GROUP BY way, place, tier, size),
           judged AS (
               SELECT q.way, 2 AS place, z.tier, z.size, q.mean_value AS share
               FROM recommender_quality q JOIN sizes z ON q.metric = 'tier_' || z.tier
               WHERE q.brand_group = $group AND q.mean_value IS NOT NULL),
           rest AS (
               SELECT way, place, $other AS tier, 0 AS size, 1 - sum(share) AS share
               FROM judged GROUP BY way, place HAVING 1 - sum(share) > 0.0005)
           SELECT way, tier, share FROM (
               FROM shares UNION ALL FROM judged UNION ALL FROM rest)
           ORDER BY place, way, size""",
        {
            "tiers": [tier.name for tier in TIERS],
            "everyone": ALL_CREATORS,
            "in_use": IN_USE,
            "other": OTHER_SIZE,
            "first": FIRST_PLACES,
            "group": group,
        },
    ).df()


def other_metrics(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Measured figures of the models other than niches and profiles, which have their own place.

    Returns:
        model, metric, value (NaN when not measurable), note; by model and metric.
    """
    return con.execute(
        """SELECT model, metric, value, note FROM metrics 
           WHERE model NOT IN ('niches', 'profiling', 'build')
           ORDER BY model, metric"""
    ).df()


def ranking_quality(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What was measured of the orders of Brand match, one row per way.

    Returns:
        way, brands_count, deals_count, auc, recall_at_10, recall_at_50, mrr, map, median_rank
        (NaN when it could not be computed). Empty when nothing was measured.
    """
    return con.execute(
        """SELECT way, max(brands_count) AS brands_count, max(deals_count) AS deals_count,
                  max(mean_value) FILTER (metric = 'AUC') AS auc,
                  max(mean_value) FILTER (metric = 'R@10') AS recall_at_10,
                  max(mean_value) FILTER (metric = 'R@50') AS recall_at_50,
                  max(mean_value) FILTER (metric = 'MRR') AS mrr,
                  max(mean_value) FILTER (metric = 'MAP') AS map,
                  max(mean_value) FILTER (metric = 'MedR') AS median_rank
           FROM ranking_quality GROUP BY way ORDER BY recall_at_10 DESC NULLS LAST, map DESC, way"""
    ).df()
