"""Filters of a ranking and the SQL they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.domain.thresholds import WORTH_CHECKING
from core.queries.conditions import Condition, all_of, any_of, none_of, where
from core.services.matching.brand_gates import NO_GATES, BrandGates, gate_columns


@dataclass(frozen=True)
class MatchFilters:
    """What a creator must have; empty and None mean no filter.

    A filter that needs a value leaves out creators without it: `price_max=500` leaves out
    those without a known price.

    Attributes:
        countries: ISO codes of the creator's own country.
        audience_countries: ISO codes of where most of the audience is.
        languages: ISO 639-1 codes of most posts.
        niche_ids: first niche only.
        tiers, platforms: as stored.
        price_min, price_max: EUR for one post, both ends included.
        followers_min, followers_max: both ends included.
        engagement_min: engagement rate, a fraction.
        posts_a_week_min: posts a week of the last 28 days, at least.
        caution_max: highest caution score, 0-100.
        hides_unusual: leaves out growth worth checking; creators of whose growth nothing is known
            stay in. `eligible_creators` does it, which counts those left out.
        without_safety: headings of the brand-safety list no post may hold a word of.
        discloses: at least one caption says that it is advertising.
        search: part of handle, name, bio or a hashtag, in any case.
        without_countries: ISO codes; creators of unknown country stay in.
        without_niche_ids: first niche; creators without a niche stay in.
        without_ids: creators that are left out one by one.
    """

    countries: tuple[str, ...] = ()
    niche_ids: tuple[int, ...] = ()
    tiers: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    price_min: float | None = None
    price_max: float | None = None
    engagement_min: float | None = None
    caution_max: int | None = None
    hides_unusual: bool = False
    search: str = ""
    without_safety: tuple[str, ...] = ()
    discloses: bool = False
    audience_countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    followers_min: int | None = None
    followers_max: int | None = None
    without_countries: tuple[str, ...] = ()
    without_niche_ids: tuple[int, ...] = ()
    without_ids: tuple[str, ...] = ()
    posts_a_week_min: float | None = None

    def rowids_sql(
        self, *, evidence_join: tuple[str, str], gates: BrandGates = NO_GATES
    ) -> tuple[str, dict[str, Any]]:
        """SQL for rowid, post_price, followers_count, caution_score, purchased_probability and
        is_unusual of the creators that pass, whatever their growth; its values.

        Args:
            evidence_join: as from `core.queries.growth.evidence.evidence_join`.
            gates: each adds a column `passes_<kind>`; nobody is left out by it.
        """
        probability = "g.purchased_probability" if evidence_join[0] else "NULL::DOUBLE"
        passing = all_of(
            any_of("countries", self.countries, "i.country"),
            any_of("audiences", self.audience_countries, "i.audience_country"),
            any_of("languages", self.languages, "i.language"),
            _least("followers_min", self.followers_min, "i.followers_count"),
            _most("followers_max", self.followers_max, "i.followers_count"),
            any_of("niche_ids", self.niche_ids, "m.niche_id"),
            any_of("tiers", self.tiers, "s.tier"),
            any_of("platforms", self.platforms, "i.platform"),
            _least("price_min", self.price_min, "i.post_price"),
            _most("price_max", self.price_max, "i.post_price"),
            _least("engagement_min", self.engagement_min, "s.engagement_rate"),
            _least("posts_a_week_min", self.posts_a_week_min, "w.posts_a_week"),
            _most("caution_max", self.caution_max, "a.caution_score"),
            where(
                bool(self.without_safety),
                "NOT list_has_any(coalesce(t.safety_categories, []), $without::VARCHAR[])",
                without=list(self.without_safety),
            ),
            none_of("without_countries", self.without_countries, "i.country"),
            none_of("without_niche_ids", self.without_niche_ids, "m.niche_id"),
            none_of("without_ids", self.without_ids, "i.influencer_id"),
            where(self.discloses, "t.disclosed_count > 0"),
            where(
                bool(self.search.strip()),
                "(contains(lower(i.handle), $search) OR contains(lower(i.name), $search) "
                "OR contains(lower(i.bio), $search) OR list_contains(i.hashtags, $search))",
                search=self.search.strip().lower().lstrip("@#"),
            ),
        )
        # Only joined where a filter asks: each join of 100,000 rows takes some milliseconds.
        joins = "LEFT JOIN caution a ON a.influencer_id = i.influencer_id"
        if self.niche_ids or self.without_niche_ids:
            joins += " LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id"
        if self.tiers or self.engagement_min is not None:
            joins += " LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id"
        if self.posts_a_week_min is not None:
            joins += " LEFT JOIN momentum w ON w.influencer_id = i.influencer_id"
        if self.without_safety or self.discloses:
            joins += " LEFT JOIN creator_texts t ON t.influencer_id = i.influencer_id"
        gate_sql, gate_joins, gate_values = gate_columns(gates)
        return (
            f"SELECT i.rowid AS rowid, i.post_price, i.followers_count, a.caution_score, "
            f"{probability} AS purchased_probability, "
            f"coalesce({probability} >= $worth_checking, false) AS is_unusual{gate_sql} "
            f"FROM influencers i {evidence_join[0]} {joins}{gate_joins} "
            f"WHERE {passing.sql} ORDER BY i.rowid",
            {**passing.values, **gate_values, "worth_checking": WORTH_CHECKING},
        )


def _least(name: str, value: float | None, column: str) -> Condition:
    return where(value is not None, f"{column} >= ${name}", **{name: value})


def _most(name: str, value: float | None, column: str) -> Condition:
    return where(value is not None, f"{column} <= ${name}", **{name: value})


NO_FILTERS = MatchFilters()
