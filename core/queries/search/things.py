"""Names of brands and niches, and hashtags that Trends knows."""

from __future__ import annotations

import duckdb

from core.formats import counted
from core.queries.builds import TRENDS, has


def named_brands(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Id, name and category of all brands, by name."""
    return con.execute(
        "SELECT brand_id, name, coalesce(category, '') FROM brands ORDER BY lower(name), brand_id"
    ).fetchall()


def named_niches(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, list[str]]]:
    """Id, name, size in words and keywords of all niches, largest first."""
    rows = con.execute(
        """SELECT niche_id::VARCHAR, name, creators_count, keywords
           FROM niches ORDER BY creators_count DESC, niche_id"""
    ).fetchall()
    return [
        (niche_id, name, counted(size, "creator"), keywords)
        for niche_id, name, size, keywords in rows
    ]


def trending_tags(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Hashtags that Trends has a row for."""
    if not has(con, TRENDS):
        return frozenset()
    rows = con.execute("SELECT item FROM trends WHERE kind = 'hashtag' ORDER BY item").fetchall()
    return frozenset(row[0] for row in rows)
