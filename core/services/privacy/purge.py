"""Deletes what still holds a forgotten creator: builds, uploads, job files, kept vectors."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreError
from core.features.embedding_cache import clear_vectors
from core.services.privacy.needle import Needle
from core.services.privacy.target import Target, builds_holding, uploads_with
from core.services.privacy.traces import files_named
from core.settings import Settings
from core.store import builds, jobs, retention

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Purged:
    """What was deleted.

    Attributes:
        build_ids: builds that held the creator, or texts that name it.
        files: uploads and files of ended jobs, below the data folder.
        vectors_count: vectors of texts and pictures, of all creators; None when left alone.
    """

    build_ids: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    vectors_count: int | None = None


def purge(settings: Settings, creator: Target, needle: Needle) -> Purged:
    """Deletes builds not in use, uploads and job files that name the creator, and all vectors.

    The build in use, builds that running builds start from and files of running jobs stay.
    """
    removed = [
        build_id for build_id in _named_builds(settings, creator, needle)
        if _is_removed(settings, build_id)
    ]  # fmt: skip
    running = {job.job_id for job in jobs.list_jobs(settings, 1_000) if job.state == jobs.RUNNING}
    files = uploads_with(settings, needle) + [
        file
        for file in files_named(settings.jobs_dir, needle, settings)
        if file.name.partition(".")[0] not in running
    ]
    for file in files:
        file.unlink(missing_ok=True)
    return Purged(
        tuple(removed),
        tuple(file.relative_to(settings.data_dir) for file in files),
        clear_vectors(settings.cache_dir),
    )


def _named_builds(settings: Settings, creator: Target, needle: Needle) -> list[str]:
    current_id = builds.current_build_id(settings)
    holding = {build.build_id for build in builds_holding(settings, creator)}
    named = holding | {
        build.build_id
        for build in builds.list_builds(settings)
        if build.build_id not in holding | {current_id}
        and files_named(build.folder, needle, settings)
    }
    return sorted(named - {current_id})


def _is_removed(settings: Settings, build_id: str) -> bool:
    try:
        retention.remove_build(settings, build_id)
    except StoreError:
        _LOG.info("build %s stays", build_id, exc_info=True)
        return False
    return True
