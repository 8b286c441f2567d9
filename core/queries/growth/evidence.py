"""Read queries for what a build says about bought growth: the judgement of each creator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import duckdb
import pandas as pd

from core.models.growth.verdict import GrowthVerdict, verdict_of
from core.queries.builds import GROWTH_EVIDENCE, has
from core.store import tables


def evidence_join(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL that joins the evidence to `influencers i`, and the columns a verdict needs:
    purchased_probability, growth_pattern, pattern_first_day, pattern_last_day and
    authenticity_index; NULLs for builds of earlier versions."""
    if not has(con, GROWTH_EVIDENCE):
        return "", (
            "NULL::DOUBLE AS purchased_probability, NULL::VARCHAR AS growth_pattern, "
            "NULL::DATE AS pattern_first_day, NULL::DATE AS pattern_last_day, "
            "NULL::INTEGER AS authenticity_index"
        )
    return (
        "LEFT JOIN growth_evidence g ON g.influencer_id = i.influencer_id",
        "g.purchased_probability, g.pattern AS growth_pattern, g.pattern_first_day, "
        "g.pattern_last_day, g.authenticity_index",
    )


@dataclass(frozen=True)
class CreatorEvidence:
    """Signs of bought growth of one creator, and signs against it; fields as in `growth_evidence`.

    Attributes:
        purchased_probability: 0-1; None when there is not enough data.
        authenticity_index: 0-100, higher is better; None when there is not enough data.
        reasons_for_weights, reasons_against_weights: of each reason, the share (0-1) of the
            model's total absolute contribution; empty in builds of earlier versions.
    """

    influencer_id: str
    purchased_probability: float | None
    authenticity_index: int | None
    confidence: str
    pattern: str
    pattern_first_day: date | None
    pattern_last_day: date | None
    pattern_peak_day: date | None
    pattern_excess_count: int | None
    retained_7: float | None
    retained_30: float | None
    growth_part: float | None
    engagement_part: float | None
    followers_part: float | None
    expected_engagement_rate: float | None
    expected_followers_count: float | None
    events_count: int
    platform_group: str
    size_group: int
    step_days: int
    first_day: date | None
    last_day: date | None
    days_known: int
    reasons_for: list[str]
    reasons_for_weights: list[float]
    reasons_against: list[str]
    reasons_against_weights: list[float]
    model_version: str

    @property
    def verdict(self) -> GrowthVerdict:
        """What the evidence says, in the words that pages, files and commands share."""
        return verdict_of(vars(self))


# Columns that builds of earlier versions lack, and what stands for them.
_ADDED_COLUMNS = {
    "pattern_peak_day": "NULL::DATE",
    "reasons_for_weights": "[]::DOUBLE[]",
    "reasons_against_weights": "[]::DOUBLE[]",
    "peak_day": "NULL::DATE",
    "peak_count": "NULL::BIGINT",
}

_EVENT_COLUMNS = (
    "event_number", "kind", "first_day", "last_day", "peak_day", "peak_count", "change_count",
    "expected_low_count", "expected_high_count", "excess_count", "size_fraction", "strength",
    "retained_7", "retained_30", "posts_before", "post_reach", "engagement_change",
    "collaborations_near", "cohort_fraction", "reasons_for", "reasons_against",
)  # fmt: skip


def _columns(con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str]) -> str:
    """The columns for a SELECT; NULL or an empty list for those that an earlier build lacks."""
    known = tables.columns(con, table)
    return ", ".join(
        (f"coalesce({name}, []) AS {name}" if name.endswith("_weights") else name)
        if name in known
        else f"{_ADDED_COLUMNS[name]} AS {name}"
        for name in names
    )


def growth_evidence(con: duckdb.DuckDBPyConnection, influencer_id: str) -> CreatorEvidence | None:
    """The judgement of one creator; None when the build holds none."""
    names = _columns(con, "growth_evidence", [column.name for column in fields(CreatorEvidence)])
    row = con.execute(
        f"SELECT {names} FROM growth_evidence WHERE influencer_id = $id LIMIT 1",
        {"id": influencer_id},
    ).fetchone()
    return None if row is None else CreatorEvidence(*row)


def growth_patterns(con: duckdb.DuckDBPyConnection, influencer_id: str) -> pd.DataFrame:
    """Events of one creator, the most telling first; columns as in `growth_patterns` without the
    id."""
    names = _columns(con, "growth_patterns", _EVENT_COLUMNS)
    return con.execute(
        f"""SELECT {names}
           FROM growth_patterns WHERE influencer_id = $id ORDER BY event_number""",
        {"id": influencer_id},
    ).df()


def compared_creators(con: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> pd.DataFrame:
    """One row per creator with the figures people compare, in the order of `ids`; unknown ids are
    left out.

    Returns:
        influencer_id, name, handle, platform, niche, tier, followers_count, growth_fraction,
        engagement_rate, engagement_percentile, purchased_probability, authenticity_index,
        confidence, pattern, pattern_first_day, pattern_last_day, retained_7, retained_30,
        caution_score, first_day, last_day, days_known.
    """
    return con.execute(
        """SELECT i.influencer_id, i.name, i.handle, i.platform, n.name AS niche, s.tier,
                  i.followers_count, s.growth_fraction, s.engagement_rate,
                  s.engagement_percentile, g.purchased_probability, g.authenticity_index,
                  g.confidence, g.pattern, g.pattern_first_day, g.pattern_last_day,
                  g.retained_7, g.retained_30, a.caution_score, s.first_day, s.last_day,
                  s.days_known
           FROM influencers i
           LEFT JOIN profile_stats s USING (influencer_id)
           LEFT JOIN influencer_niches m USING (influencer_id)
           LEFT JOIN niches n USING (niche_id)
           LEFT JOIN caution a USING (influencer_id)
           LEFT JOIN growth_evidence g USING (influencer_id)
           WHERE list_contains($ids::VARCHAR[], i.influencer_id)
           ORDER BY list_position($ids::VARCHAR[], i.influencer_id), i.influencer_id
           LIMIT $limit""",
        {"ids": list(ids), "limit": len(ids)},
    ).df()


@dataclass(frozen=True)
class PostsKnown:
    """Attributes:
    number: posts with a time. first_day, last_day: of them; None without any.
    """

    number: int
    first_day: date | None
    last_day: date | None


def posts_known(con: duckdb.DuckDBPyConnection, influencer_id: str) -> PostsKnown:
    """How many posts of one creator have a time, and from when to when."""
    row = con.execute(
        """SELECT count(*), min(posted_at)::DATE, max(posted_at)::DATE FROM posts
           WHERE influencer_id = $id AND posted_at IS NOT NULL""",
        {"id": influencer_id},
    ).fetchone()
    return PostsKnown(*row) if row else PostsKnown(0, None, None)


def members_known(con: duckdb.DuckDBPyConnection, platform: str, step_days: int) -> int:
    """Most comparable accounts on any one day, of the platform or of all; 0 when there are none."""
    row = con.execute(
        """SELECT coalesce(max(members_count), 0) FROM cohort_growth
           WHERE step_days = $step AND platform IN ($platform, '')""",
        {"platform": platform, "step": step_days},
    ).fetchone()
    return row[0] if row else 0
