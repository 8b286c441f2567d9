"""Builds are made, listed, rolled back and pruned from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.settings import Settings
from core.store.builds import Build
from tests.support.some_steps import end_after
from tests.support.templates import take_cache


def run(data: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, [*arguments, "--data", str(data), "--json"])
    assert "Traceback" not in result.output
    return result.exit_code, json.loads(result.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module", autouse=True)
def _fewer_steps(small_build: Build) -> Iterator[None]:
    """`small_build`, made before, goes through all steps; commands show theirs by the first."""
    with pytest.MonkeyPatch.context() as patch:
        end_after(patch, "caution")
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, small_build: Build, _fewer_steps: None) -> Path:
    folder = tmp_path_factory.mktemp("builds")
    take_cache(Settings.from_env(folder), small_build)
    code, made = run(folder, "build", "--quick", "--creators", "60", "--seed", "3", "--k", "4")
    assert code == 0, made
    assert made["row_counts"]["influencers"] == 60
    assert made["row_counts"]["caution"] == 60
    assert made["row_counts"]["niches"] == 4
    return folder


@pytest.mark.slow
def test_a_step_can_be_run_again_and_rolled_back(data: Path) -> None:
    _, listed = run(data, "builds")
    first = listed["builds"][0]
    assert first["published"]
    assert first["is_demo"]
    code, again = run(data, "build", "--from", "niches", "--quick", "--k", "3")
    assert code == 0, again
    assert again["row_counts"]["niches"] == 3
    # The rerun keeps seed and data of the build it starts from.
    assert again["row_counts"]["posts"] == first["posts"]
    _, listed = run(data, "builds")
    assert [row["published"] for row in listed["builds"]] == [True, False]
    assert run(data, "publish", first["build_id"])[0] == 0
    _, listed = run(data, "builds")
    assert [row["published"] for row in listed["builds"]] == [False, True]
    assert run(data, "prune", "--keep", "0")[1]["removed"] == [again["build_id"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("publish", "nope"), "no build 'nope'"),
        (("build", "--from", "nothing"), "found 'nothing'"),
        (("build", "--engine", "hadoop"), "one of local, spark, found 'hadoop'"),
        (("build", "--master", "local[2]"), "--master belongs to --engine spark"),
        (("import", "posts.csv", "--engine", "hadoop"), "one of local, spark, found 'hadoop'"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    small_settings: Settings, small_build: Build, arguments: tuple[str, ...], expected: str
) -> None:
    code, result = run(small_settings.data_dir, *arguments)
    assert code == 2
    assert expected in result["error"]


def test_a_wrong_number_of_niches_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["build", "--k", "many", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "found 'many'" in result.output
    assert not (tmp_path / "CURRENT").exists()


def test_from_without_any_build_says_what_to_do(tmp_path: Path) -> None:
    code, result = run(tmp_path, "build", "--from", "text")
    assert code == 2
    assert "There is no data yet" in result["error"]
