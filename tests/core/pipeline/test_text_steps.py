"""The steps text, niches and matching on a small real store."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.features import documents
from core.features.documents import CreatorText
from core.models.niches import files as niche_files
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps import niches, text
from core.pipeline.steps.recommending import matching
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

TOPICS = {
    "food": "Fresh pasta with tomato sauce, a recipe for dinner #homecooking",
    "fitness": "Leg day at the gym, squats and a protein shake #workout",
    "travel": "Watching the sunset over the beach on our island trip #wanderlust",
}


def _context(folder: Path, **choices: object) -> BuildContext:
    settings = dataclasses.replace(Settings.from_env(folder / "data"), threads=1)
    build = folder / "build"
    build.mkdir(parents=True)
    con = empty_store(build / "store.duckdb", settings)
    config = BuildConfig(**choices)  # type: ignore[arg-type]
    return BuildContext(con, build, settings, config, silent)


def _add_creators(context: BuildContext, rows: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(rows)
    frame["handle"] = frame["influencer_id"]
    frame["name"] = frame["influencer_id"]
    frame["platform"] = "instagram"
    tables.append_frame(context.con, "influencers", frame)


def _run(context: BuildContext) -> None:
    text.encode_texts(context)
    niches.find_niches(context)
    matching.match_brands(context)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    """Nine creators on three topics with two posts each, and two brands, built deep."""
    made = _context(tmp_path, niches_count=3, deep=True, matches_per_brand=4)
    creators: list[dict[str, object]] = []
    posts = []
    for topic, caption in TOPICS.items():
        for number in range(3):
            creator = f"{topic}{number}"
            creators.append(
                {"influencer_id": creator, "bio": f"All about {topic}", "category": topic}
            )
            for post in range(2):
                posts.append(
                    {
                        "post_id": f"{creator}:{post}",
                        "influencer_id": creator,
                        "caption": f"{caption} {number}" if post else caption,
                        "posted_at": pd.Timestamp("2026-01-01") + pd.Timedelta(days=post),
                    }
                )
    _add_creators(made, creators)
    tables.append_frame(made.con, "posts", pd.DataFrame(posts[::-1]))
    brands = pd.DataFrame(
        {
            "brand_id": ["b1", "b2"],
            "name": ["Pasta Co", "Nobody"],
            "description": ["Italian pasta and tomato sauce for home cooking", None],
            "keywords": [["recipe", "dinner"], []],
        }
    )
    tables.append_frame(made.con, "brands", brands)
    yield made
    made.con.close()


def test_deep_build_groups_creators_by_topic_and_matches_a_brand(context: BuildContext) -> None:
    _run(context)
    rows = context.con.execute(
        "SELECT i.category, count(DISTINCT n.niche_id) FROM influencer_niches n "
        "JOIN influencers i ON i.influencer_id = n.influencer_id GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert rows == [("fitness", 1), ("food", 1), ("travel", 1)]
    metrics = dict(
        context.con.execute("SELECT metric, value FROM metrics WHERE model = 'niches'").fetchall()
    )
    assert metrics == {"nmi": pytest.approx(1.0), "purity": 1.0}
    best = context.con.execute(
        "SELECT influencer_id, match_rank, shared_words, percentile FROM brand_matches "
        "WHERE brand_id = 'b1' ORDER BY match_rank"
    ).fetchall()
    assert [row[1] for row in best] == [1, 2, 3, 4]
    assert {row[0] for row in best[:3]} == {"food0", "food1", "food2"}
    assert {"pasta", "recipe"} <= set(best[0][2])
    assert best[0][3] == 1.0
    names = context.con.execute("SELECT name, keywords FROM niches ORDER BY niche_id").fetchall()
    keywords = [word for _, words in names for word in words]
    assert len(keywords) == len(set(keywords))
    assert {name for name, _ in names} == {"Food & cooking", "Fitness & gym", "Travel"}


def test_post_rows_follow_the_order_of_post_ids(context: BuildContext) -> None:
    text.encode_texts(context)
    posts = np.load(context.folder / "post_embeddings.npy")
    creators = np.load(context.folder / "influencer_embeddings.npy")
    assert posts.shape == (18, 512)
    assert posts.dtype == np.float16
    assert creators.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(creators, axis=1), 1.0, atol=1e-5)
    order = [
        row[0]
        for row in context.con.execute(
            "SELECT influencer_id FROM posts ORDER BY post_id"
        ).fetchall()
    ]
    first_food = order.index("food0")
    first_travel = order.index("travel0")
    ids = sorted(f"{topic}{n}" for topic in TOPICS for n in range(3))
    similarity = posts[first_food].astype(np.float32) @ creators.T
    assert similarity[ids.index("food0")] > similarity[ids.index("travel0")]
    similarity = posts[first_travel].astype(np.float32) @ creators.T
    assert ids[int(similarity.argmax())].startswith("travel")


@pytest.mark.slow
def test_a_step_run_twice_gives_the_same_tables(context: BuildContext) -> None:
    _run(context)
    sql = "SELECT influencer_id, niche_id, confidence FROM influencer_niches ORDER BY 1"
    before = context.con.execute(sql).fetchall()
    niches.find_niches(context)
    assert context.con.execute(sql).fetchall() == before
    model = niche_files.load(context.folder / niches.MODEL_FOLDER)
    assert model.niches_count == 3


@pytest.mark.parametrize("deep", [True, False])
@pytest.mark.parametrize(
    ("bios", "with_niche"),
    [(["Vegan recipes"], 1), (["same words"] * 5, 5), ([None, "", "Yoga"], 1), ([None, ""], 0)],
    ids=["one creator", "identical texts", "mostly empty", "no text at all"],
)
@pytest.mark.parametrize("k", [8, None])
@pytest.mark.slow
def test_small_and_empty_input_never_fails(
    tmp_path: Path, deep: bool, bios: list[str | None], with_niche: int, k: int | None
) -> None:
    made = _context(tmp_path, niches_count=k, deep=deep)
    _add_creators(made, [{"influencer_id": f"c{n}", "bio": bio} for n, bio in enumerate(bios)])
    _run(made)
    count = made.con.execute("SELECT count(*) FROM influencer_niches").fetchone()
    mapped = made.con.execute("SELECT count(*) FROM influencer_map").fetchone()
    # So few creators have niches only when a number is given.
    assert count == (with_niche if k else 0,)
    assert mapped == (with_niche,)
    made.con.close()


def test_too_few_creators_get_their_categories_as_niches(tmp_path: Path) -> None:
    made = _context(tmp_path, niches_count=None)
    bios = {"a": ("We bake bread", "Food"), "b": ("Gym and squats", "Fitness"),
            "c": ("Pasta recipes", "Food"), "d": ("A dog in the alps", None)}  # fmt: skip
    _add_creators(
        made,
        [{"influencer_id": key, "bio": bio, "category": name} for key, (bio, name) in bios.items()],
    )
    _run(made)
    niches_found = made.con.execute(
        "SELECT niche_id, name, creators_count, model_version FROM niches ORDER BY niche_id"
    ).fetchall()
    assert niches_found == [
        (0, "Food", 2, "given categories"),
        (1, "Fitness", 1, "given categories"),
    ]
    members = made.con.execute(
        "SELECT influencer_id, niche_id FROM influencer_niches ORDER BY 1"
    ).fetchall()
    assert members == [("a", 0), ("b", 1), ("c", 0)]
    assert made.con.execute("SELECT count(*) FROM metrics WHERE model = 'niches'").fetchone() == (
        0,
    )
    # No text of a brand is put into a niche that texts did not make.
    model = niche_files.load(made.folder / niches.MODEL_FOLDER)
    assert model.niches_count == 0
    made.con.close()


@pytest.mark.slow
def test_stored_matches_carry_the_fit_that_ranks_and_the_plain_similarity(
    context: BuildContext,
) -> None:
    _run(context)
    rows = context.con.execute(
        "SELECT fit_score, similarity_score, percentile, influencer_id FROM brand_matches "
        "WHERE brand_id = 'b1' ORDER BY match_rank"
    ).fetchall()
    fits = [row[0] for row in rows]
    assert fits == sorted(fits, reverse=True)
    assert all(0 <= value <= 100 for value in fits)
    creators = np.load(context.folder / "influencer_embeddings.npy")
    brands = np.load(context.folder / "brand_embeddings.npy")
    ids = sorted(f"{topic}{n}" for topic in TOPICS for n in range(3))
    for _, similarity, _, creator in rows:
        expected = float(creators[ids.index(creator)] @ brands[0] * 100)
        assert similarity == pytest.approx(expected, abs=1e-3)
    assert rows[0][2] == 1.0


def test_hashtags_stand_in_only_without_bio_and_captions() -> None:
    bare = CreatorText(None, "Beauty", ["skincare"], [])
    assert bare.document(200) == "skincare. Beauty"
    told = CreatorText("I bake", "Beauty", ["skincare"], [])
    assert told.document(200) == "I bake"


def test_a_brand_without_words_is_its_name_and_category() -> None:
    assert documents.brand_text("Luma", None, "skincare", None) == "Luma. skincare"
    assert documents.brand_text("Luma", "Serums", "skincare", ["glow", ""]) == "Serums. glow"
    assert documents.brand_text("Luma", "  ", None, []) == "Luma"
