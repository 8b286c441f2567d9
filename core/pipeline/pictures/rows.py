"""Tables `pictures` and `post_pictures` of a store in the making: what goes in and out."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from core.features.pictures.describing import MODEL_VERSION, PictureFeatures
from core.store import tables


def remember_pictures(con: duckdb.DuckDBPyConnection) -> None:
    """Notes which post has which picture; call it before an import replaces posts."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE pictures_before AS
           SELECT post_id, image_path FROM post_pictures JOIN posts USING (post_id)"""
    )


def keep_pictures(con: duckdb.DuckDBPyConnection, features: PictureFeatures) -> None:
    """Writes pictures into the store; one that is there already is described again."""
    rows = {
        made.picture_id: {
            "picture_id": made.picture_id,
            "thumbnail": made.jpeg,
            "width": made.width,
            "height": made.height,
            "vector": features.vectors[place].astype(np.float16).tobytes(),
            "labels": list(features.labels[place]),
            "label_probabilities": list(features.label_probabilities[place]),
            "people_count": int(features.people_count[place]),
            "brightness": features.brightness[place],
            "colourfulness": features.colourfulness[place],
            "sharpness": features.sharpness[place],
            "model_version": MODEL_VERSION,
        }
        for place, made in enumerate(features.thumbnails)
        if made is not None
    }
    con.execute(
        "DELETE FROM pictures WHERE picture_id IN (SELECT unnest($ids::VARCHAR[]))",
        {"ids": list(rows)},
    )
    tables.append_frame(con, "pictures", pd.DataFrame(list(rows.values())))


def drop_replaced(con: duckdb.DuckDBPyConnection) -> None:
    """Pictures of posts that name another one by now, or whose creator has another id."""
    con.execute(
        """DELETE FROM post_pictures WHERE post_id IN (
               SELECT post_id FROM pictures_before before LEFT JOIN posts USING (post_id)
               WHERE posts.image_path IS DISTINCT FROM before.image_path)"""
    )
    con.execute(
        """UPDATE post_pictures SET influencer_id = posts.influencer_id FROM posts
           WHERE posts.post_id = post_pictures.post_id
             AND posts.influencer_id <> post_pictures.influencer_id"""
    )


def drop_beyond(con: duckdb.DuckDBPyConnection, most: int) -> None:
    """Leaves each creator the pictures of its newest posts."""
    con.execute(
        """DELETE FROM post_pictures WHERE post_id IN (
               SELECT post_id FROM post_pictures JOIN posts USING (post_id)
               QUALIFY row_number() OVER (
                   PARTITION BY post_pictures.influencer_id
                   ORDER BY posted_at DESC NULLS LAST, post_id) > $most)""",
        {"most": most},
    )


def drop_unused_pictures(con: duckdb.DuckDBPyConnection) -> None:
    """Takes pictures out of the store that no post shows any more."""
    con.execute(
        "DELETE FROM pictures WHERE picture_id NOT IN (SELECT picture_id FROM post_pictures)"
    )
