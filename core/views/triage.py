"""Read queries for the table of creators to check first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

_FILTER = """
    (len($tiers::VARCHAR[]) = 0 OR list_contains($tiers::VARCHAR[], s.tier))
    AND (len($niche_ids::INTEGER[]) = 0 OR list_contains($niche_ids::INTEGER[], m.niche_id))
    AND (len($platforms::VARCHAR[]) = 0 OR list_contains($platforms::VARCHAR[], i.platform))
    AND (($score_min = 0 AND $score_max = 100)
         OR a.suspicion_score BETWEEN $score_min AND $score_max)
"""
_FROM = """
    FROM influencers i
    JOIN authenticity a USING (influencer_id)
    JOIN profile_stats s USING (influencer_id)
    LEFT JOIN influencer_niches m USING (influencer_id)
    LEFT JOIN niches n USING (niche_id)
"""
# Name on the page -> order; every order ends in the unique id.
TRIAGE_ORDERS: dict[str, str] = {
    "Highest caution score": "a.suspicion_score DESC NULLS LAST, a.spike_count DESC NULLS LAST, "
    "i.followers_count DESC NULLS LAST",
    "Lowest caution score": "a.suspicion_score ASC NULLS LAST, i.followers_count DESC NULLS LAST",
    "Most unusual days": "a.spike_count DESC NULLS LAST, a.suspicion_score DESC NULLS LAST",
    "Fastest growth": "s.growth_fraction DESC NULLS LAST",
    "Lowest engagement": "s.engagement_rate ASC NULLS LAST",
    "Most followers": "i.followers_count DESC NULLS LAST",
}


@dataclass(frozen=True)
class TriageFilter:
    """Which creators stand in the triage table; an empty tuple means any.

    Attributes:
        tiers, platforms: names as in the store.
        niche_ids: niches.niche_id.
        score_min, score_max: caution score, inclusive; 0 and 100 together keep unknown scores.
    """

    tiers: tuple[str, ...] = ()
    niche_ids: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    score_min: int = 0
    score_max: int = 100

    def parameters(self) -> dict[str, object]:
        return {
            "tiers": list(self.tiers),
            "niche_ids": list(self.niche_ids),
            "platforms": list(self.platforms),
            "score_min": self.score_min,
            "score_max": self.score_max,
        }


@dataclass(frozen=True)
class TriageSummary:
    """Counts over the filtered creators.

    Attributes:
        creators_count: creators that pass the filter.
        scored_count: of them with a score.
        high_count: of them with a score of at least 70.
        flagged_count: of them with a red flag.
        no_data_count: of them with status 'not enough data'.
        median_score: None without a score.
        first_day, last_day: window over all of them; None without a history.
    """

    creators_count: int
    scored_count: int
    high_count: int
    flagged_count: int
    no_data_count: int
    median_score: float | None
    first_day: date | None
    last_day: date | None


def triage_summary(con: duckdb.DuckDBPyConnection, chosen: TriageFilter) -> TriageSummary:
    """Counts of the creators that pass the filter; zeros when there are none."""
    row = con.execute(
        f"""SELECT count(*), count(a.suspicion_score),
                   count(*) FILTER (a.suspicion_score >= 70),
                   count(*) FILTER (len(a.red_flags) > 0),
                   count(*) FILTER (a.status = 'not enough data'),
                   median(a.suspicion_score), min(a.first_day), max(a.last_day)
            {_FROM} WHERE {_FILTER}""",
        chosen.parameters(),
    ).fetchone()
    assert row is not None  # an aggregate without GROUP BY always gives one row
    return TriageSummary(*row)


def score_distribution(con: duckdb.DuckDBPyConnection, chosen: TriageFilter) -> pd.DataFrame:
    """Creators a score: score, creators_count; unknown scores are left out."""
    return con.execute(
        f"""SELECT a.suspicion_score AS score, count(*) AS creators_count
            {_FROM} WHERE {_FILTER} AND a.suspicion_score IS NOT NULL
            GROUP BY a.suspicion_score ORDER BY a.suspicion_score LIMIT 101""",
        chosen.parameters(),
    ).df()


def triage_page(
    con: duckdb.DuckDBPyConnection,
    chosen: TriageFilter,
    *,
    order: str = "Highest caution score",
    page: int = 1,
    page_size: int = 25,
) -> pd.DataFrame:
    """One page of creators for the triage table.

    Args:
        order: a name in `TRIAGE_ORDERS`.
        page: 1-based; beyond the last page the frame is empty.
    """
    return con.execute(
        f"""SELECT i.influencer_id, i.name, i.handle, i.platform, n.name AS niche, s.tier,
                   i.followers_count, s.engagement_rate, s.engagement_percentile,
                   s.growth_fraction, s.sparkline, a.suspicion_score, a.spike_count,
                   a.red_flags, a.status, s.first_day, s.last_day
            {_FROM} WHERE {_FILTER}
            ORDER BY {TRIAGE_ORDERS[order]}, i.influencer_id
            LIMIT $page_size OFFSET $skipped""",
        {
            **chosen.parameters(),
            "page_size": page_size,
            "skipped": (max(page, 1) - 1) * page_size,
        },
    ).df()
