"""Filters of a ranking and the SQL they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.domain.thresholds import WORTH_CHECKING
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
        filters: list[tuple[bool, str, dict[str, Any]]] = [
            (
                bool(self.countries),
                "list_contains($countries::VARCHAR[], i.country)",
                {"countries": list(self.countries)},
            ),
            (
                bool(self.audience_countries),
                "list_contains($audiences::VARCHAR[], i.audience_country)",
                {"audiences": list(self.audience_countries)},
            ),
            (
                bool(self.languages),
                "list_contains($languages::VARCHAR[], i.language)",
                {"languages": list(self.languages)},
            ),
            (
                self.followers_min is not None,
                "i.followers_count >= $followers_min",
                {"followers_min": self.followers_min},
            ),
            (
                self.followers_max is not None,
                "i.followers_count <= $followers_max",
                {"followers_max": self.followers_max},
            ),
            (
                bool(self.niche_ids),
                "list_contains($niche_ids::INTEGER[], m.niche_id)",
                {"niche_ids": list(self.niche_ids)},
            ),
            (
                bool(self.tiers),
                "list_contains($tiers::VARCHAR[], s.tier)",
                {"tiers": list(self.tiers)},
            ),
            (
                bool(self.platforms),
                "list_contains($platforms::VARCHAR[], i.platform)",
                {"platforms": list(self.platforms)},
            ),
            (
                self.price_min is not None,
                "i.post_price >= $price_min",
                {"price_min": self.price_min},
            ),
            (
                self.price_max is not None,
                "i.post_price <= $price_max",
                {"price_max": self.price_max},
            ),
            (
                self.engagement_min is not None,
                "s.engagement_rate >= $engagement_min",
                {"engagement_min": self.engagement_min},
            ),
            (
                self.posts_a_week_min is not None,
                "w.posts_a_week >= $posts_a_week_min",
                {"posts_a_week_min": self.posts_a_week_min},
            ),
            (
                self.caution_max is not None,
                "a.caution_score <= $caution_max",
                {"caution_max": self.caution_max},
            ),
            (
                bool(self.without_safety),
                "NOT list_has_any(coalesce(t.safety_categories, []), $without::VARCHAR[])",
                {"without": list(self.without_safety)},
            ),
            (
                bool(self.without_countries),
                "NOT coalesce(list_contains($without_countries::VARCHAR[], i.country), false)",
                {"without_countries": list(self.without_countries)},
            ),
            (
                bool(self.without_niche_ids),
                "NOT coalesce(list_contains($without_niche_ids::INTEGER[], m.niche_id), false)",
                {"without_niche_ids": list(self.without_niche_ids)},
            ),
            (
                bool(self.without_ids),
                "NOT list_contains($without_ids::VARCHAR[], i.influencer_id)",
                {"without_ids": list(self.without_ids)},
            ),
            (self.discloses, "t.disclosed_count > 0", {}),
            (
                bool(self.search.strip()),
                "(contains(lower(i.handle), $search) OR contains(lower(i.name), $search) "
                "OR contains(lower(i.bio), $search) OR list_contains(i.hashtags, $search))",
                {"search": self.search.strip().lower().lstrip("@#")},
            ),
        ]
        used = [(sql, values) for active, sql, values in filters if active]
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
        conditions = " AND ".join(sql for sql, _ in used) or "true"
        gate_sql, gate_joins, gate_values = gate_columns(gates)
        parameters = {name: value for _, values in used for name, value in values.items()}
        return (
            f"SELECT i.rowid AS rowid, i.post_price, i.followers_count, a.caution_score, "
            f"{probability} AS purchased_probability, "
            f"coalesce({probability} >= $worth_checking, false) AS is_unusual{gate_sql} "
            f"FROM influencers i {evidence_join[0]} {joins}{gate_joins} "
            f"WHERE {conditions} ORDER BY i.rowid",
            {**parameters, **gate_values, "worth_checking": WORTH_CHECKING},
        )


NO_FILTERS = MatchFilters()
