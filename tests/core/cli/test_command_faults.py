"""Wishes that cannot be met, spoken of in one line; a solver that prints, kept quiet."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.cli.running import quiet_solver
from core.settings import ROOT, Settings
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from tests.core.cli.conftest import Command
from tests.pages.small_build import make_small_build


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
def test_a_wish_that_means_nothing_is_one_line(
    settings: Settings, command: Command, words: tuple[str, ...], said: str
) -> None:
    done = command(*words, "--json", "--data", str(settings.data_dir))
    assert done.returncode == 2
    assert said in json.loads(done.stdout)["error"]
    assert len(done.stderr.strip().splitlines()) <= 1


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
