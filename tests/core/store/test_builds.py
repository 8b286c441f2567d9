"""Builds are complete or invisible."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import logs
from core.errors import NoBuildError, StoreError, UnknownBuildError
from core.settings import ROOT, Settings
from core.store import builds, making, publishing, retention
from core.store.atomic import replace_text


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path)


def make(settings: Settings, **manifest: object) -> str:
    with making.new_build_folder(settings) as folder:
        (folder / builds.STORE_FILE).write_text("")
        at = {"built_at": datetime.now(UTC).isoformat(timespec="milliseconds")}
        making.write_manifest(folder, {"row_counts": {}, **at, **manifest})
    return folder.name


def test_nothing_published_is_said_with_the_next_step(settings: Settings) -> None:
    with pytest.raises(NoBuildError, match="core build"):
        builds.current_build(settings)
    assert builds.list_builds(settings) == []
    assert builds.current_build_id(settings) is None


def test_a_build_is_invisible_until_complete_and_in_use_only_when_published(
    settings: Settings,
) -> None:
    with making.new_build_folder(settings) as folder:
        assert builds.list_builds(settings) == []
        (folder / builds.STORE_FILE).write_text("")
        making.write_manifest(folder, {"is_demo": True, "built_at": "2026-11-21T00:00:00+00:00"})
    assert [build.build_id for build in builds.list_builds(settings)] == [folder.name]
    assert builds.current_build_id(settings) is None
    builds.publish(settings, folder.name)
    assert builds.current_build(settings).is_demo
    assert not (folder / builds.LOCK_FILE).exists()


def test_a_failed_build_leaves_nothing_and_the_old_one_in_use(settings: Settings) -> None:
    old = make(settings)
    builds.publish(settings, old)
    with pytest.raises(RuntimeError, match="half-way"), making.new_build_folder(settings):
        raise RuntimeError("half-way")
    with pytest.raises(StoreError, match="without a manifest"), making.new_build_folder(settings):
        pass
    assert [folder.name for folder in settings.builds_dir.iterdir()] == [old]
    assert builds.current_build(settings).build_id == old


def test_a_killed_builder_is_swept_but_a_living_one_is_not(settings: Settings) -> None:
    code = (
        "import sys, time; from core.settings import Settings; from core.store import making\n"
        "with making.new_build_folder(Settings.from_env(sys.argv[1])):\n"
        "    print('making', flush=True); time.sleep(60)"
    )
    builder = subprocess.Popen(
        [sys.executable, "-c", code, str(settings.data_dir)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert builder.stdout is not None
    assert builder.stdout.readline() == "making\n"
    assert making.sweep_dead_builds(settings) == []
    assert len(list(settings.builds_dir.iterdir())) == 1
    builder.send_signal(signal.SIGKILL)
    builder.wait()
    assert len(making.sweep_dead_builds(settings)) == 1
    assert list(settings.builds_dir.iterdir()) == []


@pytest.mark.parametrize(
    "delete", [retention.remove_build, lambda settings, _: retention.prune(settings, 0)]
)
def test_a_deletion_that_is_cut_off_leaves_no_build_that_looks_complete(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, delete: Callable[[Settings, str], object]
) -> None:
    build_id = make(settings)

    def killed(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            delete(settings, build_id)
    assert builds.list_builds(settings) == []
    os.utime(settings.builds_dir / build_id, (0, 0))  # a minute later and more
    assert making.sweep_dead_builds(settings) == [build_id]
    assert list(settings.builds_dir.iterdir()) == []


@pytest.mark.parametrize("wrong", ["", "nope", "../x", "20260101T000000Z-00000000"])
def test_unknown_ids_are_refused(settings: Settings, wrong: str) -> None:
    with pytest.raises(UnknownBuildError, match="no build"):
        builds.publish(settings, wrong)


def test_prune_keeps_the_newest_and_the_published(settings: Settings) -> None:
    ids = []
    for _ in range(4):
        ids.append(make(settings))
        time.sleep(0.01)
    builds.publish(settings, ids[0])
    assert sorted(retention.prune(settings, keep=1)) == sorted(ids[1:3])
    assert {build.build_id for build in builds.list_builds(settings)} == {ids[0], ids[3]}
    with pytest.raises(StoreError, match="in use"):
        retention.remove_build(settings, ids[0])
    retention.remove_build(settings, ids[3])
    assert len(builds.list_builds(settings)) == 1


def test_a_published_build_that_is_gone_is_said(settings: Settings) -> None:
    build_id = make(settings)
    builds.publish(settings, build_id)
    (settings.builds_dir / build_id / builds.MANIFEST_FILE).unlink()
    with pytest.raises(NoBuildError, match="is gone"):
        builds.current_build(settings)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}", b"[]", b'{"built_at": 3}'])
def test_a_damaged_build_is_not_listed_cannot_be_used_and_is_pruned(
    settings: Settings, content: bytes
) -> None:
    good, bad = make(settings), make(settings)
    builds.publish(settings, good)
    (settings.builds_dir / bad / builds.MANIFEST_FILE).write_bytes(content)
    assert [one.build_id for one in builds.list_builds(settings)] == [good]
    with pytest.raises(StoreError, match="prune"):
        builds.publish(settings, bad)
    assert retention.prune(settings) == [bad]


def test_a_build_without_its_store_cannot_be_used(settings: Settings) -> None:
    lost = make(settings)
    (settings.builds_dir / lost / builds.STORE_FILE).unlink()
    with pytest.raises(StoreError, match="lost"):
        builds.publish(settings, lost)


def test_an_unreadable_pointer_says_what_to_do(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / builds.POINTER_FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="publish ID"):
        builds.current_build_id(settings)


def test_a_passing_build_is_never_listed_and_gone_afterwards(settings: Settings) -> None:
    with making.new_build_folder(settings, passing=True) as folder:
        (folder / builds.STORE_FILE).write_text("")
        making.write_manifest(folder, {"built_at": "2026-11-21T00:00:00+00:00"})
        assert builds.list_builds(settings) == []
        assert making.sweep_dead_builds(settings) == []
    assert list(settings.builds_dir.iterdir()) == []


def test_a_passing_build_of_a_killed_process_is_swept(settings: Settings) -> None:
    code = (
        "import os, signal, sys\n"
        "from core.settings import Settings\n"
        "from core.store import builds, making\n"
        "with making.new_build_folder(Settings.from_env(sys.argv[1]), passing=True) as folder:\n"
        "    (folder / builds.STORE_FILE).write_text('')\n"
        "    making.write_manifest(folder, {'built_at': '2026-11-21T00:00:00+00:00'})\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", code, str(settings.data_dir)]
    ended = subprocess.run(command, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert builds.list_builds(settings) == []
    assert len(making.sweep_dead_builds(settings)) == 1
    assert list(settings.builds_dir.iterdir()) == []


def test_a_build_that_waits_says_why_until_it_is_put_in_use(settings: Settings) -> None:
    build_id = make(settings)
    assert builds.get_build(settings, build_id).unpublished_reason is None
    file = settings.builds_dir / build_id / builds.UNPUBLISHED_FILE
    file.write_text("not published: a newer import is in use\n")
    waiting = builds.get_build(settings, build_id)
    assert waiting.unpublished_reason == "not published: a newer import is in use"
    assert builds.publish(settings, build_id).unpublished_reason is None


def test_a_build_cannot_start_from_one_that_was_deleted(settings: Settings) -> None:
    gone = make(settings)
    retention.remove_build(settings, gone)
    with (
        pytest.raises(UnknownBuildError),
        making.new_build_folder(settings, base_id=gone),
    ):
        pass
    assert list(settings.builds_dir.iterdir()) == []


def test_a_damaged_build_that_is_left_out_stands_in_the_log(settings: Settings) -> None:
    logs.configure(settings, "test")
    build_id = make(settings)
    (settings.builds_dir / build_id / builds.MANIFEST_FILE).write_text("[]")
    assert builds.list_builds(settings) == []
    text = (settings.logs_dir / logs.LOG_FILE).read_text()
    assert "WARNING test[" in text
    assert f"build {build_id} left out of the list\n    " in text
    assert "    StoreError\n" in text


def test_a_build_in_use_no_longer_says_that_it_waits(settings: Settings) -> None:
    build_id = make(settings)
    builds.publish(settings, build_id)
    # A process was killed between the pointer and the mark.
    mark = settings.builds_dir / build_id / builds.UNPUBLISHED_FILE
    mark.write_text("not published\n")
    making.sweep_dead_builds(settings)
    assert builds.get_build(settings, build_id).unpublished_reason is None


@pytest.mark.parametrize("pointer", [None, ""])
def test_without_a_pointer_the_newest_whole_build_stands_in(
    settings: Settings, pointer: str | None
) -> None:
    build_id = make(settings)
    if pointer is not None:
        (settings.data_dir / builds.POINTER_FILE).write_text(pointer)
    shown = builds.usable_build(settings, lambda _: None)
    assert shown.build.build_id == build_id
    assert f"publish {build_id}" in str(shown.damage)


def test_a_build_killed_before_it_was_in_use_says_so_and_protects_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    base_id = make(settings)
    builds.publish(settings, base_id)
    start = publishing.begin(settings)

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(builds, "point_to", killed)
    with making.new_build_folder(settings, base_id=base_id) as folder:
        (folder / builds.STORE_FILE).touch()
        manifest = {"built_at": builds.next_moment(settings.builds_dir)}
        with pytest.raises(KeyboardInterrupt):
            publishing.finish(
                settings, folder, manifest, start, publishing.Base.REBUILT, can_repeat=False
            )
    monkeypatch.undo()
    # As the process would leave it.
    (folder / making.BASE_FILE).write_text(base_id)
    (folder / builds.LOCK_FILE).touch()
    assert builds.current_build_id(settings) == base_id
    assert "ended at that moment" in str(builds.get_build(settings, folder.name).unpublished_reason)
    builds.publish(settings, folder.name)
    assert retention.prune(settings, keep=0) == [base_id]
    assert not [*folder.glob(making.BASE_FILE), *folder.glob(builds.LOCK_FILE)]


def test_a_text_that_could_not_be_written_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    replace_text(settings.data_dir / "CURRENT", "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_text(settings.data_dir / "CURRENT", "new")
    assert [path.name for path in settings.data_dir.iterdir()] == ["CURRENT"]
    killed = settings.data_dir / ".CURRENT-abc.new"
    killed.touch()
    making.sweep_dead_builds(settings)
    assert killed.exists()  # its writer may be at work
    os.utime(killed, (0, 0))
    making.sweep_dead_builds(settings)
    assert not killed.exists()


def test_a_build_that_is_replaced_and_deleted_at_that_moment_is_not_missed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = make(settings), make(settings)
    builds.publish(settings, old)
    read = builds.current_build_id

    def late(settings: Settings) -> str | None:
        build_id = read(settings)
        if build_id == old:
            builds.publish(settings, new)
            monkeypatch.setattr(builds, "current_build_id", read)
            retention.prune(settings, keep=0)
        return build_id

    monkeypatch.setattr(builds, "current_build_id", late)
    assert builds.current_build(settings).build_id == new


def test_a_build_that_is_replaced_while_it_is_opened_has_no_stand_in(settings: Settings) -> None:
    old, new = make(settings), make(settings)
    builds.publish(settings, old)

    def opens(build: builds.Build) -> None:
        if build.build_id == old:
            builds.publish(settings, new)
            retention.prune(settings, keep=0)
            raise StoreError("a file is gone")

    assert builds.usable_build(settings, opens) == builds.UsableBuild(
        builds.get_build(settings, new)
    )
