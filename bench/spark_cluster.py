"""Heavy steps of a build on a Spark cluster of this machine, beside the engine without one.

    python -m bench.spark_cluster [--creators 2000] [--workers 1 2]

Starts a standalone master and workers of one core each on the loopback address, makes a demo build
on them with `python -m core build --engine spark`, then times the heavy steps on the same demo
data: with each number of workers, and on the local engine with as many threads. Vectors are never
taken from a cache. Everything is stopped and removed at the end. Needs `make spark` and Java 17.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from bench.measuring import spent
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.engines.local import LocalEngine
from core.pipeline.engines.spark import SparkEngine
from core.pipeline.engines.work import Engine, Place, Work
from core.pipeline.kernels.texts import caption_kernel
from core.pipeline.run import STEPS
from core.pipeline.sources import DemoSource
from core.progress import silent
from core.settings import ROOT, Settings
from core.spark import LOOPBACK
from core.store.connect import empty_store

# A step, and what its speed is counted in.
_STEPS = {
    "text": ("texts", "SELECT count(*) FROM influencers"),
    "caution": ("counts", "SELECT count(*) FROM follower_history"),
    "evidence": ("counts", "SELECT count(*) FROM follower_history"),
    "posts": ("posts", "SELECT count(*) FROM posts"),
}
_PAIRS = "SELECT (SELECT count(*) FROM brands) * (SELECT count(*) FROM influencers)"
# Steps that learn on the machine that runs the build; the rows that workers read for them.
_PARTLY = {
    "niches": ("creators", "SELECT count(*) FROM influencers"),
    "topics": ("creators", "SELECT count(*) FROM influencers"),
    "profiling": ("creators", "SELECT count(*) FROM creator_profiles WHERE NOT is_out_of_fold"),
    "matching": ("pairs", _PAIRS),
    "ranking": ("pairs", _PAIRS),
}
_START_S = 60.0
# No second door for jobs (port 6066), which the master opens without a password.
_JAVA = "-XX:+UseSerialGC -XX:-UsePerfData -Dspark.master.rest.enabled=false"


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A master and workers of one core each; its URL. They are stopped at the end."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    master = f"spark://{LOOPBACK}:{port}"
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        # Also where their pages listen, which cannot be turned off.
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_JAVA_OPTS": _JAVA,
        # Also of the processes that workers start.
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={folder}",
    }
    of_master = ["--host", LOOPBACK, "--port", str(port), "--webui-port", "0"]
    of_worker = ["--host", LOOPBACK, "--cores", "1", "--memory", "1g", "--webui-port", "0"]
    commands = [["master.Master", *of_master]]
    for number in range(workers):
        work_dir = ["--work-dir", str(folder / f"worker-{number}")]
        commands.append(["worker.Worker", *of_worker, *work_dir, master])
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for number, (name, *options) in enumerate(commands):
            output = stack.enter_context((folder / f"{number}.log").open("wb"))
            process = subprocess.Popen(
                [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *options],
                env=environment,
                stdout=output,
                stderr=output,
            )
            stack.callback(_stop, process)
            if number == 0:
                _wait_for(port, process, folder / "0.log")
        yield master


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The Spark master did not start:\n{log.read_text(errors='replace')[-2000:]}")


@dataclass(frozen=True)
class _Speed:
    """Rows per second by the clock, and per second of processor time: of all who worked, and of
    the machine alone that runs the build."""

    clock: float
    core: float
    driver: float


@dataclass(frozen=True)
class _Way:
    """Seconds until the engine takes work, the speed of each step, and of the workers alone in
    rows per second of processor time; nothing of the last without workers."""

    start: float
    steps: dict[str, _Speed]
    workers: dict[str, float]


def _measured(folder: Path, engine: Engine, creators: int, threads: int) -> _Way:
    """The heavy steps on demo data."""
    settings = replace(Settings.from_env(folder), threads=threads)
    (folder / "build").mkdir(parents=True)
    con = empty_store(folder / "build" / "store.duckdb", settings)
    config = BuildConfig(deep=False, creators_count=creators)
    context = BuildContext(con, folder / "build", settings, config, silent, True, engine=engine)
    try:
        DemoSource().fill(context)
        started = time.perf_counter()
        one = {"given": pa.table({"caption": ["Spark and its workers start"]})}
        begin = Work("start", caption_kernel, [one] * threads)
        list(engine.results(begin, Place(context.folder, 1), silent))
        start = time.perf_counter() - started
        speeds = {}
        for step, (_, sql) in _STEPS.items():
            rows = con.execute(sql).fetchall()[0][0]
            before = _worked(engine)
            taken = spent(partial(STEPS[step], context))
            of_workers = _worked(engine) - before
            speeds[step] = _Speed(
                rows / taken.clock,
                rows / (taken.processor + of_workers),
                rows / taken.processor,
            )
        workers = {}
        for step, (_, sql) in _PARTLY.items() if isinstance(engine, SparkEngine) else ():
            before = _worked(engine)
            STEPS[step](context)
            workers[step] = con.execute(sql).fetchall()[0][0] / (_worked(engine) - before)
        return _Way(start, speeds, workers)
    finally:
        engine.close()
        con.close()


def _worked(engine: Engine) -> float:
    """Processor time that workers have spent; that of this process is counted without it."""
    return engine.worker_seconds if isinstance(engine, SparkEngine) else 0.0


def _build(folder: Path, master: str, creators: int) -> float:
    """Seconds of a whole quick demo build on the cluster, by the command that people use."""
    started = time.perf_counter()
    command = ["-m", "core", "build", "--demo", "--quick", "--creators", str(creators)]
    options = ["--engine", "spark", "--master", master, "--data", str(folder)]
    subprocess.run([sys.executable, *command, *options], check=True, cwd=ROOT)
    return time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=2_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--no-build", action="store_true", help="time the heavy steps alone")
    chosen = parser.parse_args(arguments)
    speeds: dict[str, _Way] = {}
    with tempfile.TemporaryDirectory(prefix="scout-bench-") as name:
        folder = Path(name)
        for threads in chosen.workers:
            way = f"local, {threads} thread{'s' * (threads > 1)}"
            engine = LocalEngine()
            speeds[way] = _measured(folder / f"local-{threads}", engine, chosen.creators, threads)
        for workers in chosen.workers:
            way = f"Spark, {workers} worker{'s' * (workers > 1)}"
            with cluster(folder / "cluster", workers) as master:
                if workers == max(chosen.workers) and not chosen.no_build:
                    seconds = _build(folder / "data", master, chosen.creators)
                    print(f"Whole quick build of {chosen.creators:,} creators: {seconds:.0f} s")
                spark = SparkEngine(master)
                speeds[way] = _measured(
                    folder / f"spark-{workers}", spark, chosen.creators, workers
                )
    print(f"{'':>18} {'start, s':>9}", *(f"{f'{s}, {u}/s':>20}" for s, (u, _) in _STEPS.items()))
    for way, figures in speeds.items():
        cells = (f"{figures.steps[step].clock:>20,.0f}" for step in _STEPS)
        print(f"{way:>18} {figures.start:>9.1f}", *cells)
        cells = (f"{figures.steps[step].core:>20,.0f}" for step in _STEPS)
        print(f"{'per core second':>28}", *cells)
        cells = (f"{figures.steps[step].driver:>20,.0f}" for step in _STEPS)
        print(f"{'per core second of driver':>28}", *cells)
        for step, speed in figures.workers.items():
            print(f"{step:>28} {speed:,.0f} {_PARTLY[step][0]} per core second of workers")


if __name__ == "__main__":
    main()
