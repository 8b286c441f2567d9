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
from core.errors import StoreError
from core.progress import stopping
from core.progress.tracking import Progress, Tracker
from core.settings import ROOT, Settings
from core.store.atomic import replace_text

if TYPE_CHECKING:
    import psutil

_LOG = logging.getLogger(__name__)

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
GIVES_WAY = "gives way"
BACKGROUND_NICENESS = 10
# Also what the start page and the Data page call it.
DEMO_TITLE = "Build the demo data"
REBUILD_TITLE = "Rebuild"
FINISH_TITLE = "Work out the rest"
_STOP = ".stop"  # beside the file of a job: that it is to stop, and why
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
        state: "running", "done", "failed" or "cancelled".
        step, step_done, step_total: where it is; total 0 when unknown.
        share: of the whole work that is over, 0-1.
        left: how long the rest takes, such as "about 3 minutes left", or "".
        is_stopping: somebody asked it to stop, and it is still at work; never in the file.
        message: last line of progress, or the error text when it failed.
        pid: process id; 0 before the process has reported.
        process_started: when that process started, seconds since 1970; 0 in files of earlier
            versions.
        started_at, updated_at: ISO times, UTC.
        build_id: of the build it made, once done.
        purpose: "gives way" for a build that an import makes needless: of demo data, or of what
            the build in use still lacks; else "".
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
    share: float = 0.0
    left: str = ""
    is_stopping: bool = False


_EMPTY = Job("", "")  # whose fields have the types that a file must have


class JobReporter(Tracker):
    """A `Report` that writes a job file, at most five times a second.

    Raises:
        StoppedError: from a call, once `stop_job` was called for the job.
    """

    def __init__(self, settings: Settings, job_id: str, title: str = "") -> None:
        super().__init__()
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
        stopping.check(self.stop_reason())
        super().__call__(step, done, total, message)

    def stop_reason(self) -> str | None:
        """Why the job is to stop, or ""; None when nobody asked."""
        return _stop_reason(self._file)

    def show(self, progress: Progress) -> None:
        """Writes where the work stands; at the beginning and end of a step in any case."""
        if self.job.state != RUNNING:
            return
        is_turn = progress.step != self.job.step or progress.done == progress.total
        self.job = replace(
            self.job,
            step=progress.step,
            step_done=progress.done,
            step_total=progress.total,
            message=progress.message,
            share=round(progress.share, 4),
            left=progress.left,
        )
        if is_turn or time.monotonic() - self._written > 0.2:
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

    def cancel(self, message: str = "") -> None:
        """Marks the job as stopped because somebody asked for it, with the reason."""
        self.job = replace(self.job, state=CANCELLED, message=message)
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
    has_ended = _has_ended(job)  # asked of all, for it reaps the process
    if job.state != RUNNING:
        return job
    if has_ended:
        # It may have written its last word between the first look and this one.
        job = _read(_job_file(settings, job_id)) or job
    reason = _stop_reason(_job_file(settings, job_id))
    if job.state != RUNNING or not has_ended:
        return replace(job, is_stopping=job.state == RUNNING and reason is not None)
    if reason is not None:
        return replace(job, state=CANCELLED, message=reason)
    log = _job_file(settings, job_id).with_suffix(".log")
    return replace(
        job,
        state=FAILED,
        message=f"The process ended without a word. Its output is in {log.name}; "
        "start the job again.",
    )


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
    """Asks a job to stop; it does so within seconds and leaves nothing behind.

    What is being put in use at that moment stays in use: the job then ends as done.
    """
    replace_text(_job_file(settings, job_id).with_suffix(_STOP), reason)


def cancel_job(settings: Settings, job_id: str) -> None:
    """As `stop_job`, because a person asked for it.

    Raises:
        AccessError: who acts is no admin.
        StoreError: there is no such job.
    """
    job = get_job(settings, job_id)
    if job.state == RUNNING and not job.is_stopping:
        access.admin_act(settings, "cancelled background work")
        stop_job(settings, job_id, "")


def stop_for_import(settings: Settings) -> list[str]:
    """Asks the running builds that give way to make room for an import; returns their titles."""
    needless = [
        job
        for job in list_jobs(settings)
        if job.state == RUNNING and job.purpose == GIVES_WAY and job.pid != os.getpid()
    ]
    for job in needless:
        stop_job(settings, job.job_id, "An import of your own data took its place.")
    return [job.title for job in needless]


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


def _stop_reason(file: Path) -> str | None:
    try:
        return file.with_suffix(_STOP).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


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
