"""Values that filters offer."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from core.queries.builds import MOMENTUM, POST_TEXTS, has
from core.queries.niches import build_table
from core.queries.posts import safety_categories


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


def filter_choices(con: duckdb.DuckDBPyConnection) -> FilterChoices:
    """Values of the filters that have at least one creator."""
    tiers = con.execute(
        """SELECT s.tier FROM profile_stats s JOIN influencers i USING (influencer_id)
           WHERE s.tier IS NOT NULL
           GROUP BY s.tier ORDER BY min(i.followers_count), s.tier"""
    ).fetchall()
    niches = con.execute("SELECT niche_id, name FROM niches ORDER BY name, niche_id").fetchall()
    # Views with the names of people stand before the table, also under `main`.
    found = con.execute(
        f"SELECT niche_id, name FROM {build_table(con, 'niches')} ORDER BY niche_id"
    ).fetchall()
    platforms = con.execute(
        "SELECT DISTINCT platform FROM influencers ORDER BY platform"
    ).fetchall()
    countries = con.execute(
        """SELECT DISTINCT country FROM influencers WHERE country IS NOT NULL
           ORDER BY country"""
    ).fetchall()
    audiences = con.execute(
        """SELECT DISTINCT audience_country FROM influencers WHERE audience_country IS NOT NULL
           ORDER BY audience_country"""
    ).fetchall()
    languages = con.execute(
        "SELECT DISTINCT language FROM influencers WHERE language IS NOT NULL ORDER BY language"
    ).fetchall()
    price = con.execute("SELECT max(post_price) FROM influencers").fetchone()
    return FilterChoices(
        tiers=[row[0] for row in tiers],
        niches=dict(niches),
        platforms=[row[0] for row in platforms],
        countries=[row[0] for row in countries],
        post_price_max=price[0] if price else None,
        safety_categories=tuple(safety_categories(con)),
        knows_texts=has(con, POST_TEXTS),
        knows_activity=has(con, MOMENTUM),
        audience_countries=tuple(row[0] for row in audiences),
        languages=tuple(row[0] for row in languages),
        found_niches=dict(found),
    )
