"""Background commands tell where they are, also when they die."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from core.errors import StoreError
from core.settings import ROOT, Settings
from core.store import jobs


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path)


def test_progress_and_end_are_read_by_another_reader(settings: Settings) -> None:
    reporter = jobs.JobReporter(settings, "one", "Import")
    reporter("text", 5, 10, "half")
    job = jobs.get_job(settings, "one")
    assert (job.state, job.step, job.step_done, job.step_total) == (jobs.RUNNING, "text", 5, 10)
    reporter.finish(build_id="b")
    job = jobs.get_job(settings, "one")
    assert (job.state, job.build_id, job.title) == (jobs.DONE, "b", "Import")


def test_a_process_that_died_reads_as_failed(settings: Settings) -> None:
    code = (
        "import sys, os; from core.settings import Settings; from core.store.jobs import *\n"
        "JobReporter(Settings.from_env(sys.argv[1]), 'dead', 'Build'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(settings.data_dir)], check=False)
    job = jobs.get_job(settings, "dead")
    assert job.state == jobs.FAILED
    assert "start the job again" in job.message


@pytest.mark.slow
def test_a_started_command_runs_to_its_end_and_fails_in_words(settings: Settings) -> None:
    job_id = jobs.start_job(
        settings, "Build", ["build", "--from", "text", "--data", str(settings.data_dir)]
    )
    for _ in range(300):
        job = jobs.get_job(settings, job_id)
        if job.state != jobs.RUNNING:
            break
        time.sleep(0.2)
    assert job.state == jobs.FAILED
    assert "There is no data yet" in job.message
    assert [one.job_id for one in jobs.list_jobs(settings)] == [job_id]


@pytest.mark.parametrize("wrong", ["../x", "a/b", "", "a.b"])
def test_job_ids_cannot_leave_the_folder(settings: Settings, wrong: str) -> None:
    with pytest.raises(StoreError, match="not a job id"):
        jobs.get_job(settings, wrong)


def test_an_unknown_job_is_said(settings: Settings) -> None:
    with pytest.raises(StoreError, match="no job"):
        jobs.get_job(settings, "nope")


def test_an_import_stops_builds_that_give_way_and_no_other_job(settings: Settings) -> None:
    code = (
        "import sys, time; from core.settings import Settings; from core.store.jobs import *\n"
        "from core.progress.stopping import StoppedError\n"
        "reporter = JobReporter(Settings.from_env(sys.argv[1]), 'demo', 'Build the demo data')\n"
        "reporter.mark(GIVES_WAY); print('ready', flush=True)\n"
        "try:\n"
        "    while True: reporter('text', 1, 2); time.sleep(0.05)\n"
        "except StoppedError as error: reporter.cancel(str(error))"
    )
    command = [sys.executable, "-c", code, str(settings.data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        other = jobs.JobReporter(settings, "other", "Rebuild")
        assert jobs.stop_for_import(settings) == ["Build the demo data"]
        assert process.wait(60) == 0
    other("text", 1, 2)  # goes on
    job = jobs.get_job(settings, "demo")
    assert (job.state, job.message) == (
        jobs.CANCELLED,
        "An import of your own data took its place.",
    )
    assert jobs.stop_for_import(settings) == []


@pytest.mark.parametrize("state", [jobs.RUNNING, jobs.DONE])
def test_a_child_that_this_process_does_not_know_is_reaped(settings: Settings, state: str) -> None:
    """`serve` starts a build and becomes the dashboard, which inherits the build as a child."""
    reporter = jobs.JobReporter(settings, "inherited", "Build")
    child = os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ)
    started = psutil.Process(child).create_time()
    reporter.job = replace(reporter.job, pid=child, process_started=started)
    reporter("text", 1, 1)
    if state == jobs.DONE:
        reporter.finish()
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # ended, and a zombie from now on
    job = jobs.list_jobs(settings)[0]
    assert job.state == (jobs.FAILED if state == jobs.RUNNING else jobs.DONE)
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


@pytest.mark.slow
def test_a_finished_child_is_reaped_by_the_next_look_at_the_jobs(settings: Settings) -> None:
    arguments = ["build", "--from", "text", "--data", str(settings.data_dir)]
    job_id = jobs.start_job(settings, "Build", arguments)
    child = jobs._CHILDREN[job_id].pid
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert jobs.list_jobs(settings)[0].state == jobs.FAILED
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


@pytest.mark.parametrize("started", [0.0, 1_000.0])
def test_a_live_pid_of_another_process_reads_as_failed(settings: Settings, started: float) -> None:
    """The number was given again, or the folder comes from another machine."""
    reporter = jobs.JobReporter(settings, "old", "Build")
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        other = replace(reporter.job, pid=child.pid, process_started=started)
        jobs._write(reporter._file, other)
        assert jobs.get_job(settings, "old").state == jobs.FAILED
        assert child.poll() is None  # its exit status is still there for who started it
        true_start = psutil.Process(child.pid).create_time()
        jobs._write(reporter._file, replace(other, process_started=true_start))
        assert jobs.get_job(settings, "old").state == jobs.RUNNING
    finally:
        child.communicate()


def test_a_clock_that_was_set_ends_no_job(settings: Settings) -> None:
    reporter = jobs.JobReporter(settings, "20260101T000000-abc", "Build")
    command = [sys.executable, "-c", "input()", "--job", "20260101T000000-abc"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        jobs._write(reporter._file, replace(reporter.job, pid=child.pid, process_started=1_000.0))
        assert jobs.get_job(settings, "20260101T000000-abc").state == jobs.RUNNING
    finally:
        child.communicate()
