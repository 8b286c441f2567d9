"""Values that filters offer, and how many creators each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from core.domain.thresholds import WORTH_CHECKING
from core.domain.tiers import TIER_NAMES
from core.queries.builds import GROWTH_EVIDENCE, MOMENTUM, POST_TEXTS, has
from core.queries.niches import build_table

# Facet -> SQL of its value; creators without one are not counted.
_OF_EVERY_BUILD = {
    "platform": "i.platform",
    "country": "i.country",
    "audience_country": "i.audience_country",
    "language": "i.language",
    "tier": "s.tier",
    "niche": "m.niche_id",
}
# Facets of tables that builds of earlier versions lack: what the build must have, join, columns.
_OF_LATER_BUILDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        GROWTH_EVIDENCE,
        "LEFT JOIN growth_evidence g ON g.influencer_id = i.influencer_id",
        {
            "pattern": "coalesce(g.pattern, 'unknown')",
            "judged": "CASE WHEN g.purchased_probability IS NOT NULL THEN true END",
            "unusual": "CASE WHEN g.purchased_probability >= $worth_checking THEN true END",
        },
    ),
    (
        MOMENTUM,
        "LEFT JOIN momentum w ON w.influencer_id = i.influencer_id",
        {"confidence": "CASE WHEN w.momentum_score IS NOT NULL THEN w.confidence END"},
    ),
    (
        POST_TEXTS,
        "LEFT JOIN creator_texts t ON t.influencer_id = i.influencer_id",
        {
            "safety": "unnest(t.safety_categories)",
            "discloses": "CASE WHEN t.disclosed_count > 0 THEN true END",
        },
    ),
)


@dataclass(frozen=True)
class FilterChoices:
    """What occurs in the build, in the order to show.

    Attributes:
        tiers: smallest first.
        niches: niche_id -> name, by name. found_niches: the same with the names that the build
            found, should people have renamed some.
        platforms, countries: by name; the countries of the creators themselves.
        audience_countries: ISO codes of where most of an audience is.
        languages: ISO 639-1 codes of most posts.
        post_price_max: highest price of a post in EUR; None when no price is known.
        safety_categories: headings of the brand-safety list that occur in posts.
        knows_texts: whether the build knows what posts say.
        knows_activity: whether it knows how often creators post.
        counts: facet -> value -> creators, as from `creator_counts`; niches by name.
    """

    tiers: list[str]
    niches: dict[int, str]
    platforms: list[str]
    countries: list[str]
    post_price_max: float | None
    safety_categories: tuple[str, ...] = ()
    knows_texts: bool = False
    knows_activity: bool = False
    audience_countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    found_niches: dict[int, str] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def filter_choices(con: duckdb.DuckDBPyConnection) -> FilterChoices:
    """Values of the filters that have at least one creator, and how many each has."""
    counts = creator_counts(con)
    niches = dict(
        con.execute("SELECT niche_id, name FROM niches ORDER BY name, niche_id").fetchall()
    )
    # Views with the names of people stand before the table, also under `main`.
    found = con.execute(
        f"SELECT niche_id, name FROM {build_table(con, 'niches')} ORDER BY niche_id"
    ).fetchall()
    price = con.execute("SELECT max(post_price) FROM influencers").fetchone()
    by_niche = counts["niche"]
    return FilterChoices(
        tiers=[tier for tier in TIER_NAMES if tier in counts["tier"]],
        niches=niches,
        platforms=list(counts["platform"]),
        countries=list(counts["country"]),
        post_price_max=price[0] if price else None,
        safety_categories=tuple(counts["safety"]),
        knows_texts=has(con, POST_TEXTS),
        knows_activity=has(con, MOMENTUM),
        audience_countries=tuple(counts["audience_country"]),
        languages=tuple(counts["language"]),
        found_niches=dict(found),
        counts=counts
        | {"niche": {name: by_niche.get(str(niche_id), 0) for niche_id, name in niches.items()}},
    )


def creator_counts(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """How many creators of the build have which value, whatever else is filtered.

    Returns:
        facet -> value -> creators (1 or more), by value. Facets: platform, country,
        audience_country, language, tier, niche (niche_id as text), pattern ('unknown' also for
        creators not judged), judged, unusual, confidence (of those with a momentum score), safety
        (headings of the brand-safety list), discloses. Values that are yes or no have 'true'
        alone. A facet that the build does not know is empty.
    """
    joins = [
        "LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id",
        "LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id",
    ]
    columns = dict(_OF_EVERY_BUILD)
    counts: dict[str, dict[str, int]] = {facet: {} for facet in columns}
    for part, join, of_part in _OF_LATER_BUILDS:
        counts |= {facet: {} for facet in of_part}
        if has(con, part):
            joins.append(join)
            columns |= of_part
    # A facet at a time: one that makes several rows of a creator must not change the others.
    each = " UNION ALL ".join(
        f"""SELECT '{facet}' AS facet, value, count(*) AS creators_count
            FROM (SELECT ({sql})::VARCHAR AS value FROM influencers i {" ".join(joins)})
            WHERE value IS NOT NULL GROUP BY value"""
        for facet, sql in columns.items()
    )
    values = {"worth_checking": WORTH_CHECKING} if "unusual" in columns else {}
    rows = con.execute(f"{each} ORDER BY facet, value", values).fetchall()
    for facet, value, creators_count in rows:
        counts[facet][value] = creators_count
    return counts
