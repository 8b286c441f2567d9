"""Background jobs: a command of `python -m core` in its own process, watched through a file.

A page never does long work. It starts the command with `--job ID`; the command writes its
progress to `<data>/jobs/<id>.json`, the page reads it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core import access
from core.errors import AppError, StoreError
from core.settings import ROOT, Settings
from core.store.atomic import replace_text

if TYPE_CHECKING:
    import psutil

_LOG = logging.getLogger(__name__)

RUNNING, DONE, FAILED = "running", "done", "failed"
DEMO = "demo"
BACKGROUND_NICENESS = 10
# Also what the start page and the Data page call it.
DEMO_TITLE = "Build the demo data"
REBUILD_TITLE = "Rebuild"
_STAMP = "%Y%m%dT%H%M%S"  # the first part of the id of a job; the newest jobs are told by it
_JOB_ID = re.compile(r"^\d{8}T\d{6}-")
# How far the start of one process, read twice, may lie apart while the clock is being adjusted.
_CLOCK_SLACK_S = 5.0


@dataclass(frozen=True)
class Job:
    """State of one background command.

    Attributes:
        job_id: name of the file without `.json`.
        title: what it does, in words for a page.
        state: "running", "done" or "failed".
        step, step_done, step_total: where it is; total 0 when unknown.
        message: last line of progress, or the error text when it failed.
        pid: process id; 0 before the process has reported.
        process_started: when that process started, seconds since 1970; 0 in files of earlier
            versions.
        started_at, updated_at: ISO times, UTC.
        build_id: of the build it made, once done.
        purpose: "demo" for a build of demo data, which gives way to an import; else "".
        started_by: name of who started it; "" in files of earlier versions.
    """

    job_id: str
    title: str
    state: str = RUNNING
    step: str = ""
    step_done: int = 0
    step_total: int = 0
    message: str = ""
    pid: int = 0
    started_at: str = ""
    updated_at: str = ""
    build_id: str = ""
    purpose: str = ""
    process_started: float = 0.0
    started_by: str = ""


_EMPTY = Job("", "")  # whose fields have the types that a file must have


class JobStoppedError(AppError):
    """Somebody asked the job to stop; the text says why."""


class JobReporter:
    """A `Report` that writes a job file, at most five times a second.

    Raises:
        JobStoppedError: from a call, once `stop_job` was called for the job.
    """

    def __init__(self, settings: Settings, job_id: str, title: str = "") -> None:
        self._file = _job_file(settings, job_id)
        known = _read(self._file)
        self.job = replace(
            known or Job(job_id=job_id, title=title, started_at=_now()),
            pid=os.getpid(),
            process_started=_process_started(),
        )
        self._written = 0.0
        self._write()

    def __call__(self, step: str, done: int, total: int, message: str = "") -> None:
        """Keeps the progress, see `core.progress.Report`."""
        stop_file = self._file.with_suffix(".stop")
        if stop_file.is_file():
            raise JobStoppedError(stop_file.read_text(encoding="utf-8"))
        changed_step = step != self.job.step
        self.job = replace(self.job, step=step, step_done=done, step_total=total, message=message)
        if changed_step or done == total or time.monotonic() - self._written > 0.2:
            self._write()

    def mark(self, purpose: str) -> None:
        """Says what the job is for, see `Job.purpose`."""
        self.job = replace(self.job, purpose=purpose)
        self._write()

    def finish(self, build_id: str = "", message: str = "") -> None:
        """Marks the job done."""
        self.job = replace(self.job, state=DONE, build_id=build_id, message=message)
        self._write()

    def fail(self, message: str) -> None:
        """Marks the job failed, with a text fit for a user."""
        self.job = replace(self.job, state=FAILED, message=message)
        self._write()

    def _write(self) -> None:
        self.job = replace(self.job, updated_at=_now())
        _write(self._file, self.job)
        self._written = time.monotonic()


def start_job(
    settings: Settings,
    title: str,
    arguments: list[str],
    *,
    niceness: int = BACKGROUND_NICENESS,
) -> str:
    """Starts `python -m core <arguments> --job ID` in its own process; returns the job id.

    The process outlives the one that started it.

    Args:
        niceness: how far pages come first; 0 when there is no page to show before it is done.
    Raises:
        AccessError: who acts is no admin.
    """
    access.admin_act(settings, f"started the command '{arguments[0]}'")
    job_id = _next_id(settings)
    file = _job_file(settings, job_id)
    started_by = access.current_actor().name
    _write(file, Job(job_id, title, started_at=_now(), updated_at=_now(), started_by=started_by))
    log = file.with_suffix(".log").open("wb")
    with log:
        process = subprocess.Popen(
            [sys.executable, "-m", "core", *arguments, "--job", job_id],
            cwd=ROOT,
            env={**os.environ, "SCOUT_DATA_DIR": str(settings.data_dir)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # Pages come first: on two cores an encoder at full priority would slow every click.
    os.setpriority(os.PRIO_PROCESS, process.pid, niceness)
    _CHILDREN[job_id] = process
    return job_id


def _next_id(settings: Settings) -> str:
    """An id that sorts after those of all jobs, also when the clock went back."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    stems = (file.stem for file in settings.jobs_dir.glob("*.json"))
    newest = max((stem.partition("-")[0] for stem in stems if _JOB_ID.match(stem)), default="")
    if newest > stamp:
        last = datetime.strptime(newest, _STAMP).replace(tzinfo=UTC)
        stamp = (last + timedelta(seconds=1)).strftime(_STAMP)
    return f"{stamp}-{secrets.token_hex(3)}"


# Started by this process; `_has_ended` reaps them.
_CHILDREN: dict[str, subprocess.Popen[bytes]] = {}


def get_job(settings: Settings, job_id: str) -> Job:
    """The state of one job; a running job whose process is gone reads as failed.

    Raises:
        StoreError: there is no such job.
    """
    job = _read(_job_file(settings, job_id))
    if job is None:
        raise StoreError(f"There is no job '{job_id}' in {settings.jobs_dir}.")
    if _has_ended(job) and job.state == RUNNING:
        # It may have written its last word between the first look and this one.
        job = _read(_job_file(settings, job_id)) or job
        if job.state != RUNNING:
            return job
        log = _job_file(settings, job_id).with_suffix(".log")
        return replace(
            job,
            state=FAILED,
            message=f"The process ended without a word. Its output is in {log.name}; "
            "start the job again.",
        )
    return job


def list_jobs(settings: Settings, limit: int = 10) -> list[Job]:
    """The newest jobs first; one whose file is damaged reads as failed and says so."""
    if not settings.jobs_dir.is_dir():
        return []
    files = sorted(settings.jobs_dir.glob("*.json"), reverse=True)[:limit]
    jobs = []
    for file in files:
        try:
            jobs.append(get_job(settings, file.stem))
        except StoreError as error:
            _LOG.warning("job %s cannot be read", file.stem, exc_info=True)
            at = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
            jobs.append(
                Job(file.stem, "Background work", FAILED, message=str(error), started_at=at)
            )
    return jobs


def stop_job(settings: Settings, job_id: str, reason: str) -> None:
    """Asks a job to stop; it does so at its next word of progress and leaves nothing behind."""
    replace_text(_job_file(settings, job_id).with_suffix(".stop"), reason)


def stop_demo_builds(settings: Settings) -> list[str]:
    """Asks the running builds of demo data to make room for an import; returns their titles."""
    demo_builds = [
        job
        for job in list_jobs(settings)
        if job.state == RUNNING and job.purpose == DEMO and job.pid != os.getpid()
    ]
    for job in demo_builds:
        stop_job(settings, job.job_id, "An import of your own data took its place.")
    return [job.title for job in demo_builds]


def _has_ended(job: Job) -> bool:
    """Whether the process of a job is gone; one that ended as a child of this process is reaped."""
    child = _CHILDREN.get(job.job_id)
    if child is not None:
        return child.poll() is not None
    if job.pid == 0:
        age = datetime.now(UTC) - datetime.fromisoformat(job.started_at)
        return abs(age.total_seconds()) > 60  # the clock may have gone back
    import psutil

    try:
        process = psutil.Process(job.pid)
        if not _is_at_work(job, process):
            return True  # another process has the number by now, or it is one of another machine
        # `serve` starts a job and then becomes the dashboard, which has the job as a child without
        # knowing it: this reaps it.
        process.wait(timeout=0)
    except (psutil.TimeoutExpired, psutil.AccessDenied):
        return False
    except psutil.NoSuchProcess:
        return True
    return True


def _process_started() -> float:
    import psutil

    return psutil.Process().create_time()


def _is_at_work(job: Job, process: psutil.Process) -> bool:
    """Whether a live process is the one of a job, not one that merely has its number.

    Either its start is the recorded one, or its command names the job: a clock that was set makes
    the same process look younger or older.
    """
    if abs(process.create_time() - job.process_started) <= _CLOCK_SLACK_S:
        return True
    return any(job.job_id in argument for argument in process.cmdline())


def _job_file(settings: Settings, job_id: str) -> Path:
    if not job_id.replace("-", "").isalnum():
        raise StoreError(f"'{job_id}' is not a job id: letters, digits and '-' only.")
    return settings.jobs_dir / f"{job_id}.json"


def _read(file: Path) -> Job | None:
    try:
        job = Job(**json.loads(file.read_text(encoding="utf-8")))
        datetime.fromisoformat(job.started_at)
        for field in fields(Job):
            if type(getattr(job, field.name)) is not type(getattr(_EMPTY, field.name)):
                raise TypeError(f"{field.name} has the wrong type")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"The job file {file.name} is damaged ({error}). Delete it.") from error
    return job


def _write(file: Path, job: Job) -> None:
    replace_text(file, json.dumps(asdict(job)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
