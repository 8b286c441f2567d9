"""Posts without an id of their own: the same post in two files is one, another one is another."""

from __future__ import annotations

import duckdb

# In ids of posts that were given none: the creator's id, a colon, a number.
_NUMBER = "TRY_CAST(regexp_extract({}, ':([0-9]{{1,9}})$', 1) AS BIGINT)"
_NUMBERED = "starts_with(post_id, influencer_id || ':')"
_BARE = f"""{_NUMBERED} AND posted_at IS NULL AND caption <> ''
    AND coalesce(likes_count, comments_count, views_count) IS NULL
    AND coalesce(image_path, language) IS NULL AND is_sponsored IS NULL
    AND comment_texts IS NULL"""


def settle_post_ids(con: duckdb.DuckDBPyConnection) -> None:
    """Gives each staged post without an id that of the same post, or one that no other post has.

    Every file numbers its posts from 1 ('mira:1'), so the same number says nothing. The same post
    has the same creator, time and caption; of several alike the first is the first.
    """
    if not _may_collide(con):
        return
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE settled AS
            WITH unnamed AS (
                SELECT file_no, post_id AS staged_id, influencer_id, posted_at, caption,
                       {_NUMBER.format("post_id")} AS number,
                       row_number() OVER (PARTITION BY file_no, influencer_id, posted_at, caption
                           ORDER BY {_NUMBER.format("post_id")}, post_id) AS place
                FROM new_posts WHERE NOT has_id),
            known AS (
                SELECT post_id, influencer_id, posted_at, caption FROM posts
                SEMI JOIN unnamed USING (influencer_id)
                UNION SELECT post_id, influencer_id, posted_at, caption FROM new_posts
                WHERE has_id),
            placed AS (
                SELECT *, row_number() OVER (PARTITION BY influencer_id, posted_at, caption
                    ORDER BY {_NUMBER.format("post_id")}, post_id) AS place
                FROM known),
            told AS (
                SELECT influencer_id, posted_at, caption, place,
                       min({{'file': file_no, 'number': number}}) AS first_told
                FROM unnamed GROUP BY influencer_id, posted_at, caption, place),
            last_numbers AS (
                SELECT influencer_id, max({_NUMBER.format("post_id")}) AS number FROM known
                WHERE {_NUMBERED} GROUP BY influencer_id),
            ids AS (
                SELECT told.influencer_id, told.posted_at, told.caption, told.place,
                       coalesce(placed.post_id, told.influencer_id || ':'
                           || coalesce(last_numbers.number, 0) + row_number() OVER (
                               PARTITION BY told.influencer_id, placed.post_id IS NULL
                               ORDER BY told.first_told)) AS post_id
                FROM told
                LEFT JOIN placed ON placed.influencer_id = told.influencer_id
                    AND placed.posted_at IS NOT DISTINCT FROM told.posted_at
                    AND placed.caption = told.caption AND placed.place = told.place
                LEFT JOIN last_numbers ON last_numbers.influencer_id = told.influencer_id)
            SELECT unnamed.file_no, unnamed.staged_id, ids.post_id
            FROM unnamed JOIN ids ON ids.influencer_id = unnamed.influencer_id
                AND ids.posted_at IS NOT DISTINCT FROM unnamed.posted_at
                AND ids.caption = unnamed.caption AND ids.place = unnamed.place"""
    )
    con.execute(
        """UPDATE new_posts SET post_id = settled.post_id FROM settled
           WHERE NOT new_posts.has_id AND new_posts.file_no = settled.file_no
             AND new_posts.post_id = settled.staged_id"""
    )
    con.execute("DROP TABLE settled")


def drop_known_captions(con: duckdb.DuckDBPyConnection) -> None:
    """Removes captions that say nothing more than a dated post of the creator with the same text.

    A file of creators may bring recent captions, and a file of posts the same ones with times.
    """
    row = con.execute(
        f"""SELECT EXISTS (FROM new_posts WHERE is_recent)
                OR (EXISTS (FROM new_posts) AND EXISTS (FROM posts WHERE {_BARE}))"""
    ).fetchone()
    if not row or not row[0]:
        return
    con.execute(
        """DELETE FROM new_posts WHERE is_recent AND (influencer_id, caption) IN (
               SELECT (influencer_id, caption) FROM new_posts WHERE posted_at IS NOT NULL
               UNION SELECT (influencer_id, caption) FROM posts WHERE posted_at IS NOT NULL)"""
    )
    con.execute(
        f"""DELETE FROM posts WHERE {_BARE} AND (influencer_id, caption) IN (
                SELECT (influencer_id, caption) FROM new_posts WHERE posted_at IS NOT NULL)"""
    )


def _may_collide(con: duckdb.DuckDBPyConnection) -> bool:
    row = con.execute(
        """SELECT NOT bool_and(has_id) AND (bool_or(has_id) OR count(DISTINCT file_no) > 1
                                            OR (SELECT count(*) FROM posts) > 0)
           FROM new_posts"""
    ).fetchone()
    return bool(row and row[0])
