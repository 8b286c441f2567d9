"""What a file leaves open about a creator and other tables tell: followers, averages, hashtags."""

from __future__ import annotations

import duckdb

_LATEST = """(SELECT influencer_id, arg_max(followers_count, day) AS followers_count
    FROM follower_history GROUP BY influencer_id)"""
_AVERAGES = """(SELECT influencer_id, round(avg(likes_count), 2) AS avg_likes,
           round(avg(comments_count), 2) AS avg_comments, round(avg(views_count), 2) AS avg_views
    FROM posts GROUP BY influencer_id)"""
_TAGS = """(SELECT influencer_id, list(tag ORDER BY uses DESC, tag)[1:10] AS hashtags
    FROM (SELECT influencer_id, tag, count(*) AS uses
          FROM (SELECT influencer_id, unnest(hashtags) AS tag FROM posts)
          GROUP BY influencer_id, tag)
    GROUP BY influencer_id)"""
# Rows by creator -> columns that they tell.
_TOLD = {
    _LATEST: ("followers_count",),
    _AVERAGES: ("avg_likes", "avg_comments", "avg_views"),
    _TAGS: ("hashtags",),
}


def complete_influencers(con: duckdb.DuckDBPyConnection) -> None:
    """Fills empty followers from the history, empty averages and hashtags from the posts."""
    for rows, columns in _TOLD.items():
        _set(con, rows, columns, "coalesce(influencers.{0}, told.{0})",
             "influencers.{0} IS NULL AND told.{0} IS NOT NULL")  # fmt: skip


def clear_completed(con: duckdb.DuckDBPyConnection) -> None:
    """Empties what `complete_influencers` filled in when the store was made.

    Called before rows come in: with more posts and later counts the same figures are others.
    """
    for rows, columns in _TOLD.items():
        _set(con, rows, columns, "nullif(influencers.{0}, told.{0})",
             "influencers.{0} = told.{0}")  # fmt: skip


def _set(
    con: duckdb.DuckDBPyConnection, rows: str, columns: tuple[str, ...], value: str, condition: str
) -> None:
    values = ", ".join(f"{name} = {value.format(name)}" for name in columns)
    conditions = " OR ".join(f"({condition.format(name)})" for name in columns)
    con.execute(
        f"""UPDATE influencers SET {values} FROM {rows} AS told
            WHERE influencers.influencer_id = told.influencer_id AND ({conditions})"""
    )
