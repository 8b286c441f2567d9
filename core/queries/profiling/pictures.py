"""Read queries for the pictures of posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from core.queries.builds import PICTURES, has

MOST_THUMBNAILS = 64  # of one call: 10 KB each go into the page


@dataclass(frozen=True)
class PostPicture:
    """The picture of a post, small.

    Attributes:
        jpeg: longest side at most 240 pixels.
        labels: what the network sees, at most three ImageNet names, likeliest first.
        people_count: faces seen close by.
    """

    post_id: str
    jpeg: bytes
    labels: tuple[str, ...]
    people_count: int


def thumbnails(con: duckdb.DuckDBPyConnection, post_ids: Sequence[str]) -> dict[str, PostPicture]:
    """post_id -> picture, in the order asked; posts without one are left out.

    At most the first `MOST_THUMBNAILS` posts are looked at.
    """
    asked = list(dict.fromkeys(post_ids))[:MOST_THUMBNAILS]
    if not asked or not has(con, PICTURES):
        return {}
    rows = con.execute(
        """SELECT post_id, thumbnail, labels, people_count
           FROM post_pictures JOIN pictures USING (picture_id)
           WHERE post_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY post_id""",
        {"ids": asked},
    ).fetchall()
    known = {
        post_id: PostPicture(post_id, jpeg, tuple(labels), people)
        for post_id, jpeg, labels, people in rows
    }
    return {post_id: known[post_id] for post_id in asked if post_id in known}


def newest_thumbnails(
    con: duckdb.DuckDBPyConnection, influencer_ids: Sequence[str], *, per_creator: int = 1
) -> dict[str, list[PostPicture]]:
    """influencer_id -> the newest pictures of each creator, newest first; () where there is none.

    At most `MOST_THUMBNAILS` pictures come back.
    """
    asked = list(dict.fromkeys(influencer_ids))
    pictures: dict[str, list[PostPicture]] = {influencer_id: [] for influencer_id in asked}
    if not asked or not has(con, PICTURES):
        return pictures
    rows = con.execute(
        """WITH chosen AS (
               SELECT influencer_id, post_id, picture_id,
                      row_number() OVER (PARTITION BY pp.influencer_id
                                         ORDER BY posted_at DESC NULLS LAST, post_id) AS place
               FROM post_pictures pp JOIN posts USING (post_id, influencer_id)
               WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[])))
           SELECT influencer_id, post_id, thumbnail, labels, people_count
           FROM chosen JOIN pictures USING (picture_id) WHERE place <= $most
           ORDER BY place, influencer_id LIMIT $limit""",
        {"ids": asked, "most": per_creator, "limit": MOST_THUMBNAILS},
    ).fetchall()
    for influencer_id, post_id, jpeg, labels, people in rows:
        pictures[influencer_id].append(PostPicture(post_id, jpeg, tuple(labels), people))
    return pictures
