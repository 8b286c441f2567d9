"""What is deleted by itself once it is older than the settings say."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core import logs
from core.errors import StoreError
from core.settings import Settings
from core.store import builds, jobs
from core.store.builds import Build
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
    current_id = builds.current_build_id(settings)
    removed = []
    for build in builds.list_builds(settings):
        if _made_at(build) < oldest and build.build_id != current_id:
            try:
                builds.remove(settings, build.build_id)
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
