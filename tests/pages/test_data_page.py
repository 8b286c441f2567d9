"""The Data page: files in, builds, rejected rows."""

from __future__ import annotations

import errno
import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import ROOT, Settings
from core.store import builds, making
from core.store.builds import Build
from core.store.connect import empty_store
from core.store.ingest import ImportFile
from core.store.ingest.import_plan import read_plan, write_plan
from core.web.data import imports
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.conftest import Opener
from tests.support.opening import texts

SAMPLE = ROOT / "data" / "sample"


def _dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return app.run()


@pytest.mark.parametrize("section", ["Import", "Builds", "Rejected rows", "Missing", "nonsense"])
def test_each_section_opens_by_link_with_and_without_a_build(
    open_page: Opener,
    small_settings: Settings,
    small_build: Build,
    empty_settings: Settings,
    section: str,
) -> None:
    for settings in (small_settings, empty_settings):
        app = open_page(settings, "data", section=section)
        assert not app.exception


def test_a_dropped_file_is_recognised_and_kept(open_page: Opener, empty_settings: Settings) -> None:
    content = (SAMPLE / "influencers_data.csv").read_bytes()
    app = _dropped(open_page(empty_settings, "data"), ("../../influencers data.csv", content))
    assert not app.exception
    assert "30 of 30 rows can be used" in texts(app)
    kept = [file for file in empty_settings.imports_dir.rglob("*") if file.is_file()]
    assert [file.name for file in kept] == ["influencers_data.csv"]
    assert kept[0].read_bytes() == content


def test_a_file_that_finds_no_room_says_so_and_earlier_ones_can_be_removed(
    open_page: Opener, empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_UPLOADS_MB", "1")
    content = (SAMPLE / "influencers_data.csv").read_bytes()
    earlier = empty_settings.imports_dir / "20260101T000000-1" / "posts.csv"
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(bytes(1_000_000))
    app = _dropped(open_page(empty_settings, "data"), ("creators.csv", content))
    assert not app.exception
    assert "uploads may take 1 MB together and earlier ones take 1 MB" in texts(app)
    assert not [button for button in app.button if button.label.startswith("Import 1")]
    next(button for button in app.button if button.label == "Remove earlier uploads").click().run()
    assert "30 of 30 rows can be used" in texts(app)
    assert not earlier.exists()


def test_a_full_disk_is_called_one_when_a_file_is_dropped(
    open_page: Opener, empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    page = open_page(empty_settings, "data")
    monkeypatch.setattr("core.store.uploads.shutil.copyfileobj", full)
    app = _dropped(page, ("creators.csv", (SAMPLE / "influencers_data.csv").read_bytes()))
    assert not app.exception
    assert "The disk is full" in texts(app)
    assert not [file for file in empty_settings.imports_dir.rglob("*") if file.is_file()]


def test_a_table_chosen_by_the_file_name_is_said(
    open_page: Opener, empty_settings: Settings
) -> None:
    app = open_page(empty_settings, "data")
    pairs = b"brand_id,influencer_id\nb1,i1\n"
    said = texts(_dropped(app, ("collaborations.csv", pairs)))
    assert "Read as this table by the file name; its columns would also fit ratings." in said


def test_rows_that_would_be_rejected_are_shown_with_their_reason(
    open_page: Opener, empty_settings: Settings
) -> None:
    content = b"influencer_id,name,followers\na,Mira,1.2M\nb,Tom,-5\nc,Lea,abc\n"
    app = _dropped(open_page(empty_settings, "data"), ("creators.csv", content))
    said = texts(app)
    assert "1 of 3 rows can be used" in said
    rejects = app.dataframe[1].value
    assert rejects["line_number"].tolist() == [3, 4]
    assert "-5" in rejects["reason"].iloc[0]


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", "x;y\nü;ö\n".encode("utf-16")]
)
def test_a_file_that_cannot_be_used_is_said_not_traced(
    open_page: Opener, empty_settings: Settings, content: bytes
) -> None:
    app = _dropped(open_page(empty_settings, "data"), ("odd.csv", content))
    assert not app.exception
    assert app.warning
    assert not [button for button in app.button if button.label.startswith("Import 1")]


def test_of_an_unknown_file_its_contents_are_asked_for_and_no_column(
    open_page: Opener, empty_settings: Settings
) -> None:
    app = _dropped(
        open_page(empty_settings, "data"), ("odd.csv", b"handle,when,number\nmira,1,2\n")
    )
    assert any("Choose it under **File contents**" in warning.value for warning in app.warning)
    assert not any("is needed" in warning.value for warning in app.warning)


def test_a_column_that_may_be_meant_does_not_count_as_found(
    open_page: Opener, empty_settings: Settings
) -> None:
    content = b"username,bio,Followrs\nmira,I love hiking,10\n"
    app = _dropped(open_page(empty_settings, "data"), ("creators.csv", content))
    assert [box.label for box in app.expander if box.label.startswith("Columns: 2 found")]


@pytest.mark.slow
def test_a_mapped_column_makes_a_file_usable(open_page: Opener, empty_settings: Settings) -> None:
    content = b"who,words\nmira,I love hiking\ntom,I cook\n"
    app = _dropped(open_page(empty_settings, "data"), ("odd.csv", content))
    table = next(box for box in app.selectbox if box.label == "File contents")
    table.set_value("influencers").run()
    assert any("is needed" in warning.value for warning in app.warning)
    needed = next(box for box in app.selectbox if box.label.startswith("handle"))
    needed.set_value("who").run()
    assert not app.exception
    assert "2 of 2 rows can be used" in texts(app)


@pytest.mark.slow
def test_builds_are_listed_and_an_older_one_can_be_put_in_use(
    open_page: Opener, empty_settings: Settings
) -> None:
    for _ in range(2):
        with making.new_build_folder(empty_settings) as folder:
            facts = {"built_at": "2026-11-21T06:40:00+00:00", "is_demo": True, "row_counts": {}}
            empty_store(folder / builds.STORE_FILE, empty_settings).close()
            making.write_manifest(folder, facts)
    newest, older = builds.list_builds(empty_settings)
    builds.publish(empty_settings, newest.build_id)
    app = open_page(empty_settings, "data", section="Builds")
    app.button(key=f"publish_{older.build_id}").click().run()
    assert builds.current_build_id(empty_settings) == older.build_id
    app.button(key=f"delete_{newest.build_id}").click().run()
    assert [one.build_id for one in builds.list_builds(empty_settings)] == [older.build_id]


@pytest.mark.slow
def test_a_build_that_waits_says_why_and_can_be_put_in_use(
    open_page: Opener, empty_settings: Settings
) -> None:
    for _ in range(2):
        with making.new_build_folder(empty_settings) as folder:
            facts = {"built_at": "2026-11-21T06:40:00+00:00", "is_demo": True, "row_counts": {}}
            empty_store(folder / builds.STORE_FILE, empty_settings).close()
            making.write_manifest(folder, facts)
    used, waiting = builds.list_builds(empty_settings)
    builds.publish(empty_settings, used.build_id)
    note = waiting.folder / builds.UNPUBLISHED_FILE
    note.write_text("not published: a newer import is in use")
    app = open_page(empty_settings, "data", section="Builds")
    assert "a newer import is in use" in texts(app)
    app.button(key=f"publish_{waiting.build_id}").click().run()
    assert builds.current_build_id(empty_settings) == waiting.build_id
    assert "a newer import" not in texts(app)


def test_a_plan_comes_back_as_it_was_written(tmp_path: Path) -> None:
    files = [
        ImportFile(tmp_path / "a.csv", "A ü.csv", "influencers", {"followers_count": "Subs"}),
        ImportFile(tmp_path / "b.csv", "b.csv"),
    ]
    write_plan(tmp_path / "plan.json", files)
    assert read_plan(tmp_path / "plan.json") == files
    assert json.loads((tmp_path / "plan.json").read_text())[0]["shown_name"] == "A ü.csv"


POSTS = b"post_id,influencer_id,caption,image_path\np1,a,hello,a.jpg\n"


def _zip_of(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, b"x")
    return buffer.getvalue()


def test_a_zip_of_pictures_is_asked_for_and_kept(
    open_page: Opener, empty_settings: Settings
) -> None:
    app = _dropped(open_page(empty_settings, "data"), ("posts.csv", POSTS))
    assert (
        "Pack the pictures that the columns image_path and avatar_path name into one ZIP"
        in texts(app)
    )
    pictures = ("../pics.zip", _zip_of("a.jpg", "b/c.jpg"), "application/zip")
    app.file_uploader[1].set_value([pictures]).run()
    assert not app.exception
    assert "2 files" in texts(app)
    assert [file.name for file in empty_settings.imports_dir.rglob("*.zip")] == ["pics.zip"]


def test_an_import_gets_the_zip_and_the_plan_remembers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(imports.shell_jobs, "start", lambda _, arguments: started.append(arguments))
    monkeypatch.setattr(imports.st, "rerun", lambda: None)
    files = [ImportFile(tmp_path / "posts.csv", "posts.csv")]
    for pictures in (None, tmp_path / "pics.zip"):
        imports._start(files, pictures, add=False, k="auto", as_of=None, deep=True)
    assert "--pictures" not in started[0]
    assert started[1][started[1].index("--pictures") + 1] == str(tmp_path / "pics.zip")
    assert json.loads((tmp_path / "plan.json").read_text())[0]["pictures"].endswith("pics.zip")
    assert read_plan(tmp_path / "plan.json") == files


def test_a_zip_that_cannot_be_read_says_so_and_is_left_out(
    open_page: Opener, empty_settings: Settings
) -> None:
    app = _dropped(open_page(empty_settings, "data"), ("posts.csv", POSTS))
    app.file_uploader[1].set_value([("pics.zip", b"no zip", "application/zip")]).run()
    assert not app.exception
    assert any("expected a ZIP of pictures" in warning.value for warning in app.warning)
    assert [button for button in app.button if button.label == "Import 1 file"]


def test_files_without_posts_ask_for_no_pictures(
    open_page: Opener, empty_settings: Settings
) -> None:
    content = (SAMPLE / "influencers_data.csv").read_bytes()
    app = _dropped(open_page(empty_settings, "data"), ("influencers.csv", content))
    assert len(app.file_uploader) == 1


@pytest.mark.slow
def test_the_sample_files_go_through_the_steps_of_an_import(
    open_page: Opener, empty_settings: Settings
) -> None:
    app = open_page(empty_settings, "data")
    assert "**1. Drop files**" in texts(app)
    app.button(key="use_samples").click().run()
    assert not app.exception
    said = texts(app)
    assert "**4. Import**" in said
    assert said.count("rows can be used.") == 3
    assert "rejected" not in said.split("**4. Import**")[1].split("Import 3 files")[0].lower()
    assert [button.label for button in app.button if button.label.startswith("Import ")] == [
        "Import 3 files"
    ]
    app.button(key="drop_samples").click().run()
    assert "**1. Drop files**" in texts(app)


@pytest.mark.slow
def test_the_demo_workspace_is_put_back_by_a_button(
    open_page: Opener,
    small_settings: Settings,
    small_build: Build,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", url)
    app = open_page(small_settings, "data")
    app.button(key="reset_demo_workspace").click().run()
    assert not app.exception
    assert "as it came" in app.toast[0].value
    engine = workspace(replace(small_settings, workspace_url=url))
    names = [campaign.name for campaign in campaigns.campaigns(engine)]
    assert sorted(names) == ["Autumn glow (demo)", "Spring kitchen (demo)"]
