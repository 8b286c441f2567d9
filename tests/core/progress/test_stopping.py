"""Work is stopped where it is, also in a library that does not come back, but never half-way in."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from core.progress import stopping
from core.progress.stopping import Stop, StoppedError, removed_at_stop, unstoppable
from core.progress.tracking import Tracker
from core.settings import ROOT

_MANY = 1_024  # select() knows no file beyond
_HEAD = """
import subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from core.progress.stopping import *
place = Path(sys.argv[1])
def ended(reason): (place / "ended").write_text(reason)
def asked(): return (place / "stop").read_text() if (place / "stop").exists() else None
stop = Stop(asked, ended, grace_s=0.3)
def ready(): (place / "ready").touch()
"""
_STUCK = """
(place / "open").mkdir(); (place / "whole").mkdir()
with stop.listening(), removed_at_stop(place / "open"), \\
        removed_at_stop(place / "whole", lambda folder: True):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (place / "child").write_text(str(child.pid))
    with ThreadPoolExecutor(1) as pool:  # waits for the thread, whatever is raised
        pool.submit(time.sleep, 60)
        ready()
        time.sleep(60)
"""
_PUBLISHING = """
with stop.listening():
    with unstoppable(for_good=True):
        ready()
        time.sleep(1.0)
    (place / "published").touch()
    time.sleep(0.5)
"""
_GUARDED = """
with stop.listening():
    try:
        with unstoppable():
            ready()
            time.sleep(0.6)
            (place / "whole block").touch()
        time.sleep(60)
    except StoppedError as error:
        (place / "raised").write_text(str(error))
"""


def _run(code: str, place: Path, *, by_signal: bool) -> tuple[int, float]:
    """Exit code, and seconds after it was asked to stop."""
    process = subprocess.Popen([sys.executable, "-c", _HEAD + code, str(place)], cwd=ROOT)
    while not (place / "ready").exists():
        assert process.poll() is None
        time.sleep(0.01)
    asked_at = time.monotonic()
    if by_signal:
        process.send_signal(signal.SIGINT)
    else:
        (place / "stop").write_text("Why not.")
    return process.wait(30), time.monotonic() - asked_at


@pytest.mark.parametrize("by_signal", [True, False])
def test_a_library_that_does_not_come_back_is_ended_with_the_process(
    tmp_path: Path, by_signal: bool
) -> None:
    exit_code, seconds = _run(_STUCK, tmp_path, by_signal=by_signal)
    assert (exit_code, seconds < 5) == (stopping.EXIT_CODE, True)
    assert (tmp_path / "ended").read_text() == ("" if by_signal else "Why not.")
    assert not (tmp_path / "open").exists()
    assert (tmp_path / "whole").exists()
    child = int((tmp_path / "child").read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_what_is_being_put_in_use_stays_in_use(tmp_path: Path) -> None:
    exit_code, _ = _run(_PUBLISHING, tmp_path, by_signal=True)
    assert exit_code == 0
    assert (tmp_path / "published").exists()
    assert not (tmp_path / "ended").exists()


def test_a_block_that_must_be_whole_is_finished_first(tmp_path: Path) -> None:
    exit_code, _ = _run(_GUARDED, tmp_path, by_signal=False)
    assert exit_code == 0
    assert (tmp_path / "whole block").exists()
    assert (tmp_path / "raised").read_text() == "Why not."


def _wait(asked: list[str]) -> None:
    asked.append("enough")
    time.sleep(5)


def test_a_request_is_raised_where_the_work_is() -> None:
    asked: list[str] = []
    stop = Stop(lambda: asked[0] if asked else None, lambda _: None, grace_s=30)
    with stop.listening(), pytest.raises(StoppedError, match="enough"):
        _wait(asked)
    assert stop.reason == "enough"


def test_a_process_with_many_open_files_is_stopped_too() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * _MANY:
        pytest.skip(f"this system lets a process open {hard} files at most")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * _MANY), hard))
    copies = [os.dup(0) for _ in range(_MANY)]
    try:
        stop = Stop(lambda: "asked", lambda _reason: None)
        with pytest.raises(StoppedError, match="asked"), stop.listening():
            time.sleep(10)
    finally:
        for copy in copies:
            os.close(copy)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_library_that_swallowed_it_is_stopped_at_the_next_report() -> None:
    asked: list[str] = []
    stop = Stop(lambda: asked[0] if asked else None, lambda _: None, grace_s=30)
    report = Tracker()
    with stop.listening():
        report("text", 1, 2)
        with suppress(StoppedError):
            _wait(asked)
        with pytest.raises(StoppedError):
            report("text", 2, 2)
    report("text", 1, 2)  # of later work


def _report_and_remove(asked: list[str], removed: list[bool]) -> None:
    try:
        stopping.check("enough")  # as the report of a job does, which reads the request itself
    finally:
        asked.append("enough")
        try:
            raise FileNotFoundError  # some of what it removes may be gone
        except FileNotFoundError:
            time.sleep(1)  # the thread that listens sees the request meanwhile
        removed.append(True)


def test_what_a_report_stopped_is_not_cut_off_while_it_removes_what_it_made() -> None:
    asked: list[str] = []
    stop = Stop(lambda: asked[0] if asked else None, lambda _: None, grace_s=30)
    removed: list[bool] = []
    with stop.listening(), pytest.raises(StoppedError, match="enough"):
        _report_and_remove(asked, removed)
    assert (removed, stop.reason) == ([True], "enough")


def test_without_a_listener_nothing_is_stopped(tmp_path: Path) -> None:
    with unstoppable(for_good=True), removed_at_stop(tmp_path):
        Tracker()("text", 1, 2)
    assert stopping.is_stoppable()
