"""Who paid for a post does not tell what a creator is about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.own_posts import brand_names, plain_name
from core.pipeline.steps import text
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

POSTS = [
    # (post, creator, caption, sponsored, mentions)
    ("p1", "a", "pasta with basil", False, []),
    ("p2", "a", "my new running shoes", True, []),
    ("p3", "a", "shoes again", False, []),
    ("p4", "a", "a word about shoes", False, ["zaunkoenig"]),
    ("p5", "b", "only shoes here", True, []),
    ("p6", "c", "tent on the summit", None, ["a_friend"]),
]


@pytest.fixture
def context(tmp_path: Path) -> BuildContext:
    con = empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))
    people = pd.DataFrame({name: list("abc") for name in ("influencer_id", "handle", "name")})
    people = people.assign(platform="instagram", followers_count=10)
    tables.append_frame(con, "influencers", people)
    posts = pd.DataFrame(
        POSTS, columns=["post_id", "influencer_id", "caption", "is_sponsored", "mentions"]
    )
    tables.append_frame(con, "posts", posts.assign(posted_at=pd.Timestamp("2026-11-01")))
    brand = pd.DataFrame([("x", "Zaunkönig", ["zaunkoenig", "run"])])
    tables.append_frame(con, "brands", brand.set_axis(["brand_id", "name", "hashtags"], axis=1))
    con.execute("INSERT INTO collaborations BY NAME SELECT 'k' AS collaboration_id, "
                "'x' AS brand_id, 'a' AS influencer_id, 'p3' AS post_id")  # fmt: skip
    return BuildContext(con, tmp_path, Settings.from_env(tmp_path), BuildConfig(), silent)


def test_advertising_linked_posts_and_mentions_of_brands_are_left_out(
    context: BuildContext,
) -> None:
    captions = text.creator_texts(context)["captions"].to_pylist()
    texts = dict(zip("abc", captions, strict=True))
    # b has nothing else, so its only post is read.
    assert texts == {
        "a": ["pasta with basil"],
        "b": ["only shoes here"],
        "c": ["tent on the summit"],
    }


def test_a_handle_may_spell_a_name_in_another_way(context: BuildContext) -> None:
    assert brand_names(context.con) == ["zaunkoenig", "zaunkonig"]
    assert plain_name("Zaun-König & Co.") == "zaunkonigco"


def test_the_vector_of_a_creator_is_that_of_its_own_posts(context: BuildContext) -> None:
    text.encode_texts(context)
    creators = np.load(context.folder / "influencer_embeddings.npy")
    posts = np.load(context.folder / "post_embeddings.npy").astype(np.float64)
    # Without bios; p1 of a, p5 of b and p6 of c count. All posts keep a vector of their own.
    assert posts.any(axis=1).all()
    own = posts[[0, 4, 5]]
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    assert (creators * own).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
