"""Read queries for brands."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from core.errors import NotFoundError

# A select box with more entries is no longer searched by eye, and each one travels to the browser.
BRANDS_MAX = 5_000


@dataclass(frozen=True)
class Brand:
    """One brand as given; None when unknown."""

    brand_id: str
    name: str
    description: str | None
    category: str | None
    country: str | None
    keywords: list[str] | None
    hashtags: list[str] | None
    followers_count: int | None


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


def brand(con: duckdb.DuckDBPyConnection, brand_id: str) -> Brand:
    """One brand.

    Raises:
        NotFoundError: the build has no brand with this id.
    """
    row = con.execute(
        """SELECT brand_id, name, description, category, country, keywords, hashtags,
                  followers_count
           FROM brands WHERE brand_id = $id LIMIT 1""",
        {"id": brand_id},
    ).fetchone()
    if row is None:
        raise NotFoundError(
            f"There is no brand '{brand_id[:80]}' in this build. The link may come from another "
            "build; pick a brand in the sidebar instead."
        )
    return Brand(*row)


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
