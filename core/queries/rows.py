"""Between ids and rows of the embedding files, whose rows follow `ORDER BY <id>`."""

from __future__ import annotations

import duckdb
import pandas as pd


def creator_row(con: duckdb.DuckDBPyConnection, influencer_id: str) -> int:
    """Row of a creator in `influencer_embeddings.npy`; -1 for an unknown id."""
    row = con.execute(
        """SELECT CASE WHEN count(*) FILTER (influencer_id = $id) = 0 THEN -1
                       ELSE count(*) FILTER (influencer_id < $id) END
           FROM influencers""",
        {"id": influencer_id},
    ).fetchone()
    return row[0] if row else -1


def creators_at(con: duckdb.DuckDBPyConnection, rows: list[int]) -> list[str]:
    """Ids of the creators in these rows, in the order given; rows out of range are left out."""
    ids = con.execute(
        """SELECT influencer_id FROM (
               SELECT influencer_id, row_number() OVER (ORDER BY influencer_id) - 1 AS row
               FROM influencers)
           WHERE list_contains($rows::BIGINT[], row)
           ORDER BY list_position($rows::BIGINT[], row), influencer_id LIMIT $limit""",
        {"rows": rows, "limit": len(rows)},
    ).fetchall()
    return [row[0] for row in ids]


def brands_at(con: duckdb.DuckDBPyConnection, rows: list[int]) -> pd.DataFrame:
    """Brands in these rows of `brand_embeddings.npy`, in the order given.

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
