"""Files as the source of a build: alone, and on top of an earlier one."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from core.errors import AppError, InputFileError
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.imported import ImportSource
from core.progress import silent
from core.settings import ROOT, Settings
from core.store import builds
from core.store.connect import create_schema, open_store
from core.store.ingest import ImportFile

AS_OF = date(2026, 11, 21)
SAMPLE = ROOT / "data" / "sample" / "fifteen_columns.csv"


def made(settings: Settings, source: ImportSource, *, is_demo: bool = False) -> builds.Build:
    """A build of the given tables alone, without the models."""
    with builds.new_build_folder(settings) as folder:
        con = open_store(folder / builds.STORE_FILE, settings, read_only=False)
        try:
            create_schema(con)
            source.fill(BuildContext(con, folder, settings, BuildConfig(), silent))
        finally:
            con.close()
        builds.write_manifest(
            folder,
            {
                "built_at": "2026-11-21T00:00:00+00:00",
                "is_demo": is_demo,
                "source": source.describe(),
            },
        )
    return builds.get_build(settings, folder.name)


def rows(settings: Settings, build: builds.Build, query: str) -> list[tuple[object, ...]]:
    con = open_store(build.store_file, settings)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def file_of(folder: Path, name: str, text: str) -> ImportFile:
    (folder / name).write_text(text, encoding="utf-8")
    return ImportFile(folder / name, name)


def test_the_manifest_can_tell_which_bytes_a_build_came_from(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    source = ImportSource([ImportFile(SAMPLE, "mine.csv")], None, AS_OF)
    build = made(settings, source)
    assert not source.is_demo
    found = build.manifest["source"]
    assert found["as_of"] == "2026-11-21"
    assert found["files"] == [
        {
            "name": "mine.csv", "kind": "fifteen", "table": "ratings",
            "sha256": hashlib.sha256(SAMPLE.read_bytes()).hexdigest(),
            "rows_read": 40, "rows_used": 40, "rows_rejected": 0, "rows_merged": 0,
        }
    ]  # fmt: skip


@pytest.mark.slow
def test_new_rows_win_and_old_ones_stay_when_files_are_added(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    first = file_of(tmp_path, "a.csv", "influencer_id,bio,followers\na,old,1\nb,keep,2\nx,z,-1\n")
    second = file_of(tmp_path, "b.csv", "influencer_id,bio,followers\na,new,\nc,more,3\ny,z,-1\n")
    earlier = made(settings, ImportSource([first], None, AS_OF))
    build = made(settings, ImportSource([second], earlier, AS_OF))
    assert rows(
        settings, build, "SELECT influencer_id, bio, followers_count FROM influencers ORDER BY 1"
    ) == [("a", "new", 1), ("b", "keep", 2), ("c", "more", 3)]
    assert rows(
        settings, build, "SELECT source_file, line_number FROM rejected_rows ORDER BY 1"
    ) == [("a.csv", 4), ("b.csv", 4)]
    assert [one["name"] for one in build.manifest["source"]["files"]] == ["a.csv", "b.csv"]
    assert build.manifest["source"]["added_to"] == earlier.build_id
    # The earlier build is as it was.
    assert rows(settings, earlier, "SELECT count(*) FROM influencers") == [(2,)]


@pytest.mark.slow
def test_a_file_that_comes_again_replaces_its_rejects(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    bad = file_of(tmp_path, "a.csv", "influencer_id,followers\na,1\nx,-1\n")
    earlier = made(settings, ImportSource([bad], None, AS_OF))
    mended = file_of(tmp_path, "a.csv", "influencer_id,followers\na,1\nx,5\n")
    build = made(settings, ImportSource([mended], earlier, AS_OF))
    assert rows(settings, build, "SELECT count(*) FROM rejected_rows") == [(0,)]
    assert rows(settings, build, "SELECT count(*) FROM influencers") == [(2,)]


def test_nothing_is_ever_added_to_demo_data(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    demo = made(settings, ImportSource([ImportFile(SAMPLE, "d.csv")], None, AS_OF), is_demo=True)
    with pytest.raises(AppError, match="demo data"):
        ImportSource([ImportFile(SAMPLE, "d.csv")], demo, AS_OF)


def test_a_file_that_cannot_be_read_leaves_no_build(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path / "data")
    empty = file_of(tmp_path, "e.csv", "")
    with pytest.raises(InputFileError, match=r"e\.csv"):
        made(settings, ImportSource([ImportFile(SAMPLE, "f.csv"), empty], None, AS_OF))
    assert builds.list_builds(settings) == []
    assert list(settings.builds_dir.iterdir()) == []
