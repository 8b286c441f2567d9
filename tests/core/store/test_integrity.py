"""Damage to a build is noticed, named, and comes with the commands that help."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import DamagedBuildError
from core.settings import Settings
from core.store import builds, integrity
from core.store.builds import Build
from core.store.connect import open_build_store, open_store

FILE = "brand_embeddings.npy"
OLDER = "20200101T000000Z-0000000a"


@pytest.fixture
def build(small_build: Build, tmp_path: Path) -> Build:
    """A copy that may be damaged, the only one in its data folder."""
    settings = Settings.from_env(tmp_path / "data")
    shutil.copytree(small_build.folder, settings.builds_dir / small_build.build_id)
    return builds.get_build(settings, small_build.build_id)


def _settings(build: Build) -> Settings:
    return Settings.from_env(build.folder.parent.parent)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def test_a_manifest_lists_every_file_but_itself(small_build: Build) -> None:
    listed = small_build.manifest["files"]
    files = {
        path.relative_to(small_build.folder).as_posix()
        for path in small_build.folder.rglob("*")
        if path.is_file()
    }
    assert set(listed) == files - {builds.MANIFEST_FILE, builds.LOCK_FILE}
    assert listed[FILE]["bytes"] == (small_build.folder / FILE).stat().st_size


def test_a_whole_build_passes(build: Build) -> None:
    assert integrity.verify(build) == len(build.manifest["files"]) > 3
    open_build_store(build, _settings(build)).close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_cut, "is cut off .expected .* bytes, found 20."),
        (_empty, "is cut off .expected .* bytes, found 0."),
        (_longer, "was changed"),
        (Path.unlink, "is gone"),
    ],
)
def test_another_size_is_noticed_when_a_build_is_opened(
    build: Build, damage: Callable[[Path], None], words: str
) -> None:
    damage(build.folder / FILE)
    with pytest.raises(DamagedBuildError, match=f"is damaged: {FILE} {words}") as raised:
        open_build_store(build, _settings(build))
    assert raised.value.can_rebuild
    assert str(raised.value).endswith("'python -m core build' makes it again from the same data.")


def test_other_bytes_are_noticed_by_their_checksum_and_remembered(build: Build) -> None:
    _flip(build.folder / FILE)
    integrity.check_files(build)  # the size is right
    for check in (integrity.verify, integrity.check_files):
        with pytest.raises(DamagedBuildError, match=f"{FILE} holds other bytes"):
            check(build)


def test_a_repaired_file_is_used_again_by_the_process_that_saw_the_damage(build: Build) -> None:
    _flip(build.folder / FILE)
    with pytest.raises(DamagedBuildError):
        integrity.verify(build)
    _flip(build.folder / FILE)
    integrity.check_files(build)
    assert integrity.verify(build)


def test_other_bytes_of_the_store_mean_another_build_or_a_new_import(build: Build) -> None:
    _flip(build.store_file)
    assert integrity.verify(build, with_store=False)
    with pytest.raises(DamagedBuildError, match="Import the files again") as raised:
        integrity.verify(build)
    assert not raised.value.can_rebuild
    shutil.copytree(build.folder, build.folder.with_name(OLDER))
    with pytest.raises(DamagedBuildError, match=f"publish {OLDER}' goes back to that build"):
        integrity.check_files(build)


@pytest.mark.parametrize(
    ("statement", "words", "can_rebuild"),
    [
        ("DROP TABLE caution", "has no table 'caution'", True),
        ("ALTER TABLE niches DROP COLUMN name", "table 'niches' has no column 'name'", True),
        ("DROP TABLE ratings", "has no table 'ratings'", False),
    ],
)
def test_a_table_or_column_that_is_gone_is_named(
    build: Build, statement: str, words: str, can_rebuild: bool
) -> None:
    con = open_store(build.store_file, _settings(build), read_only=False)
    columns = integrity.columns_of(con)
    con.execute(statement)
    con.close()
    known = {name: build.manifest[name] for name in build.manifest if name != "files"}
    with pytest.raises(DamagedBuildError, match=words) as raised:
        open_build_store(replace(build, manifest={**known, "columns": columns}), _settings(build))
    assert raised.value.can_rebuild == can_rebuild


def test_a_build_of_an_earlier_version_lists_nothing_and_passes(build: Build) -> None:
    earlier = replace(build, manifest={"built_at": build.manifest["built_at"]})
    integrity.check_files(earlier)
    assert integrity.verify(earlier) == 0


@pytest.mark.parametrize("files", [{"a": 1}, {"a": {"bytes": "9", "sha256": ""}}, []])
def test_a_manifest_with_other_records_is_damaged(build: Build, files: object) -> None:
    manifest = build.folder / builds.MANIFEST_FILE
    manifest.write_text(json.dumps({**build.manifest, "files": files}))
    with pytest.raises(builds.StoreError, match=r"manifest .* is damaged"):
        builds.get_build(_settings(build), build.build_id)
