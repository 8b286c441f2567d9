"""Read queries for brands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from core.domain.brand import BrandProfile
from core.errors import NotFoundError

# A select box with more entries is no longer searched by eye, and each one travels to the browser.
BRANDS_MAX = 5_000
_PROFILE = """brand_id, name, coalesce(description, ''), coalesce(category, ''),
              coalesce(country, ''), coalesce(hashtags, []), coalesce(keywords, [])"""


def brand_names(con: duckdb.DuckDBPyConnection, *, limit: int = BRANDS_MAX) -> dict[str, str]:
    """brand_id -> shown name, by name; brands of the same name carry their id in brackets."""
    rows = con.execute(
        """SELECT brand_id,
                  CASE WHEN count(*) OVER (PARTITION BY lower(name)) > 1
                       THEN name || ' (' || brand_id || ')' ELSE name END
           FROM brands ORDER BY lower(name), brand_id LIMIT $limit""",
        {"limit": limit},
    ).fetchall()
    return dict(rows)


def names_of(con: duckdb.DuckDBPyConnection, brand_ids: list[str]) -> dict[str, str]:
    """brand_id -> name; unknown ids are left out."""
    rows = con.execute(
        "SELECT brand_id, name FROM brands WHERE list_contains($ids::VARCHAR[], brand_id)",
        {"ids": brand_ids},
    ).fetchall()
    return dict(rows)


def brand(con: duckdb.DuckDBPyConnection, brand_id: str) -> BrandProfile:
    """One brand of the build.

    Raises:
        NotFoundError: the build has no brand with this id.
    """
    profile = known_brand(con, brand_id)
    if profile is None:
        raise NotFoundError(
            f"There is no brand '{brand_id[:80]}' in this build. The link may come from another "
            "build; pick a brand in the sidebar instead."
        )
    return profile


def all_brands(con: duckdb.DuckDBPyConnection) -> list[BrandProfile]:
    """All brands of the build, by id."""
    rows = con.execute(f"SELECT {_PROFILE} FROM brands ORDER BY brand_id").fetchall()
    return [_profile(row) for row in rows]


def known_brand(con: duckdb.DuckDBPyConnection, brand_id: str) -> BrandProfile | None:
    """One brand of the build; None when the build has no brand with this id."""
    row = con.execute(
        f"SELECT {_PROFILE} FROM brands WHERE brand_id = $id LIMIT 1", {"id": brand_id}
    ).fetchone()
    return None if row is None else _profile(row)


def brands_called(con: duckdb.DuckDBPyConnection, text: str) -> list[BrandProfile]:
    """Brands with this id or, in any case, this name, by id."""
    rows = con.execute(
        f"""SELECT {_PROFILE} FROM brands WHERE brand_id = $text OR lower(name) = lower($text)
            ORDER BY brand_id""",
        {"text": text},
    ).fetchall()
    return [_profile(row) for row in rows]


def busiest_brand(
    con: duckdb.DuckDBPyConnection, category: str, countries: Sequence[str] = ()
) -> BrandProfile | None:
    """The brand of a category with most collaborations, else of all; None without a brand.

    Args:
        countries: a brand of one of these comes before all others of the category.
    """
    row = con.execute(
        f"""SELECT {_PROFILE} FROM brands
            ORDER BY (category = $category) DESC NULLS LAST,
                     list_contains($countries::VARCHAR[], country) DESC NULLS LAST,
                     (SELECT count(*) FROM collaborations c WHERE c.brand_id = brands.brand_id)
                     DESC, brand_id LIMIT 1""",
        {"category": category, "countries": list(countries)},
    ).fetchone()
    return None if row is None else _profile(row)


def _profile(row: tuple[Any, ...]) -> BrandProfile:
    brand_id, name, description, category, country, hashtags, keywords = row
    return BrandProfile(
        brand_id, name, description, category, country, tuple(hashtags), tuple(keywords)
    )


def interactions(con: duckdb.DuckDBPyConnection, brand_id: str) -> pd.DataFrame:
    """What the build knows that a brand did, oldest first; empty for an unknown brand.

    Returns:
        influencer_id, kind, happened_at; a collaboration counts as one of kind 'collaboration'.
    """
    return con.execute(
        """SELECT influencer_id, kind, happened_at FROM interactions WHERE brand_id = $id
           UNION ALL
           SELECT influencer_id, 'collaboration', started_on::TIMESTAMP
           FROM collaborations WHERE brand_id = $id
           ORDER BY happened_at, influencer_id, kind""",
        {"id": brand_id},
    ).df()


def categories(con: duckdb.DuckDBPyConnection, *, limit: int = 500) -> list[str]:
    """Categories of brands and creators as given, the most frequent first."""
    rows = con.execute(
        """SELECT min(category) FROM (
               SELECT category FROM brands WHERE category IS NOT NULL
               UNION ALL SELECT category FROM influencers WHERE category IS NOT NULL)
           GROUP BY lower(trim(category)) ORDER BY count(*) DESC, lower(trim(min(category)))
           LIMIT $limit""",
        {"limit": limit},
    ).fetchall()
    return [row[0] for row in rows]


def brands_at(con: duckdb.DuckDBPyConnection, rows: list[int]) -> pd.DataFrame:
    """Brands in these rows of `brand_embeddings.npy`, whose rows follow the id, in the order given.

    Returns:
        brand_id, brand, category, country.
    """
    return con.execute(
        """SELECT brand_id, brand, category, country FROM (
               SELECT brand_id, name AS brand, category, country,
                      row_number() OVER (ORDER BY brand_id) - 1 AS row
               FROM brands)
           WHERE list_contains($rows::BIGINT[], row)
           ORDER BY list_position($rows::BIGINT[], row), brand_id LIMIT $limit""",
        {"rows": rows, "limit": len(rows)},
    ).df()
