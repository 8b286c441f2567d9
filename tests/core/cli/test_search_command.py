"""`search` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from core.settings import Settings
from tests.core.cli.conftest import Command
from tests.support.small_build import make_small_build


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    make_small_build(Settings.from_env(tmp_path / "data"))
    return str(tmp_path / "data")


def test_it_lists_creators_with_reasons_and_writes_them(
    command: Command, data: str, tmp_path: Path
) -> None:
    out = tmp_path / "found.csv"
    ended = command("search", "pasat", "--limit", "4", "--out", str(out), "--data", data)
    assert ended.returncode == 0, ended.stderr
    assert "'pasat' taken as pasta." in ended.stdout
    assert "“pasta” in " in ended.stdout
    frame = pd.read_csv(out)
    assert len(frame) == 4
    assert frame["match"].eq("with a correction").all()


def test_json_has_the_creators_and_what_else_is_called_so(command: Command, data: str) -> None:
    ended = command("search", "glow", "--platform", "Instagram", "--json", "--data", data)
    result = json.loads(ended.stdout)
    assert {row["platform"] for row in result["creators"]} == {"Instagram"}
    assert {"kind": "niche", "id": "0", "name": "Glow"} in result["others"]


def test_nothing_found_is_said_and_a_wrong_platform_is_refused(command: Command, data: str) -> None:
    assert "No creator matches 'qwxzv'" in command("search", "qwxzv", "--data", data).stdout
    assert "Nothing to look for" in command("search", '""', "--data", data).stdout
    ended = command("search", "glow", "--platform", "myspace", "--data", data)
    assert ended.returncode == 2
    assert "expected instagram" in ended.stderr
