"""One file with the build in use and the workspace, made while others work, and back from it."""

from __future__ import annotations

import filecmp
import gzip
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from filelock import FileLock, Timeout

from core.errors import AppError, InputFileError, StoreError
from core.progress import Report, silent
from core.settings import Settings
from core.store import builds
from core.store.checksums import build_files
from core.store.export import check_place
from core.store.integrity import verify
from core.store.temporary import LOCK_FILE, RESTORING, UNPACKED_FILE, working_folder
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


def back_up(settings: Settings, file: Path, report: Report = silent) -> Backup:
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
    verify(build, report=report)
    with working_folder(file.absolute().parent) as beside:
        partial = beside / file.name
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            working_folder(settings.data_dir) as folder,
            os.fdopen(descriptor, "wb") as opened,
            _packed(opened, file.suffix.lower() in (".gz", ".tgz")) as packed,
            tarfile.open(fileobj=packed, mode="w|", bufsize=_BLOCK) as tar,
        ):
            copy = folder / _WORKSPACE
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            backup = Backup(build.build_id, made_at, copy_workspace(settings, copy))
            _add_facts(tar, backup)
            files = {copy: _WORKSPACE} if backup.has_workspace else {}
            for path in (*build_files(build.folder), build.folder / builds.MANIFEST_FILE):
                files[path] = f"builds/{build.build_id}/{path.relative_to(build.folder)}"
            _add_files(tar, files, report)
        partial.replace(file)
    return backup


def _add_files(tar: tarfile.TarFile, files: Mapping[Path, str], report: Report) -> None:
    """Adds files under their names in the backup."""
    total = sum(path.stat().st_size for path in files)
    done = 0
    for path, name in files.items():
        with path.open("rb") as stream:
            tar.addfile(
                tar.gettarinfo(arcname=name, fileobj=stream),
                _Counted(stream, done, total, report, "backup"),
            )
            done += stream.tell()


@dataclass
class _Counted:
    """A file that reports how much of it is read."""

    stream: BinaryIO
    before: int
    total: int
    report: Report
    step: str

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.report(self.step, self.before + self.stream.tell(), self.total, "")
        return block


def restore(settings: Settings, file: Path, report: Report = silent) -> Backup:
    """Puts the build and the workspace of a backup into an empty data folder.

    Everything is unpacked aside and compared with its checksums first; nothing is there otherwise.
    It is in use when all of it has been moved in. A restore that was cut off goes on where it was
    when it is run again with the same file.

    Raises:
        InputFileError: the file is no backup, is cut off or holds other bytes than were written.
        StoreError: the data folder is not empty, or another restore to it is at work.
        AppError: a restore of another backup was cut off there, or something was saved since.
    """
    target = workspace_file(settings)
    is_cut_off = builds.is_half_restored(settings)
    is_empty = not builds.list_builds(settings) and not (target is not None and target.exists())
    if not is_empty and not is_cut_off:
        raise StoreError(
            f"Expected an empty data folder to restore to, found builds or a workspace in "
            f"{settings.data_dir}. Choose another one with --data."
        )
    folder = settings.data_dir / RESTORING
    with _lone(folder), _read_errors(file):
        if is_cut_off and _facts(folder / _FACTS) != _facts_in(file):
            if not is_empty:
                raise AppError(
                    f"A restore of the backup of {_facts(folder / _FACTS).made_at} to "
                    f"{settings.data_dir} was cut off. Run it again with that file, or choose "
                    "another folder with --data."
                )
            (folder / UNPACKED_FILE).unlink()
        if not (folder / UNPACKED_FILE).is_file():
            _unpack(settings, file, folder, report)
        backup = _facts(folder / _FACTS)
        _move_in(folder / "builds" / backup.build_id, settings.builds_dir / backup.build_id)
        if backup.has_workspace and target is not None:
            _move_workspace(folder / _WORKSPACE, target)
        builds.publish(settings, backup.build_id)
        (folder / UNPACKED_FILE).unlink()
    return replace(backup, has_workspace=backup.has_workspace and target is not None)


@contextmanager
def _lone(folder: Path) -> Iterator[None]:
    """Holds the folder, which is gone afterwards unless it holds something whole to go on with."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(f"Another restore to {folder.parent} is at work. Wait for it.") from error
    try:
        yield
    finally:
        if not (folder / UNPACKED_FILE).is_file():
            shutil.rmtree(folder, ignore_errors=True)
        lock.release(force=True)


def _unpack(settings: Settings, file: Path, folder: Path, report: Report) -> None:
    """Everything in the file, whole; what an earlier try left there is gone."""
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != LOCK_FILE:
            left.unlink()
    with file.open("rb") as opened:
        counted = _Counted(opened, 0, file.stat().st_size, report, "restore")
        stream = cast(BinaryIO, counted)
        with tarfile.open(fileobj=stream, mode="r|*", bufsize=_BLOCK) as tar:
            tar.extractall(folder, filter="data")
    (folder / UNPACKED_FILE).unlink(missing_ok=True)  # no backup says so itself
    backup = _facts(folder / _FACTS)
    verify(builds.get_build(replace(settings, data_dir=folder), backup.build_id), report=report)
    (folder / UNPACKED_FILE).touch()


def _move_in(unpacked: Path, place: Path) -> None:
    if not unpacked.exists():
        return  # an earlier try has moved it
    place.parent.mkdir(exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)  # half of it, on a disk of its own
    shutil.move(unpacked, place)


def _move_workspace(unpacked: Path, place: Path) -> None:
    """Moves the database in, in one step, on whichever disk it lies.

    Raises:
        AppError: somebody has saved something since an earlier try.
    """
    if not unpacked.exists():
        return
    if place.exists() and not filecmp.cmp(unpacked, place, shallow=False):
        raise AppError(
            f"A restore to {place.parent} was cut off and something was saved there since. Move "
            f"{place.name} away, then run the restore again."
        )
    with working_folder(place.parent) as beside:
        os.replace(shutil.move(unpacked, beside / place.name), place)


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


def _facts_in(file: Path) -> Backup:
    with tarfile.open(file) as tar:
        member = tar.extractfile(_FACTS)
        if member is None:
            raise ValueError(f"{_FACTS} is no file")
        return _read_facts(member.read().decode())


def _facts(file: Path) -> Backup:
    return _read_facts(file.read_text(encoding="utf-8"))


def _read_facts(text: str) -> Backup:
    known = json.loads(text)
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
