"""Background commands tell where they are, also when they die."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import StoreError
from core.settings import Settings
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
