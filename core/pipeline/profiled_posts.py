"""The posts that profiles are made of, with the vectors of their texts and pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.profiling.posts import Posts, posts_of_frame
from core.pipeline.context import BuildContext
from core.pipeline.steps.pictures import PICTURE_FILE
from core.pipeline.steps.text import CAPTIONS_A_CREATOR, POST_FILE


def collect_posts(context: BuildContext) -> None:
    """Makes the temporary table `profiled_posts`: the newest posts of each creator, and those with
    a picture, with the rows of their vectors."""
    context.con.execute(
        """
        CREATE OR REPLACE TEMP TABLE profiled_posts AS
        WITH picture_rows AS (
            SELECT picture_id, row_number() OVER (ORDER BY picture_id) - 1 AS picture_row
            FROM pictures
        ), numbered AS (
            SELECT post_id, influencer_id, left(caption, 4000) AS caption, hashtags, mentions,
                   likes_count, comments_count, views_count, posted_at, is_sponsored,
                   row_number() OVER (ORDER BY post_id) - 1 AS post_row,
                   row_number() OVER (PARTITION BY influencer_id
                                      ORDER BY posted_at DESC NULLS LAST, post_id) AS place
            FROM posts
        )
        SELECT n.* EXCLUDE (place), r.picture_row
        FROM numbered n
        LEFT JOIN post_pictures p ON p.post_id = n.post_id
        LEFT JOIN picture_rows r ON r.picture_id = p.picture_id
        WHERE n.place <= $posts OR r.picture_row IS NOT NULL
        """,
        {"posts": CAPTIONS_A_CREATOR},
    )


def posts_of(
    context: BuildContext, creators: NDArray[np.object_]
) -> tuple[Posts, NDArray[np.object_]]:
    """The collected posts of some creators with their vectors, and the id of each post.

    Args:
        creators: ids; account i of the posts is creators[i].
    """
    con = context.con
    con.register("profiled_creators", pd.DataFrame({"influencer_id": creators.astype(str)}))
    try:
        frame = con.execute(
            """SELECT p.influencer_id AS account_id, p.post_id, p.caption, p.hashtags, p.mentions,
                      p.likes_count AS likes, p.comments_count AS comments,
                      p.views_count AS views, i.followers_count AS followers, p.posted_at,
                      p.is_sponsored AS is_ad, p.post_row, p.picture_row
               FROM profiled_posts p
               JOIN profiled_creators USING (influencer_id)
               JOIN influencers i USING (influencer_id)
               ORDER BY p.influencer_id, p.post_id"""
        ).df()
    finally:
        con.unregister("profiled_creators")
    accounts = posts_of_frame(frame, creators.tolist())
    chosen = frame.iloc[accounts.rows]
    text_vectors = _text_vectors(context, chosen["post_row"].to_numpy(dtype=np.int64))
    picture_vectors = _picture_vectors(context, chosen["picture_row"])
    return (
        accounts.posts.with_vectors(text_vectors, picture_vectors),
        chosen["post_id"].to_numpy(dtype=object),
    )


def _text_vectors(context: BuildContext, rows: NDArray[np.int64]) -> NDArray[np.float32] | None:
    """Rows of the posts' vectors; None in a quick build, which encodes no posts."""
    file = context.folder / POST_FILE
    if not context.config.deep or not file.is_file():
        return None
    return np.asarray(np.load(file, mmap_mode="r")[rows], dtype=np.float32)


def _picture_vectors(context: BuildContext, rows: pd.Series) -> NDArray[np.float32] | None:
    """(n_posts, 1280) rows of the posts' pictures, zero without one; None without any picture."""
    file = context.folder / PICTURE_FILE
    # A build from a later step takes over the arrays of one that may have known no pictures.
    if not file.is_file():
        return None
    array = np.load(file, mmap_mode="r")
    if not len(array):
        return None
    has_picture = rows.notna().to_numpy()
    vectors = np.zeros((len(rows), array.shape[1]), dtype=np.float32)
    vectors[has_picture] = array[rows[has_picture].to_numpy(dtype=np.int64)]
    return vectors
