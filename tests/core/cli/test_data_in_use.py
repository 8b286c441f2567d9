"""What commands say of the data that they answer from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from core.report.marks import DEMO
from core.settings import Settings
from core.store import builds
from core.store.builds import MANIFEST_FILE
from tests.core.cli.conftest import Command
from tests.support.small_build import make_small_build

# A command that answers from the build in use -> the sheet of its workbook.
ANSWERS = {
    ("search", "pasta"): "Sheet1",
    ("next", "--brand", "b0"): "Sheet1",
    ("rank", "--brand", "b0"): "Sheet1",
    ("brief", "3 creators about pasta, budget 5,000 EUR"): "Shortlist",
    ("optimise", "--brand", "b0", "--budget", "5000"): "Best set",
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    settings = Settings.from_env(tmp_path / "data")
    make_small_build(settings)
    return settings


@pytest.mark.parametrize("words", ANSWERS, ids=lambda words: words[0])
def test_an_answer_says_how_old_the_data_is_and_that_it_is_made_up(
    command: Command, settings: Settings, tmp_path: Path, words: tuple[str, ...]
) -> None:
    out = tmp_path / "answer.xlsx"
    ended = command(*words, "--out", str(out), "--data", str(settings.data_dir))
    assert ended.returncode == 0, ended.stderr
    as_of = builds.current_build(settings).manifest["as_of_day"]
    first = ended.stdout.splitlines()[0]
    assert first == f"Data as of 20 Nov 2026 · {DEMO}."
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == [ANSWERS[words], "About"]
    about = dict(book["About"].iter_rows(values_only=True))
    assert (about["Data as of"], about["Demo data"].split(",")[0]) == (as_of, "yes")
    result = json.loads(command(*words, "--json", "--data", str(settings.data_dir)).stdout)
    assert (result["as_of_day"], result["is_demo"]) == (as_of, True)


def test_own_data_without_a_date_has_no_mark(command: Command, settings: Settings) -> None:
    build = builds.current_build(settings)
    manifest = {**build.manifest, "is_demo": False, "as_of_day": None}
    build = replace(build, manifest=manifest)
    (build.folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    ended = command("search", "pasta", "--data", str(settings.data_dir))
    assert "@" in ended.stdout
    assert DEMO not in ended.stdout
    assert "Data as of" not in ended.stdout
    result = json.loads(
        command("search", "pasta", "--json", "--data", str(settings.data_dir)).stdout
    )
    assert (result["as_of_day"], result["is_demo"]) == (None, False)


def test_an_error_has_no_heading(command: Command, settings: Settings) -> None:
    ended = command("rank", "--brand", "nobody", "--data", str(settings.data_dir))
    assert (ended.returncode, ended.stdout) == (2, "")
