"""The posts that profiles are made of, and the vectors of their texts and pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from core.pipeline.context import BuildContext
from core.pipeline.kernels.frames import CREATOR
from core.pipeline.kernels.profiles import PostVectors
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


def profiled_posts(context: BuildContext, creators: NDArray[np.object_]) -> pa.Table:
    """The collected posts of some creators: creator (place in `creators`), what `posts_of_frame`
    reads, post_id, and the rows of their vectors (picture_row is null without a picture), by
    creator and post_id.

    Args:
        creators: ids.
    """
    con = context.con
    places = {"influencer_id": creators.astype(str), CREATOR: np.arange(len(creators))}
    con.register("profiled_creators", pd.DataFrame(places))
    try:
        return con.sql(
            """SELECT c.creator, p.influencer_id AS account_id, p.post_id, p.caption, p.hashtags,
                      p.mentions, p.likes_count AS likes, p.comments_count AS comments,
                      p.views_count AS views, i.followers_count AS followers, p.posted_at,
                      p.is_sponsored AS is_ad, p.post_row, p.picture_row
               FROM profiled_posts p
               JOIN profiled_creators c USING (influencer_id)
               JOIN influencers i USING (influencer_id)
               ORDER BY c.creator, p.post_id"""
        ).to_arrow_table()
    finally:
        con.unregister("profiled_creators")


def post_vectors(context: BuildContext) -> PostVectors:
    """The vectors of posts and pictures that the build has.

    A quick build encodes no posts, and one from a later step takes over the arrays of one that may
    have known no pictures.
    """
    texts, pictures = context.folder / POST_FILE, context.folder / PICTURE_FILE
    return PostVectors(
        texts if context.config.deep and texts.is_file() else None,
        pictures if pictures.is_file() else None,
    )
