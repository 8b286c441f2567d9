"""What is backed up while others write comes back whole, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import AppError, InputFileError, NoBuildError, StoreError
from core.progress.words import STEP_LABELS
from core.services import backup
from core.services.backup import back_up, restore
from core.services.doctor import data as doctor
from core.settings import Settings
from core.store import builds, making
from core.store.builds import Build
from core.store.integrity import verify
from core.store.temporary import RESTORING
from core.workspace import interactions
from core.workspace.database import check_database, workspace


@contextmanager
def _writer(settings: Settings) -> Iterator[list[str]]:
    """Saves interactions one by one until the body ends; whose are on the disk already."""
    saved: list[str] = []
    is_over = Event()

    def write() -> None:
        while not is_over.is_set():
            interactions.record(workspace(settings), "b0", f"c{len(saved)}", "view")
            saved.append(f"c{len(saved)}")

    thread = Thread(target=write)
    thread.start()
    try:
        while len(saved) < 5:
            time.sleep(0.01)
        yield saved
    finally:
        is_over.set()
        thread.join()


@pytest.fixture
def settings(small_build: Build, tmp_path: Path) -> Settings:
    """A data folder with a build in use and an interaction."""
    settings = Settings.from_env(tmp_path / "data")
    shutil.copytree(small_build.folder, settings.builds_dir / small_build.build_id)
    builds.publish(settings, small_build.build_id)
    interactions.record(workspace(settings), "b0", "first", "view")
    return settings


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_a_backup_made_while_somebody_writes_comes_back_whole(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    with _writer(settings) as saved:
        before = list(saved)
        made = back_up(settings, tmp_path / name)
        assert len(saved) > len(before)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]

    target = Settings.from_env(tmp_path / "restored")
    assert restore(target, tmp_path / name) == made
    build = builds.current_build(target)
    assert verify(build) == len(build.manifest["files"])
    check_database(workspace(target))
    creators = set(interactions.recorded(workspace(target))["influencer_id"])
    assert creators >= {"first", *before}
    assert {path.name for path in target.data_dir.iterdir()} >= {"CURRENT", "builds"}
    assert not [*target.data_dir.glob(".scout-*"), *target.data_dir.glob(RESTORING)]


@pytest.mark.parametrize("killed_in", ["_move_in", "_move_workspace", "publish"])
def test_a_restore_that_was_cut_off_is_run_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    made = back_up(settings, tmp_path / "all.tar")
    target = Settings.from_env(tmp_path / "restored")

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(builds if killed_in == "publish" else backup, killed_in, killed)
        with pytest.raises(KeyboardInterrupt):
            restore(target, tmp_path / "all.tar")
    with pytest.raises(NoBuildError, match=r"cut off.*restore FILE"):
        builds.usable_build(target, verify)
    assert "restore FILE" in str(doctor.locks(target).advice)
    making.sweep_dead_builds(target)  # what can be gone on with is kept

    assert restore(target, tmp_path / "all.tar") == made
    assert verify(builds.current_build(target)) > 0
    assert "first" in set(interactions.recorded(workspace(target))["influencer_id"])
    assert not (target.data_dir / RESTORING).exists()


def test_a_restore_that_was_cut_off_never_replaces_what_was_saved_since(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(settings, tmp_path / "all.tar")
    time.sleep(1.1)  # the next one is of another second
    back_up(settings, tmp_path / "other.tar")
    target = Settings.from_env(tmp_path / "restored")

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(backup, "_move_workspace", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(target, tmp_path / "all.tar")
    with pytest.raises(AppError, match="Run it again with that file"):
        restore(target, tmp_path / "other.tar")
    interactions.record(workspace(target), "b0", "since", "view")
    with pytest.raises(AppError, match="saved there since"):
        restore(target, tmp_path / "all.tar")
    assert "since" in set(interactions.recorded(workspace(target))["influencer_id"])


def test_a_backup_that_was_killed_is_removed_by_the_next(
    settings: Settings, tmp_path: Path
) -> None:
    for folder in (tmp_path, settings.data_dir):
        left = folder / ".scout-dead"
        left.mkdir()
        (left / "all.tar").touch()
        os.utime(left, (0, 0))
    assert ".scout-dead" in doctor.locks(settings).finding
    back_up(settings, tmp_path / "all.tar")
    assert not [*tmp_path.glob(".scout-*"), *settings.data_dir.glob(".scout-*")]


def test_a_backup_without_a_workspace_is_the_build_alone(
    settings: Settings, tmp_path: Path
) -> None:
    (settings.data_dir / "workspace.db").unlink()
    assert not back_up(settings, tmp_path / "all.tar").has_workspace
    target = Settings.from_env(tmp_path / "restored")
    assert not restore(target, tmp_path / "all.tar").has_workspace
    assert not (target.data_dir / "workspace.db").exists()


def test_only_a_whole_build_is_backed_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        back_up(Settings.from_env(tmp_path / "none"), tmp_path / "all.tar")
    (builds.current_build(settings).folder / "brand_embeddings.npy").write_bytes(b"")
    with pytest.raises(StoreError, match=r"is damaged: brand_embeddings\.npy"):
        back_up(settings, tmp_path / "all.tar")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.index(b"\x93NUMPY") + 300] ^= 1  # in an array of the build
    file.write_bytes(content)


def _text(file: Path) -> None:
    file.write_text("no backup")


def _outside(file: Path) -> None:
    with tarfile.open(file, "w") as tar:
        tar.add(__file__, "../../outside.py")


def _later(file: Path) -> None:
    facts = file.with_name("facts")
    facts.write_text(json.dumps({"version": 2}))
    with tarfile.open(file, "w") as tar:
        tar.add(facts, "backup.json")


@pytest.mark.parametrize("damage", [_cut, _flip, _text, _outside, _later, Path.unlink])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    settings: Settings, tmp_path: Path, damage: object
) -> None:
    file = tmp_path / "all.tar"
    back_up(settings, file)
    assert callable(damage)
    damage(file)
    target = Settings.from_env(tmp_path / "in" / "restored")
    with pytest.raises(InputFileError, match=r"all\.tar"):
        restore(target, file)
    assert list(target.data_dir.iterdir()) == []
    assert not (tmp_path / "outside.py").exists()


def test_what_is_there_is_never_replaced(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.tar"
    back_up(settings, file)
    result = CliRunner().invoke(app, ["restore", str(file), "--data", str(settings.data_dir)])
    assert result.exit_code == 2
    assert "Expected an empty data folder" in result.output


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("all.zip", "ending in .tar"),
        ("no/such/all.tar", "There is no folder"),
        ("all", "found 'all'"),
    ],
)
def test_a_name_that_is_no_tar_or_a_folder_that_is_not_there_is_said(
    settings: Settings, tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(AppError, match=words):
        back_up(settings, tmp_path / name)
    assert list(tmp_path.rglob("*.partial")) == []


def test_the_commands_say_what_they_did(settings: Settings, tmp_path: Path) -> None:
    file, new = str(tmp_path / "all.tar"), str(tmp_path / "new")
    run = CliRunner().invoke
    made = json.loads(run(app, ["backup", file, "--json", "--data", str(settings.data_dir)]).stdout)
    assert made["has_workspace"]
    assert made["bytes"] == Path(file).stat().st_size
    again = run(app, ["backup", file, "--data", str(settings.data_dir)]).output
    assert "in place of the file that was there" in again
    said = run(app, ["restore", file, "--data", new]).output
    assert f"{made['build_id']} is in use" in said


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_a_restore_says_how_far_it_is(settings: Settings, tmp_path: Path, name: str) -> None:
    back_up(settings, tmp_path / name)
    shares: dict[str, list[float]] = {}

    def report(step: str, done: int, total: int, message: str) -> None:
        shares.setdefault(step, []).append(done / total)

    restore(Settings.from_env(tmp_path / "new"), tmp_path / name, report)
    assert list(shares) == ["restore", "checksums"]
    assert all(values == sorted(values) for values in shares.values())
    assert shares["restore"][-1] == 1
    assert all(step in STEP_LABELS for step in shares)
