"""Logs: one line per event in `<data>/logs/scout.log`, warnings and errors on stderr as well.

The dashboard, background jobs and commands write to the same file. A file for each kind of process
would not separate them, because two commands of one kind may run at once. Each event is a single
`write` to a file opened for appending, which the system places at the end as a whole, so lines
never mix. The file is opened for each event, so no process keeps writing to a file that another one
rotated; only the holder of a lock file rotates.

Logs name commands, builds, jobs and counts, never creators: ids of imported creators contain the
handle, and messages of errors quote cells. So a traceback has the type of the error and the lines
of code, and the message only where it speaks of code, see `traceback_text`.
"""

from __future__ import annotations

import logging
import math
import os
import re
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from core.settings import Settings

LOG_FILE = "scout.log"
BYTES_MAX = 5_000_000
FILES_KEPT = 5  # besides the one being written

_ROOT = logging.getLogger("core")
_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s {process_kind}[%(process)d] %(name)s %(message)s"
# Their messages quote our code or SQL, never the data it works on.
_MESSAGE_IS_CODE = {
    "AttributeError", "BinderException", "CatalogException", "ImportError", "ModuleNotFoundError",
    "NameError", "NotImplementedException", "ParserException", "SyntaxException",
    "UnboundLocalError",
}  # fmt: skip


def configure(settings: Settings, process_kind: str) -> bool:
    """Sends events of this process to the log file and to stderr.

    The file gets INFO and above, DEBUG with that level. stderr gets `settings.log_level` and above,
    and the steps of a build where no terminal shows a progress bar.

    Args:
        process_kind: "dashboard" or the name of the command; stands in each line.
    Returns:
        False when the process does so already.
    """
    key = (settings.logs_dir, settings.log_level, process_kind)
    if any(getattr(handler, "key", None) == key for handler in _ROOT.handlers):
        return False
    for handler in list(_ROOT.handlers):
        if isinstance(handler, _FileHandler | _ConsoleHandler):
            _ROOT.removeHandler(handler)
    level = logging.getLevelNamesMapping()[settings.log_level]
    file = _FileHandler(settings.logs_dir / LOG_FILE)
    file.key = key
    file.setLevel(min(level, logging.INFO))
    for handler in (file, _ConsoleHandler(level, file.path)):
        handler.setFormatter(_Formatter(process_kind))
        _ROOT.addHandler(handler)
    _ROOT.setLevel(min(level, logging.INFO))
    _ROOT.propagate = False
    return True


def event(logger: logging.Logger, name: str, **facts: object) -> None:
    """Logs `name key=value ...` at INFO; facts that are None or '' are left out.

    Args:
        facts: ids, counts and seconds; never text that people wrote.
    """
    logger.info(_line(name, facts))


def progress(logger: logging.Logger, name: str, **facts: object) -> None:
    """As `event`, and shown on stderr as well where that is no terminal."""
    logger.info(_line(name, facts), extra={"is_progress": True})


def error_id(logger: logging.Logger, name: str, error: BaseException, **facts: object) -> str:
    """Logs an error of ours with its traceback; returns the id to show to the person, 8 digits.

    stderr stays silent, because the caller shows the id.
    """
    identifier = secrets.token_hex(4)
    line = _line(name, {"error_id": identifier, **facts})
    logger.error(line, exc_info=error, extra={"is_shown": True})
    return identifier


def _line(name: str, facts: Mapping[str, object]) -> str:
    return " ".join(
        [name, *(f"{key}={value}" for key, value in facts.items() if value not in (None, ""))]
    )


def traceback_text(error: BaseException) -> str:
    """The lines of code and types of an error and its causes, without text of data."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    parts = [
        "".join(traceback.format_tb(link.__traceback__)) + type(link).__name__ + _message(link)
        for link in reversed(chain)
    ]
    return "\nThen:\n".join(parts)


def _message(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f": {error.strerror}" if error.strerror else ""
    if isinstance(error, TypeError):
        text = re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", str(error).partition("\n")[0])
        return f": {text}"
    if type(error).__name__ not in _MESSAGE_IS_CODE:
        return ""
    return ": " + re.sub(r"\x1b\[[0-9;]*m", "", str(error))  # DuckDB colours what it quotes


def remove_old(settings: Settings, days: float) -> int:
    """How many log files were deleted: those whose last event is more than `days` old.

    A file that goes on being written is begun anew when its first event is that old, so an event is
    gone after twice the time at the latest.
    """
    file = _FileHandler(settings.logs_dir / LOG_FILE)
    oldest = time.time() - days * 86_400
    if _begun_at(file.path) < oldest:
        file.rotate(0)
    old = [
        path
        for path in settings.logs_dir.glob(f"{LOG_FILE}.*[0-9]")
        if path.stat().st_mtime < oldest
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _begun_at(file: Path) -> float:
    """When the first event of a file was, as a timestamp; infinity for none that can be read."""
    try:
        with file.open("rb") as stream:
            stamp = stream.readline(40).decode("ascii", "replace")[:19]
        return datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp()
    except (OSError, ValueError):
        return math.inf


class _Formatter(logging.Formatter):
    converter = staticmethod(time.gmtime)

    def __init__(self, process_kind: str) -> None:
        super().__init__(_FORMAT.format(process_kind=process_kind), "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        # A record keeps the traceback as the first handler wrote it, and that may be another one.
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        text = traceback_text(error) if error is not None else ""
        # Indented, so that each line that begins with a time is an event.
        return "\n".join(f"    {line}" for line in text.splitlines())


class _FileHandler(logging.Handler):
    """Appends to a file that several processes write and rotate.

    A data folder that does not exist yet is not made for the sake of logs.
    """

    key: object = None

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._has_failed = False

    def emit(self, record: logging.LogRecord) -> None:
        line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
        try:
            if not self.path.parent.parent.is_dir():
                return
            self.path.parent.mkdir(exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                os.write(handle, line)
                is_full = os.fstat(handle).st_size > BYTES_MAX
            finally:
                os.close(handle)
            if is_full:
                self.rotate(BYTES_MAX)
        except OSError as error:
            # A command must not fail for want of a log.
            if not self._has_failed:
                self._has_failed = True
                print(f"No logs in {self.path.parent}: {error.strerror}", file=sys.stderr)

    def rotate(self, bytes_max: int) -> None:
        """Sets the file aside as the newest of the older ones when it has more bytes."""
        try:
            with FileLock(self.path.with_suffix(".lock"), timeout=0):
                if self.path.stat().st_size <= bytes_max:
                    return  # another process was first
                for number in range(FILES_KEPT - 1, 0, -1):
                    older = self._numbered(number)
                    if older.exists():
                        older.replace(self._numbered(number + 1))
                self.path.replace(self._numbered(1))
        except Timeout:
            pass  # another process is at it

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")


class _ConsoleHandler(logging.Handler):
    """stderr, as it is when the event comes; the traceback only when events of INFO are shown."""

    def __init__(self, level: int, log_path: Path) -> None:
        super().__init__(min(level, logging.INFO))
        self._level = level
        self._log_path = log_path

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < self._level:
            return getattr(record, "is_progress", False) and not sys.stderr.isatty()
        return self._level <= logging.INFO or not getattr(record, "is_shown", False)

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if record.exc_info and self._level > logging.INFO:
            text = f"{text.partition(chr(10))[0]} (traceback in {self._log_path})"
        print(text, file=sys.stderr, flush=True)
