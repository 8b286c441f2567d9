"""The data folder: builds with their checksums, workspace, models, uploads, locks and jobs."""

from __future__ import annotations

from collections.abc import Iterator

from core.errors import UNREADABLE, AppError, DamagedBuildError, NoBuildError, StoreError
from core.features.pictures.faces import FACES_FILE
from core.features.pictures.network import NETWORK_FILE
from core.features.sentence_models import FAST, load_model
from core.features.static_encoder.making import fast_version, is_made
from core.models.growth import learner
from core.services.doctor.check import NOTE, WELL, WRONG, Check, finding_and_advice
from core.services.privacy.unfinished import unfinished_deletions
from core.settings import Settings
from core.store import builds, jobs, making
from core.store.builds import Build
from core.store.connect import open_build_store
from core.store.integrity import verify
from core.store.uploads import uploads_bytes
from core.workspace.database import check_database, has_workspace, workspace

_MB = 1_000_000


def build_in_use(settings: Settings) -> Check:
    """Whether the build in use opens and holds the bytes that were written."""
    try:
        build = builds.current_build(settings)
        open_build_store(build, settings).close()
        compared = verify(build)
    except NoBuildError as error:
        state = NOTE if not builds.list_builds(settings) else WRONG
        return Check("build in use", state, "There is no build in use.", str(error))
    except StoreError as error:
        return Check("build in use", WRONG, *finding_and_advice(error))
    if not compared:
        return Check(
            "build in use",
            NOTE,
            f"{build.build_id} opens; an earlier version made it, without checksums.",
            "'python -m core build' makes it again with checksums.",
        )
    return Check("build in use", WELL, f"{build.build_id}: {compared} files as written.")


def other_builds(settings: Settings) -> Iterator[Check]:
    """One check for each other build that is damaged, or one for all when none is."""
    in_use = _in_use(settings)
    others = [build for build in builds.list_builds(settings) if build.build_id != in_use]
    damaged = 0
    for build in others:
        error = _damage(build)
        if error is not None:
            damaged += 1
            finding = finding_and_advice(error)[0]
            yield Check(
                "other builds", WRONG, finding, "Delete it on the Data page or with 'prune'."
            )
    if others and not damaged:
        yield Check("other builds", WELL, f"{len(others)} to go back to, files as written.")


def saved_work(settings: Settings) -> Check:
    """Whether the workspace database opens and is whole."""
    try:
        if not has_workspace(settings):
            return Check("workspace", WELL, "Nothing saved yet.")
        check_database(workspace(settings))
    except AppError as error:
        return Check("workspace", WRONG, *finding_and_advice(error))
    return Check("workspace", WELL, "Opens and is whole.")


def models(settings: Settings) -> Check:
    """Whether the encoder loads and the models that come along are whole."""
    try:
        version = _encoder_version(settings)
        learner.shipped()
        for file in (NETWORK_FILE, FACES_FILE):
            if not file.stat().st_size:
                raise ValueError(f"{file.name} is empty")
    except (AppError, ImportError, *UNREADABLE) as error:
        return Check(
            "models",
            WRONG,
            f"A model cannot be loaded: {error}",
            "Install the packages again: pip install -r requirements.txt.",
        )
    return Check("models", WELL, f"{version}; growth and picture models.")


def _encoder_version(settings: Settings) -> str:
    """Of an encoder that loads; a fast one is not made for it, which takes a minute or two."""
    if settings.embedder not in FAST:
        return load_model(settings.embedder, max_tokens=128).version
    if is_made(settings.embedder, settings.cache_dir):
        return fast_version(settings.embedder)
    return f"{fast_version(settings.embedder)}, which the next build makes first"


def uploads(settings: Settings) -> Check:
    """How much of their room the uploads take."""
    taken, limit = uploads_bytes(settings.imports_dir) / _MB, settings.uploads_mb
    words = f"{taken:,.0f} of {limit:,} MB taken."
    if taken >= limit:
        advice = "Remove earlier uploads on the Data page, or raise SCOUT_UPLOADS_MB."
        return Check("uploads", WRONG, words, advice)
    return Check("uploads", WELL, words)


def locks(settings: Settings) -> Check:
    """Who is at work on the builds, and what dead builders left behind."""
    if builds.is_half_restored(settings):
        advice = "Run 'python -m core restore FILE' again with the same backup."
        return Check("locks", NOTE, "A restore is at work or was cut off.", advice)
    dead = [*making.dead_builds(settings), *making.left_behind(settings)]
    if dead:
        names = ", ".join(str(path.relative_to(settings.data_dir)) for path in dead)
        advice = "The next build or 'python -m core prune' removes it; nothing has to be done."
        return Check("locks", NOTE, f"Left by work that was ended: {names}.", advice)
    if builds.is_pointer_locked(settings):
        return Check(
            "locks",
            NOTE,
            "Another process is changing the builds.",
            "If this stays for minutes, look for it among the running jobs and end it.",
        )
    return Check("locks", WELL, "Nobody holds one, and nothing is left of ended work.")


def deletions(settings: Settings) -> Iterator[Check]:
    """One check for each deletion of a creator that was cut off, or one for all when none was."""
    cut_off = unfinished_deletions(settings)
    for deletion in cut_off:
        who = f"@{deletion.target.handle} on {deletion.target.platform}"
        finding = f"The deletion of {who} was cut off."
        yield Check("deletions", WRONG, finding, f"Finish it: {deletion.command}")
    if not cut_off:
        yield Check("deletions", WELL, "None of a creator was cut off.")


def background_jobs(settings: Settings) -> Check:
    """What runs in the background, or whether the last job failed."""
    listed = jobs.list_jobs(settings)
    running = [job.title for job in listed if job.state == jobs.RUNNING]
    if running:
        return Check("jobs", NOTE, f"At work: {', '.join(running)}.")
    if listed and listed[0].state == jobs.FAILED:
        finding = f"The last one stopped: {listed[0].title}. {listed[0].message}"
        return Check("jobs", NOTE, finding, f"Its output is in {settings.jobs_dir}.")
    return Check("jobs", WELL, "None at work.")


def _in_use(settings: Settings) -> str | None:
    try:
        return builds.current_build_id(settings)
    except StoreError:
        return None  # which `build_in_use` tells


def _damage(build: Build) -> DamagedBuildError | None:
    try:
        verify(build)
    except DamagedBuildError as error:
        return error
    return None
