"""The topic of a post: its own niche where a vector is kept, else its creator's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.models.niches import files as niche_files
from core.models.niches import model as niches
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.post_topics import topics_of_posts
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

_CREATORS = 40


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    """Creators of two niches; each has a post of its own niche, one of the other, one unread."""
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    rng = np.random.default_rng(2)
    side = np.arange(_CREATORS) % 2
    axes = np.eye(2, 6)
    vectors = axes[side] + rng.normal(0, 0.05, (_CREATORS, 6))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    model = niches.fit(
        vectors,
        niches.NichesConfig(niches_count=2),
        seed=1,
        groups=["en"] * _CREATORS,
        terms=[["glow"] if one else ["pasta"] for one in side],
        encoder_version="test",
    )
    niche_files.save(model, tmp_path / "models" / "niches")
    assigned = model.assign(vectors, ["en"] * _CREATORS).niche_ids
    ids = [f"c{number:02d}" for number in range(_CREATORS)]
    given = {
        "influencers": {"influencer_id": ids, "handle": ids, "name": ids, "platform": "tiktok"},
        "niches": {
            "niche_id": [0, 1],
            "name": ["none", "one"],
            "keywords": [["a"], ["b"]],
            "creators_count": 20,
            "model_version": "test",
        },
        "influencer_niches": {
            "influencer_id": ids,
            "niche_id": assigned,
            "confidence": 0.5,
            "model_version": "test",
        },
        "posts": {
            "post_id": [f"{one}:{number}" for one in ids for number in range(3)],
            "influencer_id": np.repeat(ids, 3),
            "caption": "x",
        },
    }
    for name, columns in given.items():
        tables.append_frame(con, name, pd.DataFrame(columns))
    posts = np.stack([vectors, vectors[::-1], np.zeros_like(vectors)], axis=1).reshape(-1, 6)
    np.save(tmp_path / "post_embeddings.npy", posts.astype(np.float16))
    yield BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    con.close()


def _own(context: BuildContext) -> np.ndarray:
    rows = context.con.execute(
        """SELECT n.name FROM influencer_niches JOIN niches n USING (niche_id)
           ORDER BY influencer_id"""
    ).fetchall()
    return np.array([row[0] for row in rows])


def test_a_post_counts_for_its_own_niche_and_an_unread_one_for_its_creators(
    context: BuildContext,
) -> None:
    posts = [f"c{number:02d}:{post}" for number in range(_CREATORS) for post in range(3)]
    order = np.random.default_rng(3).permutation(len(posts))
    found = topics_of_posts(context, pd.Series(posts)[order]).to_numpy()
    back = np.empty_like(found)
    back[order] = found
    of_creator = _own(context)
    other = np.where(of_creator == "one", "none", "one")
    assert set(of_creator) == {"none", "one"}
    assert (back.reshape(-1, 3) == np.stack([of_creator, other, of_creator], axis=1)).all()


def test_a_quick_build_takes_the_niche_of_the_creator(context: BuildContext) -> None:
    (context.folder / "post_embeddings.npy").unlink()
    found = topics_of_posts(context, pd.Series(["c03:1", "c04:0"])).tolist()
    assert found == _own(context)[[3, 4]].tolist()
