"""`serve` answers at once, whatever the data folder holds."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.settings import ROOT, Settings
from core.store import builds, jobs

pytestmark = pytest.mark.slow


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The dashboard on a free port, and what `serve` printed; it and its jobs end with the body."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = settings.data_dir / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "core", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "SCOUT_DATA_DIR": str(settings.data_dir)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5),
            ):
                break
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            raise AssertionError(f"serve did not answer: {log.read_text()}")
        yield log.read_text()
    finally:
        process.kill()
        process.wait()
        for job in jobs.list_jobs(settings):
            if job.state == jobs.RUNNING:
                _kill(settings, job.job_id)


def _kill(settings: Settings, job_id: str) -> None:
    """Ends a job, once it has said which process it is: it would go on after the tests."""
    deadline = time.monotonic() + 120
    while (job := jobs.get_job(settings, job_id)).state == jobs.RUNNING and not job.pid:
        assert time.monotonic() < deadline, f"job {job_id} never started"
        time.sleep(0.1)
    if job.pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(job.pid, signal.SIGKILL)


def test_the_first_serve_answers_while_the_demo_data_is_being_made(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    with served(settings) as printed:
        assert builds.current_build_id(settings) is None
        job = jobs.list_jobs(settings)[0]
        assert (job.state, job.title) == (jobs.RUNNING, jobs.DEMO_TITLE)
        assert "the demo data is being made" in printed


def test_a_damaged_pointer_or_job_file_does_not_stop_serve(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    settings.jobs_dir.mkdir()
    (settings.jobs_dir / "20260101T000000-abc.json").write_text("{")
    (settings.data_dir / builds.POINTER_FILE).write_bytes(b"\xff\xfe")
    with served(settings) as printed:
        assert "CURRENT" in printed
