"""One file with the build in use and the workspace, made while others work, and back from it."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from core.errors import AppError, InputFileError, StoreError
from core.settings import Settings
from core.store import builds
from core.store.checksums import build_files
from core.store.export import check_place
from core.store.integrity import verify
from core.workspace.database import copy_workspace, workspace_file

_FACTS = "backup.json"
_WORKSPACE = "workspace.db"
_VERSION = 1
_ENDINGS = (".tar", ".tar.gz", ".tgz")
_BLOCK = 1 << 20  # bytes at once: with tar's 10 KB, other threads are waited for again and again


@dataclass(frozen=True)
class Backup:
    """What a backup holds.

    Attributes:
        build_id: of the build in it.
        made_at: ISO time, UTC.
        has_workspace: False where nothing was saved yet, and for a database server, which is
            copied with its own tools.
    """

    build_id: str
    made_at: str
    has_workspace: bool


def back_up(settings: Settings, file: Path) -> Backup:
    """Writes a tar file, compressed when its name ends in `.gz` or `.tgz`.

    A build never changes, and SQLite copies one state of the workspace, so others may go on reading
    and writing. The file appears when it is complete, for the owner's eyes only: it holds personal
    data.

    Raises:
        AppError: the name is no .tar, .tar.gz or .tgz, or its folder is not there.
        NoBuildError: nothing is published.
        StoreError: the build in use is damaged.
        WorkspaceError: the workspace cannot be read.
        OSError: the file cannot be written.
    """
    if not file.name.lower().endswith(_ENDINGS):
        raise AppError(f"Expected a file ending in {', '.join(_ENDINGS)}, found '{file.name}'.")
    if not file.absolute().parent.is_dir():
        raise AppError(f"There is no folder {file.parent} to write the backup to. Make it first.")
    check_place(file, "FILE")
    build = builds.current_build(settings)
    verify(build)
    partial = file.with_name(f".{file.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            tempfile.TemporaryDirectory(dir=settings.data_dir) as folder,
            os.fdopen(descriptor, "wb") as opened,
            _packed(opened, file.suffix.lower() in (".gz", ".tgz")) as packed,
            tarfile.open(fileobj=packed, mode="w|", bufsize=_BLOCK) as tar,
        ):
            copy = Path(folder) / _WORKSPACE
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            backup = Backup(build.build_id, made_at, copy_workspace(settings, copy))
            _add_facts(tar, backup)
            if backup.has_workspace:
                tar.add(copy, _WORKSPACE)
            for path in (*build_files(build.folder), build.folder / builds.MANIFEST_FILE):
                tar.add(path, f"builds/{build.build_id}/{path.relative_to(build.folder)}")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return backup


def restore(settings: Settings, file: Path) -> Backup:
    """Puts the build and the workspace of a backup into an empty data folder.

    Everything is unpacked aside and compared with its checksums first; nothing is there otherwise.

    Raises:
        InputFileError: the file is no backup, is cut off or holds other bytes than were written.
        StoreError: the data folder is not empty.
    """
    target = workspace_file(settings)
    if builds.list_builds(settings) or (target is not None and target.exists()):
        raise StoreError(
            f"Expected an empty data folder to restore to, found builds or a workspace in "
            f"{settings.data_dir}. Choose another one with --data."
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder, _read_errors(file):
        aside = replace(settings, data_dir=Path(folder))
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        backup = _facts(Path(folder) / _FACTS)
        verify(builds.get_build(aside, backup.build_id))
        settings.builds_dir.mkdir(exist_ok=True)
        build_folder = settings.builds_dir / backup.build_id
        shutil.move(aside.builds_dir / backup.build_id, build_folder)
        if backup.has_workspace and target is not None:
            shutil.move(Path(folder) / _WORKSPACE, target)
    builds.publish(settings, backup.build_id)
    return replace(backup, has_workspace=backup.has_workspace and target is not None)


@contextmanager
def _packed(opened: BinaryIO, is_compressed: bool) -> Iterator[BinaryIO]:
    """The open file, or what compresses into it: at level 3, ten times as fast as at tar's 9."""
    if not is_compressed:
        yield opened
        return
    with gzip.GzipFile(fileobj=opened, mode="wb", compresslevel=3) as packed:
        yield cast(BinaryIO, packed)


def _add_facts(tar: tarfile.TarFile, backup: Backup) -> None:
    content = json.dumps({"version": _VERSION, **vars(backup)}).encode()
    member = tarfile.TarInfo(_FACTS)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _facts(file: Path) -> Backup:
    known = json.loads(file.read_text(encoding="utf-8"))
    if known.pop("version") != _VERSION:
        raise ValueError("made by another version of the program")
    return Backup(**known)


@contextmanager
def _read_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise InputFileError(
            f"{file.name} is no whole backup ({error}). Use another one."
        ) from error
    except FileNotFoundError as error:
        raise InputFileError(f"{file.name} is not there, or is no backup ({error}).") from error
    except StoreError as error:
        raise InputFileError(f"{file.name} does not hold what was written: {error}") from error
