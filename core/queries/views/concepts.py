"""Read queries for concepts: what brands and creators are about, and how concepts are linked."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd


def concepts_count(con: duckdb.DuckDBPyConnection) -> int:
    """Concepts of the build; 0 where there were too few accounts to learn any."""
    row = con.execute("SELECT count(*) FROM concepts").fetchone()
    return row[0] if row else 0


def brand_concepts(con: duckdb.DuckDBPyConnection, brand_id: str) -> list[tuple[str, float]]:
    """Concept and weight (0-1, share of the brand's) of a brand, the heaviest first."""
    return con.execute(
        "SELECT concept, weight FROM brand_concepts WHERE brand_id = $id ORDER BY place",
        {"id": brand_id},
    ).fetchall()


def creator_concepts(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> pd.DataFrame:
    """influencer_id, name, handle, concept, weight (0-1) of some creators, by id and place.

    A creator without concepts has one row with both missing.
    """
    return con.execute(
        """SELECT i.influencer_id, i.name, i.handle, c.concept, c.weight
           FROM influencers i LEFT JOIN creator_concepts c USING (influencer_id)
           WHERE list_contains($ids::VARCHAR[], i.influencer_id)
           ORDER BY i.influencer_id, c.place""",
        {"ids": list(ids)},
    ).df()


def links_of(con: duckdb.DuckDBPyConnection, concepts: Sequence[str]) -> pd.DataFrame:
    """Edges with one of these concepts at least, each once, the strongest first.

    Returns:
        concept, other_concept, kind (co-use, related, mention), weight (0-1).
    """
    return con.execute(
        """SELECT concept, other_concept, kind, weight FROM concept_links
           WHERE list_contains($concepts::VARCHAR[], concept)
              OR list_contains($concepts::VARCHAR[], other_concept)
           ORDER BY weight DESC, concept, other_concept, kind""",
        {"concepts": list(concepts)},
    ).df()
