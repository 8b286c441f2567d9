"""Read queries for who is rising and where follower counts are heading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from core.domain.thresholds import MOMENTUM_RISING, WORTH_CHECKING
from core.queries.builds import MOMENTUM, has
from core.queries.conditions import (
    AS_LISTED,
    IS_LISTED,
    Condition,
    all_of,
    any_of,
    facts,
    page_of_ids,
    posts_often,
    where,
    without_unusual,
)

POINTS_MAX, TOP_POINTS = 800, 300
COUNTS_MAX = 1_500
_BRAND_NICHES = 3

_FROM = """
    FROM momentum m
    JOIN influencers i USING (influencer_id)
    JOIN profile_stats s USING (influencer_id)
    LEFT JOIN growth_evidence g USING (influencer_id)
    LEFT JOIN influencer_niches x USING (influencer_id)
    LEFT JOIN niches n USING (niche_id)
    LEFT JOIN forecasts f ON f.influencer_id = m.influencer_id AND f.horizon_days = 30
"""
# Name on the page -> order; every order ends in the unique id.
ORDERS: dict[str, str] = {
    "Highest momentum": "momentum_rank",
    "Fastest beyond peers": "growth_beyond DESC NULLS LAST",
    "Speeding up most": "acceleration DESC NULLS LAST",
    "Likeliest to reach the next tier": "pass_probability DESC NULLS LAST",
    "Most followers": "followers_count DESC NULLS LAST",
    "Fewest followers": "followers_count ASC NULLS LAST",
}
DEFAULT_ORDER = "Highest momentum"


@dataclass(frozen=True)
class RisingFilter:
    """Which creators stand in the ranking; an empty tuple means any.

    Attributes:
        tiers, platforms, confidences: names as in the store.
        niche_ids: niches.niche_id.
        followers_min: at least so many followers.
        posts_a_week_min: at least so many posts a week in the last 28 days; 0 is no limit.
        hide_unusual: leave out growth that is worth checking.
    """

    tiers: tuple[str, ...] = ()
    niche_ids: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    followers_min: int = 0
    posts_a_week_min: float = 0.0
    hide_unusual: bool = True

    def passing(self, con: duckdb.DuckDBPyConnection) -> Condition:
        """On `creator_facts`: the creator stands in the ranking."""
        return all_of(self.passing_whatever_growth(con), without_unusual(self.hide_unusual))

    def passing_whatever_growth(self, con: duckdb.DuckDBPyConnection) -> Condition:
        """The same, however the growth is."""
        return all_of(
            Condition("momentum_score IS NOT NULL"),
            any_of("tiers", self.tiers, "tier"),
            any_of("niche_ids", self.niche_ids, "niche_id"),
            any_of("platforms", self.platforms, "platform"),
            any_of("confidences", self.confidences, "momentum_confidence"),
            where(
                self.followers_min > 0,
                "followers_count >= $followers_min",
                followers_min=self.followers_min,
            ),
            posts_often(con, self.posts_a_week_min),
        )


@dataclass(frozen=True)
class RisingSummary:
    """Counts over the filtered creators.

    Attributes:
        creators_count: with a score that pass the filter.
        rated_count, unrated_count: of the store with a score, and without one.
        high_count: of them with a score of `MOMENTUM_RISING` or more.
        median_growth: a week beyond peers of those, a fraction; None without any.
        passing_count: expected number that reach the next tier in 30 days; None without forecasts.
        hidden_count: left out of these because their growth is worth checking.
        first_day, last_day: window; None without histories.
    """

    creators_count: int
    rated_count: int
    unrated_count: int
    high_count: int
    median_growth: float | None
    passing_count: float | None
    hidden_count: int
    first_day: date | None
    last_day: date | None


def momentum_join(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL that joins momentum to `influencers i`, and the columns momentum_percentile and
    growth_beyond of it; NULLs for builds of earlier versions."""
    if not has(con, MOMENTUM):
        return "", "NULL::DOUBLE AS momentum_percentile, NULL::DOUBLE AS growth_beyond"
    return (
        "LEFT JOIN momentum r ON r.influencer_id = i.influencer_id",
        "r.percentile AS momentum_percentile, r.growth_beyond",
    )


def rising_summary(con: duckdb.DuckDBPyConnection, chosen: RisingFilter) -> RisingSummary:
    """Counts of the creators that pass the filter; zeros when there are none."""
    passing = chosen.passing(con)
    hidden = all_of(
        chosen.passing_whatever_growth(con),
        Condition("purchased_probability >= $worth_checking", {"worth_checking": WORTH_CHECKING})
        if chosen.hide_unusual
        else Condition("false"),
    )
    row = con.execute(
        f"""SELECT count(*) FILTER ({passing.sql}), count(momentum_score),
                   count(*) FILTER (momentum_score IS NULL),
                   count(*) FILTER ({passing.sql} AND momentum_score >= {MOMENTUM_RISING}),
                   median(growth_beyond)
                     FILTER ({passing.sql} AND momentum_score >= {MOMENTUM_RISING}),
                   sum(pass_probability) FILTER ({passing.sql}), count(*) FILTER ({hidden.sql}),
                   min(momentum_first_day), max(momentum_last_day) FROM {facts(con)}""",
        {**passing.values, **hidden.values},
    ).fetchone()
    # An aggregate without GROUP BY always has a row.
    return RisingSummary(*row) if row else RisingSummary(0, 0, 0, 0, None, None, 0, None, None)


def rising_page(
    con: duckdb.DuckDBPyConnection,
    chosen: RisingFilter,
    *,
    order: str = DEFAULT_ORDER,
    page: int = 1,
    page_size: int = 25,
) -> pd.DataFrame:
    """One page of the ranking.

    Args:
        order: a name in `ORDERS`.
        page: 1-based; beyond the last page the frame is empty.
    """
    ids = page_of_ids(con, chosen.passing(con), ORDERS[order], page=page, page_size=page_size)
    return con.execute(
        f"""SELECT i.influencer_id, i.name, i.handle, i.platform, n.name AS niche, s.tier,
                   i.followers_count, s.sparkline, m.momentum_score, m.momentum_rank, m.percentile,
                   m.weekly_growth, m.growth_beyond, m.acceleration, m.confidence, m.reasons_for,
                   m.reasons_against, g.purchased_probability, g.pattern AS growth_pattern,
                   g.pattern_first_day, g.pattern_last_day, g.authenticity_index,
                   f.followers_forecast,
                   f.followers_low, f.followers_high, f.next_tier, f.pass_probability
            {_FROM} WHERE {IS_LISTED} ORDER BY {AS_LISTED} LIMIT $limit""",
        {"ids": ids, "limit": page_size},
    ).df()


def rising_points(con: duckdb.DuckDBPyConnection, chosen: RisingFilter) -> pd.DataFrame:
    """Size and momentum of the best `TOP_POINTS` that pass and of a fixed draw of the others.

    Returns:
        influencer_id, name, handle, followers_count, momentum_score, growth_beyond, tier;
        at most `POINTS_MAX` rows.
    """
    passing = chosen.passing(con)
    return con.execute(
        f"""WITH points AS (
                SELECT influencer_id, handle, followers_count, momentum_score, momentum_rank,
                       growth_beyond, tier
                FROM {facts(con)} WHERE {passing.sql} AND followers_count > 0
                QUALIFY row_number() OVER (ORDER BY momentum_rank) <= $top_points
                    OR row_number() OVER (
                        ORDER BY momentum_rank <= $top_points, md5(influencer_id)) <= $others)
            SELECT p.influencer_id, i.name, p.handle, p.followers_count, p.momentum_score,
                   p.growth_beyond, p.tier
            FROM points p JOIN influencers i USING (influencer_id)
            ORDER BY p.momentum_rank, p.influencer_id LIMIT $points_max""",
        {
            **passing.values,
            "top_points": TOP_POINTS,
            "others": POINTS_MAX - TOP_POINTS,
            "points_max": POINTS_MAX,
        },
    ).df()


def brand_niches(con: duckdb.DuckDBPyConnection, brand_id: str) -> pd.DataFrame:
    """The niches in which a brand's best matches stand, most of them first.

    Returns:
        niche_id, niche, creators_count; empty for a brand without stored matches.
    """
    return con.execute(
        """SELECT x.niche_id, n.name AS niche, count(*) AS creators_count
           FROM brand_matches b
           JOIN influencer_niches x USING (influencer_id) JOIN niches n USING (niche_id)
           WHERE b.brand_id = $brand_id
           GROUP BY x.niche_id, n.name ORDER BY creators_count DESC, x.niche_id LIMIT $limit""",
        {"brand_id": brand_id, "limit": _BRAND_NICHES},
    ).df()


def creator_momentum(con: duckdb.DuckDBPyConnection, influencer_id: str) -> dict[str, Any] | None:
    """All columns of `momentum` of one creator, with those of `evidence_join`; None without a
    row."""
    rows = con.execute(
        """SELECT m.*, g.purchased_probability, g.pattern AS growth_pattern, g.pattern_first_day,
                  g.pattern_last_day, g.authenticity_index
           FROM momentum m
           LEFT JOIN growth_evidence g USING (influencer_id)
           WHERE m.influencer_id = $id LIMIT 1""",
        {"id": influencer_id},
    ).df()
    if rows.empty:
        return None
    row: dict[str, Any] = rows.to_dict("records")[0]
    return row


def creator_forecasts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """The forecasts of one creator, the nearest first; columns as in `forecasts`."""
    return con.execute(
        """SELECT horizon_days, from_day, followers_now, followers_forecast, followers_low,
                  followers_high, next_tier, pass_probability, is_tested, tested_days
           FROM forecasts WHERE influencer_id = $id ORDER BY horizon_days""",
        {"id": influencer_id},
    ).df()


def creator_counts(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """day and followers_count of one creator, the newest `COUNTS_MAX`, oldest first."""
    return con.execute(
        """SELECT day, followers_count FROM (
               SELECT day, followers_count FROM follower_history WHERE influencer_id = $id
               ORDER BY day DESC LIMIT $counts_max)
           ORDER BY day""",
        {"id": influencer_id, "counts_max": COUNTS_MAX},
    ).df()
