"""Folders and files that are gone when a block ends, or soon after the process was killed in it.

A folder in use holds a lock, which the system frees with the process. Whoever needs a folder
beside one that nobody holds any more removes that first; so does every build (`core.store.builds`).
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from core.progress.stopping import removed_at_stop
from core.store.atomic import UNFINISHED

LOCK_FILE = "working.lock"
RESTORING = ".restoring"  # in the data folder: a backup that is being unpacked and moved in
UNPACKED_FILE = "UNPACKED"  # in it: all of it is there and whole, so moving it in can go on
FORGETTING = ".forgetting-"  # in the data folder: a creator whose deletion has not ended
RECORD_FILE = "creator.json"  # in it: who, and by which command
_WORKING = ".scout-"
_NEW_SECONDS = 60  # a folder may be without its lock, or a text unfinished, for a moment
_EARLIER_SECONDS = 3_600
# Eight characters of `tempfile`; one of them is a digit or '_', as hardly a word has that.
_DRAWN = r"(?=[a-z]*[0-9_])(?=[0-9_]*[a-z])[a-z0-9_]{8}"
_EARLIER_FOLDER = re.compile(rf"(?:tmp|import-){_DRAWN}")
_EARLIER_FILE = re.compile(rf"\..+\.(?:tar|tar\.gz|tgz)\.partial|\..+-{_DRAWN}")


@contextmanager
def working_folder(parent: Path) -> Iterator[Path]:
    """A hidden folder for this block alone, which only its owner can read."""
    for left in left_in(parent):
        remove_left(left)
    # Whoever looks whether the lock is free makes its file again, perhaps while the folder goes.
    folder = tempfile.TemporaryDirectory(prefix=_WORKING, dir=parent, ignore_cleanup_errors=True)
    made = Path(folder.name)
    # Until it is gone: the process may be ended while it is being removed.
    with removed_at_stop(made):
        with folder:
            lock = FileLock(made / LOCK_FILE)
            lock.acquire()
            try:
                yield made
            finally:
                lock.release(force=True)
        remove_left(made)


@contextmanager
def temporary_file(name: str, folder: Path | None = None) -> Iterator[Path]:
    """A path for a file of this name, in a folder of its own that is removed at the end.

    Args:
        folder: where the folder may lie; the system's folder of temporary files when None.
    """
    with working_folder(folder or Path(tempfile.gettempdir())) as made:
        yield made / name


def left_in(folder: Path) -> list[Path]:
    """What processes that were killed left in this folder: working folders and unfinished texts."""
    left = [one for one in folder.glob(f"{_WORKING}*") if is_dead(one)]
    return left + [one for one in folder.glob(UNFINISHED) if _is_old(one)]


def left_by_earlier(data_dir: Path) -> list[Path]:
    """What earlier versions of the program left in a data folder: copies, texts, backups.

    They had the usual names of temporary files, so only what nobody can have named so, and nothing
    changed for an hour, is taken for theirs.
    """
    left = [
        path
        for path in data_dir.glob("*")
        if (_EARLIER_FOLDER if path.is_dir() else _EARLIER_FILE).fullmatch(path.name)
        and not path.is_symlink()
    ]
    return [path for path in left if _is_old(path, _EARLIER_SECONDS)]


def remove_left(left: Path) -> None:
    """Removes one of `left_in` or `left_by_earlier`; what cannot be removed stays."""
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
        return
    try:
        left.unlink(missing_ok=True)
    except OSError:  # belongs to somebody else
        return


def is_dead(folder: Path, lock_name: str = LOCK_FILE) -> bool:
    """Whether the process that made a folder and locks a file in it has ended."""
    lock_file = folder / lock_name
    if not lock_file.exists() and not _is_old(folder):
        return False  # between making the folder and taking its lock
    return folder.exists() and not is_held(lock_file)


def is_held(lock_file: Path) -> bool:
    """Whether a living process holds the lock, or it cannot be known."""
    lock = FileLock(lock_file)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release(force=True)
    return False


def _is_old(path: Path, seconds: float = _NEW_SECONDS) -> bool:
    try:
        return time.time() - path.lstat().st_mtime >= seconds
    except FileNotFoundError:
        return False
