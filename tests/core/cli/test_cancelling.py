"""Work that is cancelled at any moment ends soon and leaves the data folder as it was.

Moments are drawn over the usual duration of a build; `make soak` tries more of them.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from core.cli import app
from core.features import embeddings
from core.settings import Settings
from core.store import builds, jobs
from core.store.jobs import CANCELLED
from tests.support import forked
from tests.support.after_kill import KNOWN, assert_whole
from tests.support.hashed_encoder import HashedModel
from tests.support.small_build import make_small_build

pytestmark = pytest.mark.slow
forked.prepare(__name__)

_JOB = "20261130T120000-abcdef"
_CREATORS = 60
_SOON_S = 5.0
_NOTICED_S = 1.0  # after this, what was asked for is known
_WAIT_S = 180.0
_SILENT = ("silent", 30)  # a step in which a library does not come back by itself


def _build(data: Path, threads: int, seed: int, job: bool) -> None:
    os.setsid()
    os.environ["SCOUT_THREADS"] = str(threads)
    embeddings.load_model = lambda _embedder, _tokens: HashedModel()  # type: ignore[assignment]
    options = ["--demo", "--quick", "--creators", str(_CREATORS), "--seed", str(seed)]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    app(["build", *options, "--data", str(data), *(["--job", _JOB] if job else [])])


class _Build:
    """A build in a process of its own, of demo data over the small build in use."""

    def __init__(self, data: Path, *, job: bool) -> None:
        self.settings = Settings.from_env(data)
        self.before = make_small_build(self.settings)
        log = data.parent / "output.txt"
        self.process = forked.start(_build, data, 1, 42, job, log=log)
        self.began = time.monotonic()
        self.session = self.process.pid or 0

    def wait(self) -> int:
        self.process.join(_WAIT_S)
        assert self.process.exitcode is not None, "it goes on and on"
        return self.process.exitcode

    def is_too_late(self, asked_at: float) -> bool:
        """Whether it was in use, or was being put in use, when it was asked to stop."""
        is_in_use = builds.current_build_id(self.settings) != self.before.build_id
        pointer = self.settings.data_dir / builds.POINTER_FILE
        used_after = pointer.stat().st_mtime - time.time() + time.monotonic() - asked_at
        return is_in_use and used_after < _NOTICED_S

    def assert_cancelled(self, asked_at: float) -> None:
        """It ended soon, nothing is left, and the former build is in use and can be rebuilt."""
        exit_code = self.wait()
        assert time.monotonic() - asked_at < _SOON_S
        assert exit_code == 130
        assert builds.current_build_id(self.settings) == self.before.build_id
        assert_whole(self.settings)
        assert {path.name for path in self.settings.builds_dir.iterdir()} == {self.before.build_id}
        assert {path.name for path in self.settings.data_dir.iterdir()} <= KNOWN
        assert not [
            *self.settings.data_dir.rglob(".*.new"),
            *self.settings.data_dir.rglob(".scout*"),
        ]
        assert not [one for one in psutil.pids() if _session_of(one) == self.session]
        with FileLock(self.settings.data_dir / builds.POINTER_LOCK_FILE).acquire(timeout=0):
            pass  # work can begin at once


def _session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1


@pytest.fixture(scope="module")
def usual_s(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds of a build that nobody cancels."""
    build = _Build(tmp_path_factory.mktemp("usual") / "data", job=False)
    assert build.wait() == 0
    print(f"\nusual seconds: {time.monotonic() - build.began:.1f}")
    return time.monotonic() - build.began


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a moment; by the page's path and by Ctrl+C in turn."""
    if "share" in metafunc.fixturenames:
        option = metafunc.config.getoption
        drawn = random.Random(option("--kill-seed"))
        count = option("--cancellations")
        # One moment in each part of the build, so that all steps have their turn.
        shares = [(number + drawn.random()) / count for number in range(count)]
        cases = [("job" if number % 2 else "signal", share) for number, share in enumerate(shares)]
        metafunc.parametrize(("path", "share"), cases, ids=[f"{p} at {s:.3f}" for p, s in cases])


def test_what_is_cancelled_leaves_nothing_behind(
    tmp_path: Path, usual_s: float, path: str, share: float
) -> None:
    build = _Build(tmp_path / "data", job=path == "job")
    time.sleep(0.85 * share * usual_s)
    if build.process.exitcode is not None:
        # On a machine that others use the usual time may have been a long one.
        assert (build.process.exitcode, share > 0.5) == (0, True)
        return
    if path == "job":
        while not (build.settings.jobs_dir / f"{_JOB}.json").exists():
            time.sleep(0.01)
        step = jobs.get_job(build.settings, _JOB).step
        asked_at = time.monotonic()
        jobs.cancel_job(build.settings, _JOB)
        assert jobs.get_job(build.settings, _JOB).is_stopping or build.process.exitcode is not None
    else:
        step = ""
        asked_at = time.monotonic()
        os.kill(build.session, signal.SIGINT)
    build.wait()
    if build.is_too_late(asked_at):
        assert share > 0.5
        assert_whole(build.settings)
        return
    build.assert_cancelled(asked_at)
    print(f"\n{step or 'Ctrl+C'}: ended after {time.monotonic() - asked_at:.2f} s")
    if path == "job":
        job = jobs.get_job(build.settings, _JOB)
        assert (job.state, job.message) == (CANCELLED, "")
