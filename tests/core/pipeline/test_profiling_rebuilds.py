"""Builds made again from the step "profiling", with everybody and without a forgotten creator."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.pipeline.context import BuildConfig
from core.pipeline.run import make_build
from core.pipeline.sources import EarlierBuild
from core.pipeline.steps.pictures import PICTURE_FILE
from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support.some_steps import end_after
from tests.support.templates import publish_copy

pytestmark = pytest.mark.slow

CONFIG = BuildConfig(seed=42, niches_count=6, deep=False, creators_count=150)
PROFILES = ("creator_profiles", "profile_posts")
OF_CREATORS = (*PROFILES, "post_pictures")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path / "data")


def from_profiling(settings: Settings, build: Build) -> Build:
    return make_build(
        settings,
        EarlierBuild(build, with_results=True),
        CONFIG,
        first_step="profiling",
        publish=False,
    )


def table(settings: Settings, build: Build, query: str) -> pd.DataFrame:
    con = open_store(build.store_file, settings)
    try:
        return con.execute(query).df()
    finally:
        con.close()


def test_a_rebuild_from_the_step_gives_equal_profiles(
    settings: Settings, small_build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_after(monkeypatch, "profiling")
    before = publish_copy(settings, small_build)
    after = from_profiling(settings, before)
    assert "profiling" in after.manifest["timings_s"]
    assert "posts" not in after.manifest["timings_s"]
    for name in (*PROFILES, "pictures", "post_pictures"):
        query = f"SELECT * FROM {name} ORDER BY ALL"
        frame = table(settings, before, query)
        assert len(frame)
        pd.testing.assert_frame_equal(table(settings, after, query), frame, rtol=1e-6)
    query = "SELECT metric, value, note FROM metrics WHERE model = 'profiling' ORDER BY ALL"
    pd.testing.assert_frame_equal(table(settings, after, query), table(settings, before, query))


def only_shown_by_one(settings: Settings, build: Build) -> tuple[str, str]:
    """A creator and a picture of theirs, which no other creator shows from now on."""
    con = duckdb.connect(str(build.store_file))
    try:
        creator, picture = con.execute(
            "SELECT influencer_id, picture_id FROM post_pictures ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
        con.execute(
            "DELETE FROM post_pictures WHERE picture_id = ? AND influencer_id <> ?",
            [picture, creator],
        )
    finally:
        con.close()
    return creator, picture


def test_a_forgotten_creator_leaves_no_profile_and_no_picture(
    settings: Settings, small_build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_after(monkeypatch, "profiling")
    before = publish_copy(settings, small_build)
    creator, picture = only_shown_by_one(settings, before)
    handle, platform = table(
        settings,
        before,
        f"SELECT handle, platform FROM influencers WHERE influencer_id = '{creator}'",
    ).iloc[0]
    for name in OF_CREATORS:
        counts = table(settings, before, f"SELECT influencer_id FROM {name}")
        assert creator in set(counts["influencer_id"])
    forget(workspace(settings), creator, handle, platform)
    after = from_profiling(settings, before)
    # Asked for one step, all of them ran: what earlier steps said was computed with the creator.
    assert {"pictures", "niches", "profiling"} <= after.manifest["timings_s"].keys()
    for name in OF_CREATORS:
        others = table(settings, after, f"SELECT DISTINCT influencer_id FROM {name}")
        assert creator not in set(others["influencer_id"])
        gone = table(settings, before, f"SELECT DISTINCT influencer_id FROM {name}")
        assert set(gone["influencer_id"]) - set(others["influencer_id"]) == {creator}
    pictures = set(table(settings, before, "SELECT picture_id FROM pictures")["picture_id"])
    kept = set(table(settings, after, "SELECT picture_id FROM pictures")["picture_id"])
    assert picture in pictures
    assert pictures - kept >= {picture}
    assert len(np.load(after.folder / PICTURE_FILE)) == len(kept)
    posts = table(settings, after, "SELECT post_id FROM posts")
    shown = table(settings, after, "SELECT post_id FROM profile_posts")
    assert set(shown["post_id"]) <= set(posts["post_id"])
