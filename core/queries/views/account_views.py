"""Read queries for views of accounts: topics of texts and objects in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from core.queries.builds import has_tables


@dataclass(frozen=True)
class Topic:
    """Attributes:
    topic_id: column of the arrays of topics.
    words: with the largest share of it, largest first.
    creators_share: mean share over all creators with text, 0-1; None without any.
    """

    topic_id: int
    words: tuple[str, ...]
    creators_share: float | None


def topics(con: duckdb.DuckDBPyConnection) -> list[Topic]:
    """Topics of the build by id; none where it has too few texts or is of an earlier version."""
    if not has_tables(con, "topics"):
        return []
    rows = con.execute(
        "SELECT topic_id, words, creators_share FROM topics ORDER BY topic_id"
    ).fetchall()
    return [Topic(topic_id, tuple(words), share) for topic_id, words, share in rows]


def creator_objects(
    con: duckdb.DuckDBPyConnection,
    influencer_ids: Sequence[str],
    *,
    limit: int,
    probability_min: float,
) -> dict[str, tuple[str, ...]]:
    """influencer_id -> objects in the pictures, likeliest first; () where none are likely."""
    found: dict[str, list[str]] = {influencer_id: [] for influencer_id in influencer_ids}
    if found and has_tables(con, "creator_objects"):
        rows = con.execute(
            """SELECT influencer_id, object FROM creator_objects
               WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])) AND place <= $limit
                 AND probability >= $least
               ORDER BY influencer_id, place""",
            {"ids": list(found), "limit": limit, "least": probability_min},
        ).fetchall()
        for influencer_id, name in rows:
            found[influencer_id].append(name)
    return {influencer_id: tuple(names) for influencer_id, names in found.items()}
