"""A Spark session on this machine or on a cluster, which leaves nothing behind."""

from __future__ import annotations

import logging
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
_LOCAL = re.compile(r"local(\[(\*|[1-9]\d*)(,\d+)?\])?")
_STANDALONE = re.compile(r"spark://(.+)")
_OTHER = re.compile(r"yarn|k8s://.+")
LOOPBACK = "127.0.0.1"
_REACH_S = 10.0  # Spark itself tries for a minute and names no reason
_PANDAS = "PySpark does not yet fully support pandas"
_WORKERS_S = 45.0  # without this a job waits for ever for workers that are busy or gone
_STOP_S = 20.0
# The default of 200 is for clusters; on one machine each costs some 10 ms.
_SHUFFLE_PARTITIONS = 4
_LIGHT_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_LOG_SETTINGS = """status = off
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
"""


@contextmanager
def spark_session(
    master: str = LOCAL,
    *,
    name: str = "influencer-scout",
    folder: Path | None = None,
    only_schedules: bool = False,
) -> Iterator[SparkSession]:
    """A session that is stopped afterwards, with its Java process and its files.

    It opens no page, and listens on the loopback address unless the master is another machine.
    What Java prints goes to a file that is gone afterwards. Memory, authentication and other
    settings of a cluster are read from `spark-defaults.conf`, as Spark does.

    Args:
        master: URL of a Spark master, or local[N].
        folder: for temporary files, made and removed; None for one of the system.
        only_schedules: Java hands out tasks and computes nothing, so that it starts faster without
            its second compiler.
    Raises:
        ModelError: PySpark or Java is missing, the master cannot be reached, or no worker takes
            the job.
    """
    is_here = check_master(master)
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="scout-spark-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        settings = _settings(master, name, folder, is_here)
        if only_schedules:
            settings["spark.driver.extraJavaOptions"] += f" {_LIGHT_JAVA}"
        with _quiet(), _running_context(master, settings, folder) as session:
            if not is_local(master):
                _wait_for_workers(session, master)
            yield session
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_local(master: str) -> bool:
    """Whether Spark runs within one process on this machine."""
    return _LOCAL.fullmatch(master) is not None


def _check_installed() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise ModelError(
            "The Spark engine needs PySpark, found none. Install it: make spark."
        ) from error
    if shutil.which("java") is None:
        raise ModelError(
            "The Spark engine needs Java 17, found no 'java'. On Debian or Ubuntu: "
            "apt-get install openjdk-17-jre-headless."
        )


def check_master(master: str) -> bool:
    """Whether the master is on this machine.

    Raises:
        ModelError: PySpark or Java is missing, or this is no master or one that does not answer.
    """
    _check_installed()
    if _LOCAL.fullmatch(master):
        return True
    standalone = _STANDALONE.fullmatch(master)
    if standalone is None:
        if _OTHER.fullmatch(master):
            return False
        raise ModelError(
            f"--master: expected local[N], spark://HOST:PORT, yarn or k8s://..., found '{master}'."
        )
    addresses = [_address(part, master) for part in standalone[1].split(",")]
    reasons = []
    for host, port in addresses:
        try:
            socket.create_connection((host, port), timeout=_REACH_S / len(addresses)).close()
            break
        except OSError as error:
            reasons.append(str(error))
    else:
        raise ModelError(
            f"No Spark master answers at {master}: {reasons[0]}. Start it, or check --master."
        )
    return all(_is_loopback(host) for host, _ in addresses)


def _address(text: str, master: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ModelError(f"--master: expected spark://HOST:PORT, found '{master}'.")
    return host, int(port)


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


def _settings(master: str, name: str, folder: Path, is_here: bool) -> dict[str, str]:
    log_settings = folder / "log4j2.properties"
    log_settings.write_text(_LOG_SETTINGS, encoding="utf-8")
    settings = {
        "spark.master": master,
        "spark.app.name": name,
        "spark.ui.enabled": "false",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        # Java else writes counters of its own below /tmp.
        "spark.driver.extraJavaOptions": " ".join(
            (
                f'"-Dlog4j2.configurationFile={log_settings.as_uri()}"',
                f'"-Djava.io.tmpdir={folder}"',
                f'"-Dderby.system.home={folder}"',
                "-XX:-UsePerfData",
            )
        ),
    }
    if is_here:
        settings |= {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}
    if is_local(master):
        settings["spark.sql.shuffle.partitions"] = str(_SHUFFLE_PARTITIONS)
    return settings


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps back what PySpark says of itself: that it has not tried pandas 3, and, with a
    traceback on the root logger, that Ctrl+C was pressed while it waited for Java."""

    def is_of_others(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("KeyboardInterrupt while")

    warnings.filterwarnings("ignore", message=_PANDAS, category=FutureWarning)
    root = logging.getLogger()
    root.addFilter(is_of_others)
    try:
        yield
    finally:
        root.removeFilter(is_of_others)


@contextmanager
def _running_context(master: str, settings: dict[str, str], folder: Path) -> Iterator[SparkSession]:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    handler = signal.getsignal(signal.SIGINT)
    log = folder / "spark.log"
    gateway = None
    try:
        conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
        with log.open("wb") as output:
            gateway = launch_gateway(conf, {"stdout": output, "stderr": output})
        context = SparkContext(conf=conf, gateway=gateway)
        session = SparkSession.builder.getOrCreate()
    except (PySparkException, Py4JError, RuntimeError, OSError, ValueError) as error:
        _end_java(gateway)
        said = _last_line(log) or _first_line(error)
        raise ModelError(f"Spark did not start on {master}: {said}. Check --master.") from error
    except BaseException:
        _end_java(gateway)
        raise
    finally:
        # PySpark's own handler would stay after the session.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
    # 'python3' of the path is another one than that of a virtual environment.
    if context.pythonExec == "python3":
        context.pythonExec = sys.executable
    try:
        yield session
    finally:
        with suppress(Py4JError, OSError):
            session.stop()
        _end_java(gateway)


def _end_java(gateway: Any) -> None:
    """Ends the Java process and forgets it, so that the next session has settings of its own."""
    from pyspark import SparkContext

    SparkContext._active_spark_context = None
    SparkContext._gateway = SparkContext._jvm = None
    if gateway is None:
        return
    with suppress(Exception):
        gateway.shutdown()
    process = gateway.proc
    if process is None:
        return
    with suppress(OSError):
        process.stdin.close()  # at the end of its input it stops by itself
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for_workers(session: SparkSession, master: str) -> None:
    status = session.sparkContext._jsc.sc()
    deadline = time.monotonic() + _WORKERS_S
    # The driver counts as one.
    while status.getExecutorMemoryStatus().size() < 2:
        if time.monotonic() > deadline:
            raise ModelError(
                f"No worker of {master} took the job within {_WORKERS_S:.0f} s. Start a worker, "
                "or wait until others give cores and memory back."
            )
        time.sleep(0.2)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(". ")[:300] if lines else type(error).__name__


def _last_line(log: Path) -> str:
    """The last error that Java printed; '' for none."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    said = [line for line in lines if line.startswith(("ERROR", "Error", "Exception"))]
    return said[-1].rstrip(". ")[:300] if said else ""
