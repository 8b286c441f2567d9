"""Read queries for the table of creators to check first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from core.domain.probability import NEAR_CERTAIN
from core.domain.thresholds import WORTH_CHECKING
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
)

_FROM = """
    FROM influencers i
    JOIN caution a USING (influencer_id)
    JOIN profile_stats s USING (influencer_id)
    LEFT JOIN growth_evidence g USING (influencer_id)
    LEFT JOIN influencer_niches m USING (influencer_id)
    LEFT JOIN niches n USING (niche_id)
"""
# Name on the page -> order; every order ends in the unique id.
TRIAGE_ORDERS: dict[str, str] = {
    # Those that read as nearly certain are equally sure; what the growth concerns decides
    # between them.
    # `least` alone would take the bound for creators who are not judged.
    "Highest probability": f"if(purchased_probability >= {NEAR_CERTAIN}, {NEAR_CERTAIN}, "
    "purchased_probability) DESC NULLS LAST, "
    "abs(pattern_excess_count) DESC NULLS LAST, "
    "abs(pattern_excess_count) / nullif(followers_count, 0) DESC NULLS LAST, "
    "authenticity_index ASC NULLS LAST, followers_count DESC NULLS LAST",
    "Lowest index": "authenticity_index ASC NULLS LAST, purchased_probability DESC NULLS LAST",
    "Highest index": "authenticity_index DESC NULLS LAST, purchased_probability ASC NULLS LAST",
    "Largest unexplained gain": "pattern_excess_count DESC NULLS LAST, "
    "purchased_probability DESC NULLS LAST",
    "Most events": "events_count DESC NULLS LAST, purchased_probability DESC NULLS LAST",
    "Highest caution score": "caution_score DESC NULLS LAST, spike_count DESC NULLS LAST, "
    "followers_count DESC NULLS LAST",
    "Most followers": "followers_count DESC NULLS LAST",
    "Fastest growth": "growth_fraction DESC NULLS LAST",
    "Lowest engagement": "engagement_rate ASC NULLS LAST",
}
DEFAULT_ORDER = "Highest probability"
CELLS = 10  # of the heat map, a side
_FIELDS = """i.influencer_id, i.name, i.handle, i.platform, n.name AS niche, s.tier,
    i.followers_count, s.engagement_rate, s.engagement_percentile, s.growth_fraction, s.sparkline,
    a.caution_score, g.purchased_probability, g.authenticity_index,
    coalesce(g.confidence, 'not enough data') AS confidence,
    coalesce(g.pattern, 'unknown') AS pattern, g.pattern_first_day, g.pattern_last_day,
    g.pattern_excess_count, g.retained_30, g.reasons_for, g.reasons_against,
    s.first_day, s.last_day"""


@dataclass(frozen=True)
class TriageFilter:
    """Which creators stand in the triage table; an empty tuple means any.

    Attributes:
        tiers, platforms: names as in the store.
        niche_ids: niches.niche_id.
        patterns: growth_evidence.pattern; 'unknown' also stands for creators not judged.
        probability_min, probability_max: per cent, inclusive; 0 and 100 together keep the unknown.
        score_min, score_max: caution score, inclusive; 0 and 100 together keep unknown scores.
        only_judged: leave out creators with not enough data.
        posts_a_week_min: at least so many posts a week in the last 28 days; 0 is no limit.
    """

    tiers: tuple[str, ...] = ()
    niche_ids: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    probability_min: int = 0
    probability_max: int = 100
    score_min: int = 0
    score_max: int = 100
    only_judged: bool = False
    posts_a_week_min: float = 0.0

    def passing(self, con: duckdb.DuckDBPyConnection) -> Condition:
        """On `creator_facts`: the creator stands in the table."""
        return all_of(
            any_of("tiers", self.tiers, "tier"),
            any_of("niche_ids", self.niche_ids, "niche_id"),
            any_of("platforms", self.platforms, "platform"),
            any_of("patterns", self.patterns, "coalesce(pattern, 'unknown')"),
            where(
                (self.score_min, self.score_max) != (0, 100),
                "caution_score BETWEEN $score_min AND $score_max",
                score_min=self.score_min,
                score_max=self.score_max,
            ),
            where(
                (self.probability_min, self.probability_max) != (0, 100),
                "purchased_probability * 100 BETWEEN $probability_min AND $probability_max",
                probability_min=self.probability_min,
                probability_max=self.probability_max,
            ),
            where(self.only_judged, "purchased_probability IS NOT NULL"),
            posts_often(con, self.posts_a_week_min),
        )


@dataclass(frozen=True)
class TriageSummary:
    """Counts over the filtered creators.

    Attributes:
        creators_count: creators that pass the filter.
        judged_count: of them with a probability.
        high_count: of them with a probability worth checking.
        median_index: authenticity index; None when nobody is judged.
        first_day, last_day: window over all of them; None without a history.
    """

    creators_count: int
    judged_count: int
    high_count: int
    median_index: float | None
    first_day: date | None
    last_day: date | None

    @property
    def unjudged_count(self) -> int:
        """Creators whose growth cannot be assessed."""
        return self.creators_count - self.judged_count


def triage_summary(con: duckdb.DuckDBPyConnection, chosen: TriageFilter) -> TriageSummary:
    """Counts of the creators that pass the filter; zeros when there are none."""
    passing = chosen.passing(con)
    row = con.execute(
        f"""SELECT count(*), count(purchased_probability),
                   count(*) FILTER (purchased_probability >= $worth_checking),
                   median(authenticity_index), min(first_day), max(last_day)
            FROM {facts(con)} WHERE {passing.sql}""",
        {**passing.values, "worth_checking": WORTH_CHECKING},
    ).fetchone()
    # An aggregate without GROUP BY always has a row.
    return TriageSummary(*row) if row else TriageSummary(0, 0, 0, None, None, None)


def both_scores(con: duckdb.DuckDBPyConnection, chosen: TriageFilter) -> pd.DataFrame:
    """How many creators have which probability and which caution score.

    Returns:
        probability_cell, score_cell (0-9, tenths; the last holds its upper end too),
        creators_count; creators that lack either are left out.
    """
    passing = chosen.passing(con)
    return con.execute(
        f"""SELECT least(floor(purchased_probability * $cells), $cells - 1)::INTEGER
                       AS probability_cell,
                   least(caution_score * $cells // 100, $cells - 1)::INTEGER AS score_cell,
                   count(*) AS creators_count
            FROM {facts(con)} WHERE {passing.sql}
                AND purchased_probability IS NOT NULL AND caution_score IS NOT NULL
            GROUP BY ALL ORDER BY probability_cell, score_cell""",
        {**passing.values, "cells": CELLS},
    ).df()


def triage_page(
    con: duckdb.DuckDBPyConnection,
    chosen: TriageFilter,
    *,
    order: str = DEFAULT_ORDER,
    page: int = 1,
    page_size: int = 25,
) -> pd.DataFrame:
    """One page of creators for the triage table, with the columns of `_FIELDS`.

    Args:
        order: a name in `TRIAGE_ORDERS`.
        page: 1-based; beyond the last page the frame is empty.
    """
    ids = page_of_ids(
        con,
        chosen.passing(con),
        TRIAGE_ORDERS[order],
        page=page,
        page_size=page_size,
    )
    return con.execute(
        f"SELECT {_FIELDS} {_FROM} WHERE {IS_LISTED} ORDER BY {AS_LISTED} LIMIT $limit",
        {"ids": ids, "limit": page_size},
    ).df()
