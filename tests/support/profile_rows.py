"""Profiles and pictures written by hand into the small build, with facts that tests name."""

from __future__ import annotations

import io
from functools import cache
from hashlib import sha256

import duckdb
import numpy as np
import pandas as pd
from PIL import Image

from core.features.pictures.describing import PictureFeatures, describe
from core.features.pictures.network import DIMENSION
from core.models.profiling import files
from core.models.profiling.posts import posts_of_frame
from core.models.profiling.profiler import ProfilerConfig, fit
from core.services.session import open_session
from core.settings import Settings
from core.store import builds, tables
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.small_build import CREATORS, make_small_build
from tests.support.templates import publish_copy, template

CATEGORIES = ("Glow", "Pasta", "Trails")
# c004 is in the niche Pasta, its posts read like Trails; c006 has captions alone; c009 one post;
# c001 nothing to read. Everybody else is about its own niche, with pictures on two posts.
STRAY, CAPTIONS_ALONE, ONE_POST, UNREAD = "c004", "c006", "c009", "c001"
VERSION = "profiling-test"
_TABLES = ("creator_profiles", "profile_posts", "pictures", "post_pictures")
_WEIGHTS = (0.3, 0.2, 0.15, 0.1, 0.05)


def make_profiled_build(settings: Settings) -> Build:
    """Publishes the small build with these profiles and a profiler; made once, then copied."""
    return publish_copy(settings, template("profiled", _profiled_build))


def _profiled_build(settings: Settings) -> Build:
    made = make_small_build(settings)
    plant_profiles(settings)
    plant_profiler(settings)
    return made


def make_older_build(settings: Settings) -> Build:
    """Publishes the small build as earlier versions left it: without profiles and pictures."""
    made = make_small_build(settings)
    con = open_store(made.store_file, settings, read_only=False)
    try:
        for name in _TABLES:
            con.execute(f"DROP TABLE {name}")
    finally:
        con.close()
    return made


def plant_profiler(settings: Settings) -> None:
    """Trains a profiler on words and pictures of the build in use, as its step does."""
    build = builds.current_build(settings)
    with open_session(settings) as session:
        frame = session.con.execute(
            """SELECT influencer_id AS account_id, caption, category, picture_id
               FROM posts JOIN influencers USING (influencer_id)
               LEFT JOIN post_pictures USING (post_id)
               ORDER BY account_id, post_id"""
        ).df()
    accounts = posts_of_frame(frame)
    chosen = frame.iloc[accounts.rows]
    vectors = np.zeros((len(chosen), DIMENSION), dtype=np.float32)
    described = _described()
    for row, picture_id in enumerate(chosen["picture_id"]):
        if isinstance(picture_id, str):
            vectors[row] = described.vectors[_picture_ids().index(picture_id)]
    categories = dict(zip(frame["account_id"], frame["category"], strict=True))
    profiler = fit(
        accounts.posts.with_vectors(None, vectors),
        [categories[account] for account in accounts.account_ids],
        ProfilerConfig(parts=("words", "pictures"), folds=2),
        seed=1,
    )
    files.save(profiler, build.folder / "models" / files.FOLDER)


def plant_profiles(settings: Settings) -> None:
    """Fills creator_profiles, profile_posts, pictures and post_pictures of the build in use."""
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    try:
        for name in _TABLES:
            con.execute(f"DELETE FROM {name}")
        posts = _posts(con)
        pictured = _pictured(posts)
        con.execute("DELETE FROM metrics WHERE model = 'profiling'")
        tables.append_frame(con, "metrics", _metrics())
        tables.append_frame(con, "creator_profiles", _profiles())
        tables.append_frame(con, "profile_posts", posts)
        tables.append_frame(con, "pictures", _pictures())
        tables.append_frame(con, "post_pictures", pictured)
    finally:
        con.close()


def picture(number: int) -> bytes:
    """A small JPEG of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (24, 16), (40 * number % 256, 120, 90)).save(held, "JPEG")
    return held.getvalue()


def _metrics() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "model": "profiling",
            "metric": ["macro_f1", "accuracy", "averaging_macro_f1"],
            "value": [0.98, 0.97, 0.5],
            "note": "59 creators",
        }
    )


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
                "picture_share": 0.25 if has_pictures else 0.0,
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


@cache
def _described() -> PictureFeatures:
    return describe([picture(number) for number in range(3)])


def _picture_ids() -> list[str]:
    return [sha256(picture(number)).hexdigest() for number in range(3)]


def _pictures() -> pd.DataFrame:
    features = _described()
    return pd.DataFrame(
        {
            "picture_id": _picture_ids(),
            "thumbnail": [small.jpeg for small in features.thumbnails if small is not None],
            "width": 24,
            "height": 16,
            "vector": [row.astype(np.float16).tobytes() for row in features.vectors],
            "labels": [list(names) for names in features.labels],
            "label_probabilities": [list(row) for row in features.label_probabilities],
            "people_count": features.people_count,
            "brightness": features.brightness,
            "colourfulness": features.colourfulness,
            "sharpness": features.sharpness,
            "model_version": VERSION,
        }
    )


def _pictured(posts: pd.DataFrame) -> pd.DataFrame:
    ids = _picture_ids()
    pictured = posts[posts["has_picture"]]
    return pictured[["post_id", "influencer_id"]].assign(
        picture_id=[ids[int(one[1:]) % 3] for one in pictured["influencer_id"]]
    )
