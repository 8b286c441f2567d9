"""`pseudonymise`: what it says, and where it stops."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from core.settings import Settings
from core.store import builds
from tests.core.cli.conftest import Command
from tests.support.small_build import make_small_build
from tests.support.some_steps import with_one_step

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown") / "data"
    make_small_build(Settings.from_env(folder))
    return folder


def test_a_copy_is_made_searched_and_named(
    data: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one_step(monkeypatch, "profiles")
    copy = tmp_path / "copy"
    result = command("pseudonymise", "--data", str(data), "--to", str(copy), "--json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["left"] == []
    assert (answer["handles_searched"], answer["row_counts"]["influencers"]) == (60, 60)
    assert builds.current_build(Settings.from_env(copy)).is_pseudonymised
    listed = command("builds", "--data", str(copy))
    assert "pseudonyms" in listed.stdout
    assert "pseudonyms" not in command("builds", "--data", str(data)).stdout


def test_who_is_behind_a_pseudonym(
    data: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one_step(monkeypatch, "profiles")
    copy = tmp_path / "copy"
    said = command("pseudonymise", "--data", str(data), "--to", str(copy))
    assert said.returncode == 0, said.stderr
    assert "still personal data" in said.stdout
    with closing(duckdb.connect(str(_store(copy)), read_only=True)) as con:
        ((new,),) = con.execute("SELECT min(handle) FROM influencers").fetchall()
    answer = command("pseudonymise", "--data", str(data), "--who", f"@{new}")
    assert answer.stdout.startswith(f"{new} is @handle")
    nobody = command("pseudonymise", "--data", str(data), "--who", "grey_gull_0000x")
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert "No creator of the data in use has the pseudonym" in nobody.stderr


def _store(data: Path) -> Path:
    return builds.current_build(Settings.from_env(data)).store_file


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "--to FOLDER"),
        (("--to", "a", "--who", "b"), "--to FOLDER"),
        (("--who", "copper_heron_1"), "There is no key of pseudonyms"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, command: Command, words: tuple[str, ...], expected: str
) -> None:
    result = command("pseudonymise", "--data", str(tmp_path / "none"), *words)
    assert result.returncode == 2
    assert expected in result.stderr
