"""Read query for the profile pictures of creators."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from core.queries.builds import has_tables


def imported_avatars(
    con: duckdb.DuckDBPyConnection, influencer_ids: Sequence[str]
) -> dict[str, bytes]:
    """influencer_id -> JPEG of 96 pixels a side; creators without one are left out."""
    if not influencer_ids or not has_tables(con, "avatars"):
        return {}
    rows = con.execute(
        """SELECT influencer_id, picture FROM avatars
           WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY influencer_id""",
        {"ids": list(influencer_ids)},
    ).fetchall()
    return dict(rows)
