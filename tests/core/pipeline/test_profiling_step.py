"""The step of profiles: tables, metrics and model, and why they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.models.profiling.files import load
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps import profiling
from core.pipeline.steps.pictures import PICTURE_FILE
from core.pipeline.steps.profiling import MODEL_FOLDER, profile_creators
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

_WORDS = {"food": "bread oven bake", "travel": "beach flight island"}


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    np.save(tmp_path / PICTURE_FILE, np.zeros((0, 1280), dtype=np.float16))
    yield BuildContext(con, tmp_path, settings, BuildConfig(deep=False), silent)
    con.close()


def _creators(context: BuildContext, count: int, categories: list[str | None]) -> None:
    """Creators with three posts in the words of 'food' or 'travel' by turns."""
    ids = [f"c{number:03}" for number in range(count)]
    frame = pd.DataFrame({"influencer_id": ids, "handle": ids, "name": ids}).assign(
        platform="tiktok", category=[categories[n % len(categories)] for n in range(count)]
    )
    tables.append_frame(context.con, "influencers", frame)
    rows = [
        (f"{name}:{word}", name, f"{word} today {number}")
        for number, name in enumerate(ids)
        for word in _WORDS[sorted(_WORDS)[number % 2]].split()
    ]
    tables.append_frame(
        context.con, "posts", pd.DataFrame(rows, columns=["post_id", "influencer_id", "caption"])
    )


def _gap(context: BuildContext) -> str | None:
    row = context.con.execute(
        "SELECT reason FROM data_gaps WHERE capability = 'Profiles'"
    ).fetchone()
    return row[0] if row else None


def test_profiles_are_out_of_fold_where_a_category_is_given(context: BuildContext) -> None:
    _creators(context, 48, ["food", "travel"])
    context.con.execute("UPDATE influencers SET category = NULL WHERE influencer_id = 'c047'")
    # Its posts are about food: the label given must not decide.
    context.con.execute("UPDATE influencers SET category = 'travel' WHERE influencer_id = 'c000'")
    profile_creators(context)
    frame = context.con.execute(
        """SELECT influencer_id, category, given_category, is_out_of_fold, posts_read, probability,
                  picture_category, picture_share
           FROM creator_profiles ORDER BY influencer_id"""
    ).df()
    assert len(frame) == 48
    assert frame["category"].tolist() == ["food", "travel"] * 24
    assert frame["is_out_of_fold"].tolist() == [True] * 47 + [False]
    assert set(frame["posts_read"]) == {3}
    assert frame["picture_category"].isna().all()
    assert frame["probability"].between(0.5, 1).all()
    weights = context.con.execute(
        "SELECT sum(weight), max(place) FROM profile_posts GROUP BY influencer_id"
    ).df()
    assert weights["sum(weight)"].to_numpy() == pytest.approx(np.ones(48), abs=1e-5)
    assert set(weights["max(place)"]) == {3}
    metrics = dict(
        context.con.execute(
            "SELECT metric, value FROM metrics WHERE model = 'profiling'"
        ).fetchall()
    )
    assert metrics["accuracy"] == pytest.approx(47 / 47 - 1 / 47)
    assert {"macro_f1", "calibration_error", "averaging_accuracy"} <= metrics.keys()
    assert load(context.folder / MODEL_FOLDER).classes == ("food", "travel")
    assert _gap(context) is None


def test_creators_beside_the_trained_ones_are_scored_in_parts_of_any_size(
    context: BuildContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    _creators(context, 60, ["food", "travel", "food", "travel", None])
    context.con.execute("DELETE FROM posts WHERE influencer_id = 'c044'")  # nothing to read
    frames = []
    for rows in (60_000, 8):
        monkeypatch.setattr(profiling, "_ROWS_AT_ONCE", rows)
        profile_creators(context)
        frames.append(
            [
                context.con.execute(f"SELECT * FROM {table} ORDER BY ALL").df()
                for table in ("creator_profiles", "profile_posts")
            ]
        )
    for one, several in zip(*frames, strict=True):
        pd.testing.assert_frame_equal(one, several, rtol=1e-6, atol=1e-6)
    scored = frames[0][0].set_index("influencer_id")
    assert len(scored) == 59
    assert "c044" not in scored.index
    assert scored.loc["c004", ["category", "is_out_of_fold", "posts_read"]].tolist() == [
        "food", False, 3,
    ]  # fmt: skip
    assert scored["given_category"].isna().sum() == 11


@pytest.mark.slow
def test_without_categories_the_tables_stay_empty_and_say_why(context: BuildContext) -> None:
    _creators(context, 40, ["food", "travel"])
    profile_creators(context)
    context.con.execute("UPDATE influencers SET category = NULL")
    profile_creators(context)
    assert context.con.execute("SELECT count(*) FROM creator_profiles").fetchone() == (0,)
    assert context.con.execute("SELECT count(*) FROM profile_posts").fetchone() == (0,)
    assert "found 0" in str(_gap(context))
    assert not (context.folder / MODEL_FOLDER).exists()


@pytest.mark.parametrize(
    ("count", "categories", "reason"),
    [
        (2, ["food", "travel"], "30 creators"),
        (40, ["food"], "two categories"),
        (40, ["food"] * 9 + ["travel"], "two categories"),
    ],
)
def test_too_little_to_train_on_is_a_gap(
    context: BuildContext, count: int, categories: list[str | None], reason: str
) -> None:
    _creators(context, count, categories)
    profile_creators(context)
    assert context.con.execute("SELECT count(*) FROM creator_profiles").fetchone() == (0,)
    assert reason in str(_gap(context))
