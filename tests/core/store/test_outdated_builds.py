"""Builds of an earlier version: nothing shows them, and one command makes them again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import OutdatedBuildError
from core.pipeline.context import BuildConfig
from core.pipeline.run import make_build
from core.pipeline.sources import EarlierBuild
from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.connect import open_build_store, open_store
from tests.conftest import Opener
from tests.support.opening import texts
from tests.support.some_steps import end_after
from tests.support.templates import publish_copy, take_cache

_SENTENCE = (
    "was made by an earlier version of the program (tables 1, expected 2). "
    "Run 'python -m core build' to make a new one from the same data."
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path / "data")


@pytest.fixture
def outdated(settings: Settings, small_build: Build) -> Build:
    """A published build with the tables of version 1, whose manifest does not name a version."""
    folder = settings.builds_dir / "20250101T000000Z-0000001a"
    shutil.copytree(small_build.folder, folder)
    con = open_store(folder / builds.STORE_FILE, settings, read_only=False)
    con.execute("ALTER TABLE caution RENAME TO authenticity")
    con.execute("ALTER TABLE authenticity RENAME COLUMN caution_score TO suspicion_score")
    con.close()
    manifest = json.loads((folder / builds.MANIFEST_FILE).read_text())
    for name in ("schema_version", "store_bytes", "files"):
        del manifest[name]
    (folder / builds.MANIFEST_FILE).write_text(json.dumps(manifest))
    take_cache(settings, small_build)
    return builds.publish(settings, folder.name)


def test_a_new_build_names_its_tables(small_build: Build) -> None:
    assert small_build.schema_version == builds.SCHEMA_VERSION
    assert not small_build.is_outdated


def test_opening_is_refused_with_the_command(settings: Settings, outdated: Build) -> None:
    with pytest.raises(OutdatedBuildError) as refused:
        open_build_store(outdated, settings)
    assert str(refused.value) == f"Build '{outdated.build_id}' {_SENTENCE}"


def test_a_later_version_is_refused_as_well(settings: Settings, outdated: Build) -> None:
    later = Build(outdated.build_id, outdated.folder, {"schema_version": 3})
    with pytest.raises(OutdatedBuildError, match=r"a later version .*tables 3, expected 2"):
        open_build_store(later, settings)


def test_commands_say_so(settings: Settings, outdated: Build) -> None:
    data = ["--data", str(settings.data_dir)]
    result = CliRunner().invoke(app, ["export", "caution", "--out", "x.csv", *data])
    assert result.exit_code == 2
    assert _SENTENCE in result.output
    assert "make it again" in CliRunner().invoke(app, ["publish", outdated.build_id, *data]).output


@pytest.mark.slow
def test_pages_say_so_and_offer_to_rebuild(
    open_page: Opener, settings: Settings, outdated: Build
) -> None:
    for page in ("authenticity", "creator"):
        app = open_page(settings, page)
        assert not app.exception
        assert _SENTENCE in texts(app).replace("\\", "")
        assert "Rebuild from the same data" in [button.label for button in app.button]
    app = open_page(settings, "data", section="Builds")
    assert not app.exception
    assert outdated.build_id in texts(app).replace("\\", "")


@pytest.mark.slow
def test_all_steps_make_it_again_from_the_same_data(
    settings: Settings, outdated: Build, small_build: Build
) -> None:
    config = BuildConfig(seed=42, niches_count=6, deep=False, creators_count=150)
    again = make_build(
        settings, EarlierBuild(outdated, with_results=True), config, first_step="text"
    )
    assert again.manifest["row_counts"] == small_build.manifest["row_counts"]
    tables = []
    for build in (again, small_build):
        con = open_build_store(build, settings)
        tables.append(con.execute("SELECT * FROM caution ORDER BY influencer_id").fetchall())
        con.close()
    assert tables[0] == tables[1]


def test_a_later_step_has_nothing_to_start_from(settings: Settings, outdated: Build) -> None:
    with pytest.raises(OutdatedBuildError, match="earlier version"):
        make_build(
            settings,
            EarlierBuild(outdated, with_results=True),
            BuildConfig(),
            first_step="momentum",
        )
    assert builds.list_builds(settings) == [outdated]


@pytest.mark.slow
def test_the_former_name_of_a_step_still_works(
    settings: Settings, small_build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_after(monkeypatch, "evidence")
    again = make_build(
        settings,
        EarlierBuild(publish_copy(settings, small_build), with_results=True),
        BuildConfig(deep=False),
        first_step="authenticity",
        publish=False,
    )
    assert {"caution", "evidence"} <= set(again.manifest["timings_s"])
    assert "profiles" not in again.manifest["timings_s"]
