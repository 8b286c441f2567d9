"""Builds in the making: their folders, their completion, and what is left where one died.

A build is written while it holds `building.lock`, and is complete once its manifest is there. A
folder without a manifest whose lock is free belonged to a builder that died, and is swept.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from core.errors import StoreError
from core.progress.stopping import removed_at_stop
from core.settings import Settings
from core.store.atomic import replace_text
from core.store.builds import (
    ASKED_FILE,
    LOCK_FILE,
    MANIFEST_FILE,
    SCHEMA_VERSION,
    STORE_FILE,
    UNPUBLISHED_FILE,
    current_build_id,
    get_build,
    is_build_id,
    is_complete,
    is_half_restored,
    next_moment,
    pointer_lock,
)
from core.store.checksums import file_records
from core.store.temporary import (
    FORGETTING,
    RECORD_FILE,
    RESTORING,
    is_dead,
    is_held,
    left_by_earlier,
    left_in,
    remove_left,
)

BASE_FILE = "BASE"  # id of the build it starts from
_MARKS = (BASE_FILE, ASKED_FILE)  # which it loses when it is complete
_MAKING = ".making-"  # in front of the id of a folder that is not one of the builds yet


@contextmanager
def new_build_folder(
    settings: Settings,
    *,
    passing: bool = False,
    base_id: str | None = None,
    asked_at: str | None = None,
) -> Iterator[Path]:
    """A folder for a build in the making; removed again when the body fails before it is complete.

    The body must end with `write_manifest`. Publishing is a separate step.

    Args:
        base_id: the build it starts from, which cannot be deleted meanwhile.
        asked_at: when it was asked for, of `next_moment`; what is asked for later gets a later one.
        passing: the build is for the body alone: never listed, and removed at the end. One whose
            process died is swept like any other.
    Raises:
        UnknownBuildError: the build to start from was deleted.
    """
    settings.builds_dir.mkdir(parents=True, exist_ok=True)
    sweep_dead_builds(settings)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = settings.builds_dir / f"{stamp}-{secrets.token_hex(4)}"
    # The lock is taken before the folder has its final name, so that a sweep that runs at
    # this moment never sees a build folder without its lock.
    making = settings.builds_dir / f"{_MAKING}{folder.name}"
    making.mkdir()
    lock = FileLock(making / LOCK_FILE)
    lock.acquire()
    try:
        with pointer_lock(settings):
            if base_id is not None:
                get_build(settings, base_id)
                (making / BASE_FILE).write_text(base_id, encoding="utf-8")
            if asked_at is not None:
                (making / ASKED_FILE).write_text(asked_at, encoding="utf-8")
            if passing:
                folder = making
            else:
                making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        lock.release(force=True)
        raise
    try:
        # Until it is gone: the process may be ended while it is being removed.
        with removed_at_stop(folder, lambda made: not passing and is_complete(made)):
            try:
                yield folder
                if not is_complete(folder):
                    raise StoreError(f"The build in {folder} ended without a manifest.")
            except BaseException:
                if not is_complete(folder):  # a complete one may be in use already
                    shutil.rmtree(folder, ignore_errors=True)
                raise
    finally:
        if passing:
            shutil.rmtree(folder, ignore_errors=True)
        lock.release(force=True)
        for name in (*_MARKS, LOCK_FILE):
            (folder / name).unlink(missing_ok=True)


def write_manifest(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Writes the manifest, which makes the build complete, and returns it; the store is closed.

    Adds `schema_version`, `order_at`, and the size and checksum of each file, by which damage is
    noticed later (`core.store.integrity`).
    """
    files = file_records(folder)
    order_at = next_moment(folder.parent)
    manifest = {"schema_version": SCHEMA_VERSION, "order_at": order_at, **manifest, "files": files}
    if STORE_FILE in files:
        manifest["store_bytes"] = files[STORE_FILE]["bytes"]
    replace_text(
        folder / MANIFEST_FILE, json.dumps(manifest, indent=2, sort_keys=True, default=str) + "\n"
    )
    return manifest


def sweep_dead_builds(settings: Settings) -> list[str]:
    """Removes folders of builders that died, and returns their names.

    Whatever else processes that were killed left in the data folder goes as well.
    """
    dead = dead_builds(settings)
    for folder in dead:
        shutil.rmtree(folder, ignore_errors=True)
    for left in left_behind(settings):
        remove_left(left)
    return [folder.name.removeprefix(_MAKING) for folder in dead]


def dead_builds(settings: Settings) -> list[Path]:
    """Folders of builders that died: incomplete, and nobody holds their lock."""
    dead: list[Path] = []
    if not settings.builds_dir.is_dir():
        return dead
    for folder in settings.builds_dir.iterdir():
        name = folder.name.removeprefix(_MAKING)
        is_whole = name == folder.name and is_complete(folder)
        if not is_build_id(name) or is_whole:
            continue
        if is_dead(folder, LOCK_FILE):
            dead.append(folder)
    return dead


def left_behind(settings: Settings) -> list[Path]:
    """What else killed processes left: what they had unpacked, unfinished texts, marks of builds.

    A build that was completed and not put in use any more has a lock, and names the build it
    starts from, which could not be deleted.
    """
    left = [
        *left_in(settings.data_dir),
        *left_in(settings.jobs_dir),
        *left_by_earlier(settings.data_dir),
    ]
    restoring = settings.data_dir / RESTORING
    if not is_half_restored(settings) and is_dead(restoring):
        left.append(restoring)
    left += [
        folder
        for folder in settings.data_dir.glob(f"{FORGETTING}*")
        if not (folder / RECORD_FILE).exists() and is_dead(folder)
    ]
    current_id = current_build_id(settings)
    if current_id is not None:  # in use since, by a process that was killed before it said so
        mark = settings.builds_dir / current_id / UNPUBLISHED_FILE
        left += [mark] if mark.exists() else []
    for folder in settings.builds_dir.glob("[!.]*"):
        lock_file = folder / LOCK_FILE
        if is_complete(folder) and lock_file.exists() and not is_held(lock_file):
            left += [folder / name for name in _MARKS if (folder / name).exists()]
            left.append(lock_file)
    return left
