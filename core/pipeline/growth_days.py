"""Follower histories and dated posts of a store as arrays."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from core.domain.histories import Histories
from core.pipeline.kernels.frames import histories_of_rows

# Positions instead of ids keep nine million rows at 24 bytes each.
POSITIONS = """positions AS (
    SELECT influencer_id, row_number() OVER (ORDER BY influencer_id) - 1 AS creator
    FROM influencers)"""


def history_rows(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """creator (position), day_number (from 1970-01-01) and followers_count of all creators, by
    creator and day."""
    return con.sql(
        f"""WITH {POSITIONS}
            SELECT creator, date_diff('day', DATE '1970-01-01', day) AS day_number, followers_count
            FROM follower_history JOIN positions USING (influencer_id)
            ORDER BY creator, day_number"""
    ).to_arrow_table()


def histories_of(con: duckdb.DuckDBPyConnection, creators_count: int) -> Histories:
    """The histories of all creators, by influencer_id; day numbers count from 1970-01-01."""
    return histories_of_rows(history_rows(con), 0, creators_count)


def dated_posts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame | None:
    """Posts with a time: creator (position), day_number, engagements (likes + comments, NaN when
    neither is known), by creator and day; None without any."""
    frame = con.execute(
        f"""WITH {POSITIONS}
            SELECT creator, date_diff('day', DATE '1970-01-01', posted_at::DATE) AS day_number,
                   CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
                        THEN (coalesce(likes_count, 0) + coalesce(comments_count, 0))::DOUBLE
                   END AS engagements
            FROM posts JOIN positions USING (influencer_id) WHERE posted_at IS NOT NULL
            ORDER BY creator, day_number, post_id"""
    ).df()
    return None if frame.empty else frame
