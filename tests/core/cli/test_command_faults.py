"""Constraints that cannot be met, spoken of in one line; a solver that prints, kept quiet."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from core.cli import running
from core.cli.running import quiet_solver
from core.logs import LOG_FILE
from core.settings import ROOT, Settings
from core.store import jobs
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from tests.core.cli.conftest import Command
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    found = Settings.from_env(tmp_path_factory.mktemp("command_faults"))
    make_small_build(found)
    return found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("next", "--brand", "b0", "--country", "Atlantis"), "--country: expected a country"),
        (("next", "--brand", "b0", "--tier", "tiny"), "--tier: expected one of"),
        (("optimise", "--brand", "b0", "--budget", "9", "--tier", "micro=nan"), "whole number"),
        (("optimise", "--brand", "b0", "--budget", "9", "--tier", "micro=inf"), "whole number"),
        (("optimise", "--brand", "b0", "--budget", "9", "--country", "Mars=0.5"), "--country"),
    ],
)
def test_a_constraint_that_means_nothing_is_one_line(
    settings: Settings, command: Command, words: tuple[str, ...], said: str
) -> None:
    done = command(*words, "--json", "--data", str(settings.data_dir))
    assert done.returncode == 2
    assert said in json.loads(done.stdout)["error"]
    assert len(done.stderr.strip().splitlines()) <= 1


@pytest.mark.slow
def test_countries_may_be_named_in_a_process_of_its_own(settings: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "core", "next", "--brand", "b0", "--country", "Germany", "--json",
         "--data", str(settings.data_dir)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["eligible"] > 0


def test_a_set_for_one_brand_does_not_go_into_a_campaign_of_another(
    settings: Settings, command: Command
) -> None:
    engine = workspace(settings)
    made = campaigns.create(engine, "For B1", brand_id="b1", brand_name="Basil & Co")
    done = command(
        "optimise", "--brand", "b0", "--budget", "900", "--campaign", "for b1",
        "--data", str(settings.data_dir),
    )  # fmt: skip
    assert done.returncode == 2
    assert "campaign of Basil & Co" in done.stderr
    assert campaigns.members(engine, made.campaign_id) == []
    assert interactions.recorded(engine).empty


def test_what_c_code_prints_stays_out_of_the_output(capfd: pytest.CaptureFixture[str]) -> None:
    import ctypes

    library = ctypes.CDLL(None)
    print("before", flush=True)
    with quiet_solver():
        library.puts(b"noise of a solver")
    print("after", flush=True)
    assert capfd.readouterr().out == "before\nafter\n"


@pytest.mark.slow
def test_export_of_the_best_set_has_no_formula(
    settings: Settings, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "set.csv"
    done = command(
        "optimise", "--brand", "b0", "--budget", "5000", "--out", str(out),
        "--data", str(settings.data_dir),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not any(line.startswith("=") for line in out.read_text("utf-8-sig").splitlines())


def _run(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, whose stderr is what a person sees."""
    return subprocess.run(
        [sys.executable, "-m", "core", *words, "--data", str(settings.data_dir)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def _log(settings: Settings) -> str:
    return (settings.logs_dir / LOG_FILE).read_text(encoding="utf-8")


def _without_column(tmp_path: Path) -> Settings:
    found = Settings.from_env(tmp_path)
    with duckdb.connect(str(make_small_build(found).store_file)) as con:
        con.execute("ALTER TABLE profile_stats RENAME COLUMN tier TO level")
    return found


@pytest.mark.slow
def test_wrong_sql_is_a_fault_of_the_program_with_an_id(tmp_path: Path) -> None:
    broken = _without_column(tmp_path)
    done = _run(broken, "next", "--brand", "b0", "--json")
    assert done.returncode == 1
    words = json.loads(done.stdout)["error"]
    assert "a fault of the program, not of your data (BinderException)" in words
    assert "cannot be read" not in done.stderr
    identifier = re.search(r"Error id ([0-9a-f]{8})", words)
    assert identifier is not None
    assert f"fault error_id={identifier[1]} command=next" in _log(broken)
    assert "    BinderException: Binder Error" in _log(broken)


def test_a_job_shows_the_id_of_a_fault_and_not_its_text(tmp_path: Path) -> None:
    with pytest.raises(KeyError), running.command("Work", data=tmp_path, job="one"):
        raise KeyError("zora_quill")
    message = jobs.get_job(Settings.from_env(tmp_path), "one").message
    assert "zora_quill" not in message
    assert re.search(r"Error id [0-9a-f]{8}", message)


@pytest.mark.slow
def test_a_command_says_nothing_more_than_before_and_the_log_says_how_it_ended(
    settings: Settings,
) -> None:
    done = _run(settings, "prune", "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout) == {"removed": []}
    last = _log(settings).splitlines()[-1]
    assert re.search(r" INFO prune\[\d+\] core.cli.running finished command=prune seconds=", last)
    refused = _run(settings, "publish", "nothing", "--json")
    assert len(refused.stderr.splitlines()) == 1
    assert "refused command=publish" in _log(settings)


@pytest.mark.parametrize("words", [("--verbose", "prune"), ("prune", "--verbose")])
@pytest.mark.slow
def test_verbose_shows_the_log_on_stderr_and_leaves_stdout_alone(
    settings: Settings, words: tuple[str, str]
) -> None:
    done = _run(settings, *words, "--json")
    assert json.loads(done.stdout) == {"removed": []}
    assert "started command=prune" in done.stderr
    assert "finished command=prune" in done.stderr
