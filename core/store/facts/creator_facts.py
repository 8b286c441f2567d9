"""What pages filter and sort creators by, joined to one row per creator."""

from __future__ import annotations

import duckdb

# Column of table `creator_facts` -> where it comes from.
_COLUMNS = {
    "influencer_id": "i.influencer_id",
    "handle": "i.handle",
    "platform": "i.platform",
    "followers_count": "i.followers_count",
    "tier": "s.tier",
    "engagement_rate": "s.engagement_rate",
    "growth_fraction": "s.growth_fraction",
    "first_day": "s.first_day",
    "last_day": "s.last_day",
    "niche_id": "m.niche_id",
    "caution_score": "a.caution_score",
    "spike_count": "a.spike_count",
    "purchased_probability": "g.purchased_probability",
    "authenticity_index": "g.authenticity_index",
    "pattern": "g.pattern",
    "pattern_excess_count": "g.pattern_excess_count",
    "events_count": "g.events_count",
}
_MOMENTUM = {
    "momentum_score": "w.momentum_score",
    "momentum_rank": "w.momentum_rank",
    "growth_beyond": "w.growth_beyond",
    "acceleration": "w.acceleration",
    "momentum_confidence": "w.confidence",
    "momentum_first_day": "w.first_day",
    "momentum_last_day": "w.last_day",
    "posts_a_week": "w.posts_a_week",
    "pass_probability": "f.pass_probability",
}
_JOINS = """
FROM influencers i
LEFT JOIN caution a USING (influencer_id)
LEFT JOIN profile_stats s USING (influencer_id)
LEFT JOIN growth_evidence g USING (influencer_id)
LEFT JOIN influencer_niches m USING (influencer_id)
"""
_MOMENTUM_JOINS = """
LEFT JOIN momentum w ON w.influencer_id = i.influencer_id
LEFT JOIN forecasts f ON f.influencer_id = i.influencer_id AND f.horizon_days = 30
"""


def facts_sql(*, has_momentum: bool = True) -> str:
    """SQL of the rows of `creator_facts`, from the tables that hold each column.

    Args:
        has_momentum: False for builds of earlier versions; its columns are NULL then.
    """
    momentum = _MOMENTUM if has_momentum else dict.fromkeys(_MOMENTUM, "NULL::DOUBLE")
    columns = ", ".join(f"{source} AS {name}" for name, source in (_COLUMNS | momentum).items())
    return f"SELECT {columns} {_JOINS} {_MOMENTUM_JOINS if has_momentum else ''}"


def write_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Fills `creator_facts`, which is empty, from the other tables of the store."""
    con.execute(f"INSERT INTO creator_facts BY NAME {facts_sql()} ORDER BY i.influencer_id")
