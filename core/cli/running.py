"""What all commands share: settings, progress, one line for an error, `--json`, `--job`."""

from __future__ import annotations

import ctypes
import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from typer._click.exceptions import ClickException
from typer._click.globals import get_current_context

from core import access, logs
from core.cli.bars import Bars
from core.errors import AppError
from core.progress import Report, stopping
from core.progress.stopping import Stop, StoppedError
from core.progress.tracking import Tracker
from core.services.team.acting import hooks
from core.settings import SEED_MAX, Settings
from core.store.builds import Build
from core.store.disk import DISK_FULL, is_full
from core.store.jobs import JobReporter

BAD_INPUT = 2
_LOG = logging.getLogger(__name__)
# What makes a terminal do something; names of creators and columns come from files.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # marks that turn text around
_LONGEST_LINE = 1_200  # characters of an error; words of the command line may be of any length
# Of DuckDB's errors those that wrong SQL of ours raises, whatever the data.
_WRONG_SQL = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.NotImplementedException,
    duckdb.InternalException,
)

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Data folder. Default: SCOUT_DATA_DIR, else ./data."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
SeedOption = Annotated[
    int | None, typer.Option(min=0, max=SEED_MAX, help="Default: SCOUT_SEED, else 42.")
]
JobOption = Annotated[
    str | None, typer.Option("--job", hidden=True, help="Write progress to this job file.")
]


@dataclass
class Running:
    """A command at work.

    Attributes:
        settings: of this run.
        report: hand it to long work.
        as_json: the caller reads stdout as JSON, so `say` is silent.
        heading: said before the first line of an answer; an error has none.
        about: label and value of what a workbook says of the data that it answers from.
    """

    settings: Settings
    report: Report
    as_json: bool
    result: dict[str, Any]
    heading: str = ""
    about: tuple[tuple[str, str], ...] = ()

    def say(self, text: str) -> None:
        """One line for a person; nothing when a program reads."""
        if not self.as_json:
            for line in (self.heading, text) if self.heading else (text,):
                typer.echo(_CONTROL.sub("�", line))
        self.heading = ""

    def say_left_out(self, manifest: dict[str, Any]) -> None:
        """Says how many creators a build left out because they were forgotten, if any."""
        count = manifest.get("facts", {}).get("forgotten", {}).get("creators_left_out", 0)
        if count:
            from core.formats import counted  # which reads pandas

            self.say(f"Left out because they were forgotten: {counted(count, 'creator')}.")

    def is_published(self, made: Build) -> bool:
        """Whether a new build is in use; else says why not, and how to use it all the same."""
        reason = made.unpublished_reason
        self.finish(published=reason is None)
        if reason is not None:
            self.say(
                f"Made {made.build_id}, {reason}. "
                f"To use it anyway: python -m core publish {made.build_id}"
            )
            self.finish(unpublished_reason=reason)
        return reason is None

    def finish(self, **result: Any) -> None:
        """What `--json` prints at the end; `build_id` also goes to the job file."""
        self.result.update(result)


@contextmanager
def command(
    title: str,
    *,
    data: Path | None = None,
    as_json: bool = False,
    job: str | None = None,
) -> Iterator[Running]:
    """Runs a command body; an `AppError` becomes one line on stderr and exit code 2.

    The log says when it started and how it ended.

    Args:
        title: what it does, in words; shown on the Data page for a job.
        data: overrides the data folder.
        as_json: print `Running.result` as one JSON object at the end.
        job: id of a job file to keep up to date.
    """
    call = _Call(*_called(), as_json, job)
    with call.stop.listening():
        try:
            settings = call.begin(data)
            actor = access.COMMAND
            if job:
                call.tracker = JobReporter(settings, job, title)
                if call.tracker.job.started_by:
                    actor = replace(actor, name=call.tracker.job.started_by)
            elif sys.stderr.isatty() and not as_json:
                call.tracker = Bars()
            running = Running(settings, call.tracker, as_json, {})
            with access.hooked(hooks(lambda: settings, lambda: actor)):
                yield running
        except BrokenPipeError as error:
            # Whoever read the output had enough, as `head` does. What is still to be said goes
            # nowhere, or the interpreter would complain of it at its end.
            call.close_bars()
            call.log("finished", output="closed")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error
        except typer.Exit as error:
            call.log("finished", exit_code=error.exit_code)
            raise
        except typer.Abort:
            call.log("stopped")
            raise
        except BaseException as error:
            call.close_bars()
            if call.is_stopped(error):
                raise typer.Exit(stopping.EXIT_CODE) from error
            if call.is_refused(error):
                raise typer.Exit(BAD_INPUT) from error
            raise
        call.close_bars()
        call.log("finished", build=running.result.get("build_id"))
        if isinstance(call.tracker, JobReporter):
            call.tracker.finish(
                build_id=str(running.result.get("build_id", "")),
                message=str(running.result.get("unpublished_reason", "")),
            )
    if as_json:
        typer.echo(json.dumps(running.result, default=str, ensure_ascii=False))


@dataclass
class _Call:
    """One call of a command, for the log and for what is said when it fails."""

    name: str
    is_verbose: bool
    as_json: bool
    job: str | None
    tracker: Tracker = field(default_factory=Tracker)
    settings: Settings | None = None
    started: float = field(default_factory=time.perf_counter)
    stop: Stop = field(init=False)

    def __post_init__(self) -> None:
        self.stop = Stop(self._asked_to_stop, self._say_stopped, self._tick)

    def _asked_to_stop(self) -> str | None:
        return self.tracker.stop_reason() if isinstance(self.tracker, JobReporter) else None

    def _tick(self) -> None:
        self.tracker.tick()

    def _say_stopped(self, reason: str) -> None:
        """Logs that the command was cancelled, and says so on stderr and in the job file."""
        self.log("cancelled")
        if isinstance(self.tracker, JobReporter):
            self.tracker.cancel(reason)
        if self.as_json:
            typer.echo(json.dumps({"cancelled": True}))
        typer.echo("Cancelled.", err=True)

    def close_bars(self) -> None:
        """Takes the bar of a terminal away."""
        if isinstance(self.tracker, Bars):
            self.tracker.close()

    def is_stopped(self, error: BaseException) -> bool:
        """Whether the command fails because somebody asked for it; then says so.

        What the error is does not matter: a library may have made another one of it.
        """
        reason = str(error) if isinstance(error, StoppedError) else self.stop.reason
        if reason is None:
            return False
        self._say_stopped(reason)
        return True

    def begin(self, data: Path | None) -> Settings:
        """The settings; from here on there is a log."""
        settings = Settings.from_env(data)
        if self.is_verbose and settings.log_level != "DEBUG":
            settings = replace(settings, log_level="INFO")
        self.settings = settings
        logs.configure(settings, self.name)
        logs.event(_LOG, "started", command=self.name, job=self.job)
        return settings

    def log(self, event: str, **facts: object) -> None:
        """An event with the command, the job and the seconds since it started."""
        seconds = round(time.perf_counter() - self.started, 3)
        logs.event(_LOG, event, command=self.name, job=self.job, seconds=seconds, **facts)

    def is_refused(self, error: BaseException) -> bool:
        """Logs why the command fails and says so; False when the error is to go on.

        Bad input and data that cannot be read end in one line. An error of ours is logged under an
        id, which stderr and the job show.
        """
        is_refused = False
        if isinstance(error, AppError):
            is_refused, words = True, str(error)
            self.log("refused", error=type(error).__name__)
            if error.__cause__ is not None:
                _LOG.info("cause", exc_info=error)
        elif is_full(error) or (
            isinstance(error, OSError | duckdb.Error) and not isinstance(error, _WRONG_SQL)
        ):
            # A full disk, a folder that is a file, a store that is damaged.
            is_refused, words = True, _plain_words(error)
            self.log("failed", error=type(error).__name__)
            _LOG.info("cause", exc_info=error)
        elif isinstance(error, ClickException) or not isinstance(error, Exception):
            # A wrong option, which the caller says, or Ctrl+C.
            words = f"Stopped: {type(error).__name__}: {error}"
            self.log("stopped", by=type(error).__name__)
        else:
            words = self._fault_words(error)
            print_error(words, self.as_json)
        if isinstance(self.tracker, JobReporter):
            self.tracker.fail(words)
        if is_refused:
            print_error(words, self.as_json)
        return is_refused

    def _fault_words(self, error: Exception) -> str:
        identifier = logs.error_id(_LOG, "fault", error, command=self.name, job=self.job)
        where = self.settings.logs_dir / logs.LOG_FILE if self.settings else "the log"
        older = (
            " If an older version made the build in use, build again."
            if isinstance(error, duckdb.Error)
            else ""
        )
        return (
            f"This is a fault of the program, not of your data ({type(error).__name__}).{older} "
            f"Error id {identifier}: the traceback is in {where}."
        )


def _called() -> tuple[str, bool]:
    """Name of the command, and whether --verbose was given."""
    context = get_current_context(silent=True)
    if context is None or context.info_name is None:
        return "command", False
    return context.info_name, bool(context.find_root().params.get("verbose"))


def say_gaps(running: Running, con: duckdb.DuckDBPyConnection) -> None:
    """Says what a build could not compute, why, and what to add; a line each."""
    gaps = con.execute(
        """SELECT capability, affected_count, total_count, reason, remedy
           FROM data_gaps ORDER BY capability"""
    ).fetchall()
    for capability, affected, total, reason, remedy in gaps:
        running.say(f"{capability}: missing for {affected:,} of {total:,}. {reason} {remedy}")


def _plain_words(error: BaseException) -> str:
    if is_full(error):
        return DISK_FULL
    if isinstance(error, OSError):
        where = f"'{error.filename}'" if error.filename else "a file"
        return f"Cannot use {where}: {error.strerror or error}. Check the path and its permissions."
    first = str(error).strip().splitlines()[0][:200] if str(error).strip() else ""
    return (
        f"The data cannot be read ({first}). Publish another build ('python -m core builds'), or "
        "build again."
    )


def print_error(message: str, as_json: bool) -> None:
    """One line on stderr; with `as_json` also an object with "error" on stdout."""
    line = _TURNING.sub("�", _CONTROL.sub("�", " ".join(message.split())))
    line = line.encode("utf-8", "replace").decode()  # a half letter, as of a setting, has no bytes
    if len(line) > _LONGEST_LINE:
        # The end says what to do.
        line = f"{line[: _LONGEST_LINE // 2]} ... {line[-_LONGEST_LINE // 2 :]}"
    typer.echo(f"error: {line}", err=True)
    if as_json:
        typer.echo(json.dumps({"error": line}, ensure_ascii=False))


@contextmanager
def quiet_solver() -> Iterator[None]:
    """Keeps what a library written in C prints out of the output, which may be one JSON object.

    For commands alone: the whole process is silent meanwhile, other threads as well.
    """
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # the C library has a buffer of its own
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def again_command(build: Build) -> str:
    """The command that makes the build in use again without creators who were forgotten."""
    quick = "" if build.manifest.get("is_deep", True) else " --quick"
    return f"python -m core build --from text{quick}"
