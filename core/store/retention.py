"""How builds are deleted, and what is deleted by itself once it is older than settings say."""

from __future__ import annotations

import logging
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core import access, logs
from core.access import Role
from core.errors import StoreError
from core.settings import Settings
from core.store import jobs
from core.store.builds import (
    MANIFEST_FILE,
    Build,
    current_build_id,
    get_build,
    is_build_id,
    is_complete,
    list_builds,
    pointer_lock,
)
from core.store.making import BASE_FILE, sweep_dead_builds
from core.store.uploads import remove_old_uploads

_LOG = logging.getLogger(__name__)
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Expired:
    """What was deleted.

    Attributes:
        build_ids: builds not in use.
        uploads_count, jobs_count, logs_count: of each.
    """

    build_ids: tuple[str, ...] = ()
    uploads_count: int = 0
    jobs_count: int = 0
    logs_count: int = 0


def remove_expired(settings: Settings) -> Expired:
    """Deletes uploads after a day, and builds, ended jobs and logs after `Settings.keep_days`.

    The build in use, builds that running builds start from, and running jobs stay. What cannot be
    deleted is logged.
    """
    uploads_count = remove_old_uploads(settings.imports_dir)
    if not settings.keep_days:
        return Expired(uploads_count=uploads_count)
    try:
        return Expired(
            _remove_builds(settings),
            uploads_count,
            _remove_jobs(settings),
            logs.remove_old(settings, settings.keep_days),
        )
    except OSError:
        _LOG.warning("old files stay", exc_info=True)
        return Expired(uploads_count=uploads_count)


def _remove_builds(settings: Settings) -> tuple[str, ...]:
    oldest = datetime.now(UTC) - timedelta(days=settings.keep_days)
    current_id = current_build_id(settings)
    removed = []
    for build in list_builds(settings):
        if _made_at(build) < oldest and build.build_id != current_id:
            try:
                remove_build(settings, build.build_id)
            except StoreError:
                _LOG.info("build %s stays", build.build_id, exc_info=True)
            else:
                removed.append(build.build_id)
    return tuple(removed)


def _made_at(build: Build) -> datetime:
    """When a build was made; a clock that was behind at the time does not make it older."""
    return build.order_at if build.order_at <= datetime.now(UTC) else build.built_at


def _remove_jobs(settings: Settings) -> int:
    oldest = time.time() - settings.keep_days * _DAY_SECONDS
    old = [
        job.job_id
        for job in jobs.list_jobs(settings, limit=10_000)
        if job.state != jobs.RUNNING
        and (settings.jobs_dir / f"{job.job_id}.json").stat().st_mtime < oldest
    ]
    for job_id in old:
        for file in settings.jobs_dir.glob(f"{job_id}.*"):
            file.unlink(missing_ok=True)
    return len(old)


def remove_build(settings: Settings, build_id: str) -> None:
    """Deletes one build.

    Raises:
        UnknownBuildError: no complete build has this id.
        StoreError: it is the published one, or a running build starts from it.
        AccessError: who acts is no admin.
    """
    access.require(Role.ADMIN)
    with pointer_lock(settings):
        sweep_dead_builds(settings)
        build = get_build(settings, build_id)
        if build_id == current_build_id(settings):
            raise StoreError(f"Build '{build_id}' is in use. Publish another one first.")
        if build_id in _bases_in_use(settings):
            raise StoreError(
                f"Build '{build_id}' is what a running build starts from. Wait until that ends."
            )
        access.admin_act(settings, "deleted a build", build_id)
        _delete(build.folder)


def prune(settings: Settings, keep: int = 3) -> list[str]:
    """Removes old builds but the published one and the newest `keep`; returns removed ids.

    Builds that running builds start from stay as well. Builds that died half-way and damaged ones
    go.

    Raises:
        AccessError: who acts is no admin.
    """
    access.admin_act(settings, f"deleted all but {keep} builds")
    with pointer_lock(settings):
        removed = sweep_dead_builds(settings)
        whole = list_builds(settings)
        kept: set[str | None] = {build.build_id for build in whole[: max(keep, 0)]}
        kept |= {current_build_id(settings), *_bases_in_use(settings)}
        for folder in settings.builds_dir.glob("*") if settings.builds_dir.is_dir() else ():
            is_build = is_build_id(folder.name) and is_complete(folder)
            if is_build and folder.name not in kept:
                _delete(folder)
                removed.append(folder.name)
    return removed


def _delete(folder: Path) -> None:
    """Deletes a complete build; a process that dies half-way leaves one that is swept."""
    with suppress(OSError):
        (folder / MANIFEST_FILE).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _bases_in_use(settings: Settings) -> set[str]:
    """Ids of the builds that builds in the making start from. The caller holds `pointer_lock`."""
    bases = set()
    for file in settings.builds_dir.glob(f"*/{BASE_FILE}"):
        with suppress(FileNotFoundError):  # that build is complete by now
            bases.add(file.read_text(encoding="utf-8").strip())
    return bases
