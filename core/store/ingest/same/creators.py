"""Creators that files know by different ids brought together by their handle."""

from __future__ import annotations

import duckdb

_REFERRING = (
    "influencers",
    "posts",
    "follower_history",
    "ratings",
    "collaborations",
    "interactions",
)


def unite(con: duckdb.DuckDBPyConnection) -> int:
    """Gives staged rows the id under which another file or the store knows the creator.

    One file says 'instagram:mira' (made of platform and handle), another refers to 'mira'
    without a platform, or uses the handle as its id. They are one creator when exactly one
    creator has that handle and nothing says that the platforms differ. Returns their number.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE united AS
        WITH known AS (
            SELECT influencer_id, lower(handle) AS handle, platform FROM new_influencers
            UNION SELECT influencer_id, lower(handle), platform FROM influencers),
        made AS (
            SELECT handle, min(influencer_id) AS made_id, min(platform) AS platform FROM known
            WHERE platform <> 'unknown' AND influencer_id = platform || ':' || handle
            GROUP BY handle HAVING count(DISTINCT influencer_id) = 1),
        loose AS (
            SELECT influencer_id, max(nullif(platform, 'unknown')) AS platform,
                   lower(ltrim(regexp_replace(influencer_id, '^unknown:', ''), '@')) AS handle
            FROM new_influencers
            WHERE influencer_id NOT IN (SELECT influencer_id FROM influencers)
            GROUP BY influencer_id)
        SELECT loose.influencer_id AS loose_id, made.made_id
        FROM loose JOIN made ON made.handle = loose.handle
        WHERE made.made_id <> loose.influencer_id
          AND coalesce(loose.platform, made.platform) = made.platform
        """
    )
    row = con.execute("SELECT count(*) FROM united").fetchone()
    count = int(row[0]) if row else 0
    if count:
        for table in _REFERRING:
            con.execute(
                f"""UPDATE new_{table} SET influencer_id = united.made_id
                    FROM united WHERE new_{table}.influencer_id = united.loose_id"""
            )
    con.execute("DROP TABLE united")
    return count
