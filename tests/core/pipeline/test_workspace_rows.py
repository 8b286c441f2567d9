"""What people did in the app is in the next build, once."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.features.sentence_models import MINILM, MULTILINGUAL
from core.pipeline import run
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.sources import EarlierBuild
from core.pipeline.steps.profiles import summarise_profiles
from core.pipeline.steps.recommending.recommendations import recommend_creators
from core.settings import Settings
from core.store import tables
from core.store.builds import Build
from core.store.connect import open_store
from core.workspace import brands, interactions
from core.workspace.database import workspace
from tests.support.recommender_store import (
    brands_frame,
    creators_frame,
    events_frame,
    taste_vectors,
)

CONFIG = BuildConfig(deep=False)
AT = datetime(2026, 11, 21, 9, 30, 15, 123456)


class _Given:
    """A source of planted rows."""

    name = "planted"
    is_demo = False

    def fill(self, context: BuildContext) -> None:
        tables.append_frame(context.con, "influencers", creators_frame(30))
        tables.append_frame(context.con, "brands", brands_frame(6))
        tables.append_frame(context.con, "interactions", events_frame(6, 30, 5))

    def describe(self) -> dict[str, str]:
        return {"kind": "planted"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path / "data")


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Steps that need no encoder; gives the names of those that ran, in order."""
    ran: list[str] = []

    def text(context: BuildContext) -> None:
        ran.append("text")
        for table, file in (("influencers", "influencer"), ("brands", "brand")):
            rows = context.con.execute(f"SELECT count(*) FROM {table}").fetchall()
            vectors = taste_vectors((np.arange(rows[0][0]) % 3).tolist())
            np.save(context.folder / f"{file}_embeddings.npy", vectors)

    def profiles(context: BuildContext) -> None:
        ran.append("profiles")
        context.con.execute("DELETE FROM profile_stats")
        summarise_profiles(context)

    def learn(context: BuildContext) -> None:
        ran.append("recommendations")
        recommend_creators(context)

    made = {"text": text, "profiles": profiles, "recommendations": learn}
    monkeypatch.setattr(run, "STEPS", made)
    return ran


def _rows(build: Build, settings: Settings, query: str) -> list[tuple[object, ...]]:
    con = open_store(build.store_file, settings)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def _interactions(build: Build, settings: Settings) -> pd.DataFrame:
    con = open_store(build.store_file, settings)
    try:
        return con.execute("SELECT * FROM interactions ORDER BY ALL").df()
    finally:
        con.close()


def _build(settings: Settings, source: object, first_step: str | None = None) -> Build:
    return run.make_build(settings, source, CONFIG, first_step=first_step)  # type: ignore[arg-type]


@pytest.mark.slow
def test_deeds_come_into_the_next_build_once(settings: Settings, steps: list[str]) -> None:
    first = _build(settings, _Given())
    before = _interactions(first, settings)
    assert first.manifest["facts"]["workspace"] == {"typed_brands": 0, "interactions": 0}
    engine = workspace(settings)
    interactions.record(engine, "b000", "c001", "campaign", at=AT)
    interactions.record(engine, "b000", "c001", "campaign", at=AT)  # a click twice is one deed
    interactions.record(engine, "b000", "c002", "view", at=AT, by_chance=True)
    interactions.record(engine, "b000", "gone", "view", at=AT)
    interactions.record(engine, "gone", "c000", "view", at=AT)
    steps.clear()
    second = _build(settings, EarlierBuild(first, with_results=True), "recommendations")
    assert steps == ["recommendations"]
    assert second.manifest["facts"]["workspace"] == {"typed_brands": 0, "interactions": 2}
    found = _interactions(second, settings)
    assert len(found) == len(before) + 2
    new = found[found["happened_at"] == AT]
    assert new[["brand_id", "influencer_id", "kind"]].to_numpy().tolist() == [
        ["b000", "c001", "campaign"],
        ["b000", "c002", "view"],
    ]
    for with_results, step in ((True, "recommendations"), (False, None)):
        again = _build(settings, EarlierBuild(second, with_results=with_results), step)
        pd.testing.assert_frame_equal(_interactions(again, settings), found)
        assert again.manifest["facts"]["workspace"]["interactions"] == 0
    # Made from the files again, it has them as well.
    again = _build(settings, _Given())
    pd.testing.assert_frame_equal(_interactions(again, settings), found)
    lists = _rows(
        second, settings, "SELECT influencer_id FROM recommendations WHERE brand_id = 'b000'"
    )
    assert not {("c001",), ("c002",)} & set(lists)


@pytest.mark.slow
def test_a_rebuild_names_the_encoder_that_made_its_vectors(
    settings: Settings, steps: list[str]
) -> None:
    first = _build(settings, _Given())
    assert first.manifest["embedder"] == MULTILINGUAL
    changed = dataclasses.replace(settings, embedder=MINILM)
    later = _build(changed, EarlierBuild(first, with_results=True), "recommendations")
    assert later.manifest["embedder"] == MULTILINGUAL
    again = _build(changed, EarlierBuild(first, with_results=False))
    assert again.manifest["embedder"] == MINILM


@pytest.mark.slow
def test_a_typed_brand_that_acted_joins_and_starts_the_build_from_text(
    settings: Settings, steps: list[str]
) -> None:
    first = _build(settings, _Given())
    engine = workspace(settings)
    typed = brands.add_brand(
        engine,
        name="Own Pasta",
        description="pasta for all",
        category="Pasta",
        country="DE",
        hashtags=["#pasta"],
    )
    brands.add_brand(engine, name="Never used")
    bare = brands.add_brand(engine, name="Bare")
    interactions.record(engine, typed.brand_id, "c001", "collaboration", at=AT)
    interactions.record(engine, bare.brand_id, "c004", "view", at=AT)
    steps.clear()
    second = _build(settings, EarlierBuild(first, with_results=True), "recommendations")
    assert steps == ["text", "profiles", "recommendations"]
    assert second.manifest["facts"]["workspace"] == {"typed_brands": 2, "interactions": 2}
    query = (
        "SELECT brand_id, name, description, category, country, hashtags FROM brands "
        "WHERE brand_id LIKE 'own-%' ORDER BY brand_id"
    )
    rows = _rows(second, settings, query)
    assert rows == [
        (bare.brand_id, "Bare", None, None, None, None),
        (typed.brand_id, "Own Pasta", "pasta for all", "Pasta", "DE", ["pasta"]),
    ]
    recommended = _rows(
        second,
        settings,
        f"SELECT count(*) FROM recommendations WHERE brand_id = '{typed.brand_id}'",
    )
    assert recommended == [(29,)]
    steps.clear()
    third = _build(settings, EarlierBuild(second, with_results=True), "recommendations")
    assert steps == ["recommendations"]
    assert _rows(third, settings, query) == rows
    assert len(_interactions(third, settings)) == len(_interactions(second, settings))
    steps.clear()
    whole = _build(settings, EarlierBuild(third, with_results=False))
    assert steps == ["text", "profiles", "recommendations"]
    assert _rows(whole, settings, query) == rows
    pd.testing.assert_frame_equal(_interactions(whole, settings), _interactions(second, settings))


@pytest.mark.slow
def test_a_deleted_typed_brand_leaves_the_next_build_with_what_it_did(
    settings: Settings, steps: list[str]
) -> None:
    engine = workspace(settings)
    made = brands.add_brand(engine, name="Trail Tea")
    interactions.record(engine, made.brand_id, "c001", "campaign", at=AT)
    first = _build(settings, _Given())
    count = "SELECT count(*) FROM {} WHERE brand_id = 'own-trail-tea'"
    assert _rows(first, settings, count.format("brands")) == [(1,)]
    brands.delete_brand(engine, made.brand_id)
    steps.clear()
    second = _build(settings, EarlierBuild(first, with_results=True), "recommendations")
    assert steps[0] == "text"  # the arrays had a row for the brand
    for table in ("brands", "interactions", "recommendations"):
        assert _rows(second, settings, count.format(table)) == [(0,)]
    assert _rows(second, settings, "SELECT count(*) FROM brands") == [(6,)]


def test_files_that_are_only_looked_at_get_nothing_of_the_workspace(settings: Settings) -> None:
    engine = workspace(settings)
    made = brands.add_brand(engine, name="Secret")
    interactions.record(engine, made.brand_id, "c001", "campaign", at=AT)
    seen: list[int] = []

    def look(build: Build) -> None:
        seen.append(int(str(_rows(build, settings, "SELECT count(*) FROM brands")[0][0])))

    run.make_build(settings, _Given(), CONFIG, then=look)
    assert seen == [6]
