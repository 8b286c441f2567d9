"""What earlier versions of the program left in a data folder goes; what people keep there stays."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from core.progress import stopping
from core.services.doctor import data as doctor
from core.settings import Settings
from core.store import making
from core.store.making import new_build_folder
from core.store.temporary import working_folder

_LEFT = ("tmpq_8s0v1x", "import-k3_d92ab/", ".all.tar.gz.partial", ".CURRENT-a1b2c3d4")
_KEPT = (
    "tmp/x", "tmpfolder/x", "import-november/", "import-20261130/", "tmp12345678.csv",
    "notes.partial", ".all.csv.partial", ".our-settings", "reports-a1b2c3d4/x", "imports/x",
)  # fmt: skip


def make(folder: Path, name: str, *, is_old: bool = True) -> Path:
    path = folder / name
    if name.startswith(("tmpq", "import-")) or name.endswith("/"):
        path.mkdir(parents=True)
        (path / "workspace.db").touch()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    if is_old:
        for one in (*path.rglob("*"), path, path.parent if path.parent != folder else path):
            os.utime(one, (0, 0))
    return path


@pytest.mark.parametrize("name", _LEFT)
def test_it_is_named_and_swept_once_it_is_old(tmp_path: Path, name: str) -> None:
    settings = Settings.from_env(tmp_path)
    path = make(tmp_path, name, is_old=False)
    making.sweep_dead_builds(settings)
    assert path.exists()  # its process may be at work
    os.utime(path, (0, 0))
    check = doctor.locks(settings)
    assert path.name in check.finding
    assert check.advice
    making.sweep_dead_builds(settings)
    assert not path.exists()
    assert path.name not in doctor.locks(settings).finding


@pytest.mark.parametrize("name", _KEPT)
def test_what_people_keep_there_stays(tmp_path: Path, name: str) -> None:
    path = make(tmp_path, name)
    making.sweep_dead_builds(Settings.from_env(tmp_path))
    assert path.exists()


def test_a_folder_that_somebody_looks_at_while_it_goes_is_gone_without_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed = os.rmdir
    looked_at: list[str | Path] = []

    def remove(path: str | Path, *, dir_fd: int | None = None) -> None:
        if not looked_at:
            looked_at.append(path)
            raise OSError(errno.ENOTEMPTY, "Directory not empty", str(path))
        removed(path, dir_fd=dir_fd)

    with working_folder(tmp_path):
        monkeypatch.setattr(os, "rmdir", remove)
    assert looked_at
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["build", "working folder"])
def test_what_fails_is_removed_by_an_ended_process_until_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A process that is cancelled late may be ended while it removes what it had begun."""
    remove, registered = shutil.rmtree, []

    def removing(folder: Any, *args: Any, **options: Any) -> None:
        registered.append(Path(folder) in stopping._folders)
        remove(folder, *args, **options)

    settings = Settings.from_env(tmp_path)
    begun = new_build_folder(settings) if kind == "build" else working_folder(tmp_path)
    with suppress(KeyboardInterrupt), begun as folder:
        (folder / "begun").touch()
        monkeypatch.setattr(shutil, "rmtree", removing)
        raise KeyboardInterrupt
    assert registered[0]
    assert not folder.exists()
    assert folder not in stopping._folders
