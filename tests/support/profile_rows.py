"""Profiles and pictures written by hand into the small build, with facts that tests name."""

from __future__ import annotations

import io
from hashlib import sha256

import duckdb
import numpy as np
import pandas as pd
from PIL import Image

from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from tests.support.small_build import CREATORS

CATEGORIES = ("Glow", "Pasta", "Trails")
# c004 is in the niche Pasta, its posts read like Trails; c006 has captions alone; c009 one post;
# c001 nothing to read. Everybody else is about its own niche, with pictures on two posts.
STRAY, CAPTIONS_ALONE, ONE_POST, UNREAD = "c004", "c006", "c009", "c001"
VERSION = "profiling-test"
_WEIGHTS = (0.3, 0.2, 0.15, 0.1, 0.05)


def plant_profiles(settings: Settings) -> None:
    """Fills creator_profiles, profile_posts, pictures and post_pictures of the build in use."""
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    try:
        for name, columns in _TABLES.items():
            con.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
        for name in (*_TABLES, "pictures", "post_pictures"):
            con.execute(f"DELETE FROM {name}")
        posts = _posts(con)
        pictured = _pictured(posts)
        _append(con, "creator_profiles", _profiles())
        _append(con, "profile_posts", posts)
        _append(con, "pictures", _pictures())
        _append(con, "post_pictures", pictured)
    finally:
        con.close()


def _append(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    con.register("planted", frame)
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM planted")
    con.unregister("planted")


def picture(number: int) -> bytes:
    """A small JPEG of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (24, 16), (40 * number % 256, 120, 90)).save(held, "JPEG")
    return held.getvalue()


def _profiles() -> pd.DataFrame:
    rows = []
    for number in range(CREATORS):
        influencer_id = f"c{number:03d}"
        if influencer_id == UNREAD:
            continue
        own, other = CATEGORIES[number % 3], CATEGORIES[(number + 1) % 3]
        has_pictures = influencer_id != CAPTIONS_ALONE
        stray = influencer_id == STRAY
        rows.append(
            {
                "influencer_id": influencer_id,
                "category": other if stray else own,
                "probability": 0.9 if stray else 0.82,
                "second_category": own if stray else other,
                "second_probability": 0.09,
                "given_category": own,
                "text_category": other if stray else own,
                "text_probability": 0.7,
                "picture_category": other if has_pictures else None,
                "picture_probability": 0.4 if has_pictures else None,
                "picture_share": 0.25 if has_pictures else None,
                "posts_read": 1 if influencer_id == ONE_POST else 12,
                "pictures_read": 2 if has_pictures else 0,
                "is_out_of_fold": True,
                "model_version": VERSION,
            }
        )
    return pd.DataFrame(rows)


def _posts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    frame = con.execute(
        """SELECT influencer_id, post_id, row_number() OVER (
                      PARTITION BY influencer_id ORDER BY post_id) AS place
           FROM posts ORDER BY influencer_id, place"""
    ).df()
    frame = frame[frame["place"] <= len(_WEIGHTS)]
    frame = frame[(frame["influencer_id"] != ONE_POST) | (frame["place"] == 1)]
    number = frame["influencer_id"].str[1:].astype(int)
    alone = frame["influencer_id"] == ONE_POST
    return frame.assign(
        weight=[
            1.0 if one else _WEIGHTS[place - 1]
            for one, place in zip(alone, frame["place"], strict=True)
        ],
        category=[CATEGORIES[n % 3] for n in number],
        probability=0.6,
        has_picture=(frame["place"] <= 2) & (frame["influencer_id"] != CAPTIONS_ALONE),
    )


def _pictures() -> pd.DataFrame:
    contents = [picture(number) for number in range(3)]
    return pd.DataFrame(
        {
            "picture_id": [sha256(content).hexdigest() for content in contents],
            "thumbnail": contents,
            "width": 24,
            "height": 16,
            "vector": [np.eye(3, 1280, dtype=np.float16)[n].tobytes() for n in range(3)],
            "labels": [["lipstick"], ["carbonara"], ["alp"]],
            "label_probabilities": [[0.5], [0.6], [0.7]],
            "people_count": 0,
            "brightness": 0.5,
            "colourfulness": 0.4,
            "sharpness": 0.3,
            "model_version": VERSION,
        }
    )


def _pictured(posts: pd.DataFrame) -> pd.DataFrame:
    ids = _pictures()["picture_id"].tolist()
    pictured = posts[posts["has_picture"]]
    return pictured[["post_id", "influencer_id"]].assign(
        picture_id=[ids[int(one[1:]) % 3] for one in pictured["influencer_id"]]
    )


_TABLES = {
    "creator_profiles": """influencer_id VARCHAR PRIMARY KEY, category VARCHAR, probability DOUBLE,
        second_category VARCHAR, second_probability DOUBLE, given_category VARCHAR,
        text_category VARCHAR, text_probability DOUBLE, picture_category VARCHAR,
        picture_probability DOUBLE, picture_share DOUBLE, posts_read INTEGER,
        pictures_read INTEGER, is_out_of_fold BOOLEAN, model_version VARCHAR""",
    "profile_posts": """influencer_id VARCHAR, place INTEGER, post_id VARCHAR, weight DOUBLE,
        category VARCHAR, probability DOUBLE, has_picture BOOLEAN,
        PRIMARY KEY (influencer_id, place)""",
}
