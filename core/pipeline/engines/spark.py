"""Work on Apache Spark: parts as Parquet in a shared folder, a task for each part."""

from __future__ import annotations

import logging
import re
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import __version__, logs
from core.errors import ModelError
from core.pipeline.engines.parquet import has_result, read_result, write_parts
from core.pipeline.engines.work import Kernel, Place, Tables, Work
from core.progress import Report
from core.settings import ROOT
from core.spark import LOCAL, check_master, is_local, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_LOG = logging.getLogger(__name__)
FOLDER = "spark"  # in the folder of the build in the making
_PACKAGE = "scout_package"
_LOOK_S = 0.1
_END_S = 20.0
_TRACEBACK = "Traceback (most recent call last):"
# 'core.errors.ModelError: text', the end of a Python traceback, up to what Java adds.
_RAISED = re.compile(
    r"^([A-Za-z_][\w.]*)(?:: (.*?))?(?=\n\s*\n|\n\s+at |\s*\Z)", re.MULTILINE | re.DOTALL
)


class SparkEngine:
    """Runs work on a Spark cluster, or in one process of Spark on this machine.

    Workers read parts and write results in the folder of the build, which all machines must see
    at the same path. The program is sent to them; the packages it needs must be installed there.

    Attributes:
        name: 'spark'.
        master: URL of the Spark master, or local[N].
        worker_seconds: processor time of all parts so far.
    """

    name = "spark"

    def __init__(self, master: str = LOCAL) -> None:
        """
        Raises:
            ModelError: as `check_master`, before any work is done.
        """
        check_master(master)
        self.master = master
        self._session: SparkSession | None = None
        self._stack = ExitStack()
        self.worker_seconds = 0.0
        self._works = 0
        self._job: _Job | None = None

    def results(self, work: Work, place: Place, report: Report) -> Iterator[Tables]:
        """See `Engine.results`.

        Raises:
            ModelError: Spark does not start, or a worker failed; the text names its error.
        """
        if not work.parts:
            return
        report(work.step, 0, 0, "starting Spark")
        folder = place.folder / FOLDER / f"work-{self._works + 1:03d}"
        try:
            job = self._begun(work, place, folder)
            yield from _read(job, work, folder, report)
        finally:
            if self._job is not None:
                self._job.end()
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                folder.parent.rmdir()  # unless the session has its files there
        self.worker_seconds += job.worker_seconds
        logs.progress(
            _LOG,
            "spark",
            step=work.step.replace(" ", "_"),
            parts=len(work.parts),
            worker_seconds=round(job.worker_seconds, 3),
        )

    def close(self) -> None:
        """Stops Spark, if it runs, and removes its files."""
        if self._job is not None:
            self._job.end()  # of results that nobody reads any more
        self._job = self._session = None
        self._stack.close()

    def _begun(self, work: Work, place: Place, folder: Path) -> _Job:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            session = self._running(place)
            self._works += 1
            write_parts(folder, work.parts)
            self._job = _Job(session, work.kernel, folder, len(work.parts), is_local(self.master))
        except (Py4JError, PySparkException) as error:
            raise ModelError(f"Spark, step '{work.step}': {_reason(error)}") from error
        return self._job

    def _running(self, place: Place) -> SparkSession:
        if self._session is None:
            folder = place.folder / FOLDER
            self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
            self._session = self._stack.enter_context(
                spark_session(self.master, folder=folder / "session", only_schedules=True)
            )
            if not is_local(self.master):
                package = _packed(folder)
                self._session.sparkContext.addArchive(f"{package.as_uri()}#{_PACKAGE}")
        return self._session


def _read(job: _Job, work: Work, folder: Path, report: Report) -> Iterator[Tables]:
    """The results in order, each as soon as it is there."""
    sizes = work.sizes()
    total, waiting, done = sum(sizes), set(range(len(sizes))), 0
    for number in range(len(sizes)):
        while not has_result(folder, number):
            if job.has_ended():
                job.raise_error(work.step)
                if not has_result(folder, number):
                    raise ModelError(
                        f"Spark finished '{work.step}' without a result in {folder}. Put the data "
                        "folder on a file system that all machines mount at the same path."
                    )
                break
            time.sleep(_LOOK_S)
            ready = {part for part in waiting if has_result(folder, part)}
            waiting -= ready
            done += sum(sizes[part] for part in ready)
            report(work.step, done, total, work.message)
        if number in waiting:
            waiting.remove(number)
            done += sizes[number]
        yield read_result(folder, number)
    job.wait()
    report(work.step, total, total, work.message)


class _Job:
    """A Spark job in a thread, so that this one can report, and stop it."""

    def __init__(
        self, session: SparkSession, kernel: Kernel, folder: Path, parts: int, here: bool
    ) -> None:
        self.worker_seconds = 0.0
        self._is_over = False
        self._error: BaseException | None = None
        self._context = session.sparkContext
        self._sent = self._context.broadcast(kernel)
        # One number in each partition, which makes a task of each part.
        numbers = session.range(0, parts, 1, parts)
        task = _task(self._sent, str(folder), __version__, str(ROOT) if here else None)
        self._rows = numbers.mapInArrow(task, "part long, rows long, seconds double")
        self._thread = threading.Thread(target=self._run, name="spark-job", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._context.setJobGroup(str(id(self)), "influencer-scout", interruptOnCancel=True)
            self.worker_seconds = sum(row["seconds"] for row in self._rows.collect())
        except BaseException as error:  # noqa: BLE001  raised again by `raise_error`
            self._error = error

    def has_ended(self) -> bool:
        """Whether all parts are done, or one failed."""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Until it has ended, which takes a moment longer than the last part."""
        self._thread.join(_END_S)

    def raise_error(self, step: str) -> None:
        """Raises ModelError with one line when the job failed."""
        if self._error is not None:
            raise ModelError(f"Spark, step '{step}': {_reason(self._error)}") from self._error

    def end(self) -> None:
        """Stops what still runs, and forgets the kernel on the workers; nothing a second time."""
        from py4j.protocol import Py4JError

        if self._is_over:
            return
        self._is_over = True
        with suppress(Py4JError, OSError):
            deadline = time.monotonic() + _END_S
            while self._thread.is_alive() and time.monotonic() < deadline:
                # Again and again, since what Spark has not begun yet cannot be cancelled.
                self._context.cancelJobGroup(str(id(self)))
                self._thread.join(_LOOK_S)
            self._sent.destroy()


def _reason(error: BaseException) -> str:
    """The error of a worker in one line: the last one of its traceback, without the trace."""
    from py4j.protocol import Py4JError

    text = ""
    with suppress(Py4JError, OSError):  # Java says the text, unless it has ended
        text = str(error)
    # Of several, as of a part that was tried again, the last one.
    raised = _RAISED.search(text.rpartition(_TRACEBACK)[2]) if _TRACEBACK in text else None
    if raised:
        words = " ".join((raised[2] or "no reason given").split())
        return f"{words} ({raised[1].rpartition('.')[2]} on a worker)"
    lines = text.strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__


def _task(kernel: Any, folder: str, version: str, root: str | None) -> Callable[[Any], Any]:
    """What a worker does with the numbers of its parts.

    A function inside of a function, which is sent with its code: a worker can import the program
    only once it knows where that was unpacked.
    """

    def run(batches: Any) -> Any:
        import sys
        from pathlib import Path

        import pyarrow as pa
        from pyspark import SparkFiles, TaskContext

        package = root or SparkFiles.get("scout_package")
        if package not in sys.path:
            sys.path.insert(0, package)
        from core.pipeline.engines.parquet import run_part

        context = TaskContext.get()
        attempt = context.taskAttemptId() if context else 0
        for batch in batches:
            for number in batch.column(0).to_pylist():
                row = run_part(Path(folder), number, kernel.value, attempt, version)
                names = ["part", "rows", "seconds"]
                yield pa.RecordBatch.from_arrays([pa.array([value]) for value in row], names)

    return run


def _packed(folder: Path) -> Path:
    """The program as an archive that workers unpack: its lists and models are files."""
    package = folder / f"{_PACKAGE}.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted((ROOT / "core").rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, file.relative_to(ROOT))
    return package
