"""Settings come from the environment and say what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.errors import SettingsError
from core.settings import LOCAL_HOSTS, Settings


def test_a_given_folder_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "env"))
    assert Settings.from_env().data_dir == tmp_path / "env"
    assert Settings.from_env(tmp_path / "given").builds_dir == tmp_path / "given" / "builds"


def test_a_folder_that_leads_nowhere_is_no_fault(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert Settings.from_env(loop / "data").data_dir == loop / "data"
    assert Settings.from_env("~nobody-of-this-name/data").data_dir.name == "data"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SCOUT_SEED", "x"),
        ("SCOUT_THREADS", "0"),
        ("SCOUT_SEED", "-1"),
        ("SCOUT_KEEP_DAYS", "-1"),
        ("SCOUT_ALLOWED_HOSTS", "https://scout.example.com"),
        ("SCOUT_ALLOWED_HOSTS", "scout.example.com:8501"),
        ("SCOUT_ALLOWED_HOSTS", "*"),
    ],
)
def test_wrong_values_are_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError, match=f"{name}.*'{re.escape(text)}'"):
        Settings.from_env()


def test_hosts_are_added_to_the_local_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_ALLOWED_HOSTS", "scout.example.com, *.test,10.0.0.7,fe80::1")
    assert Settings.from_env().allowed_hosts == (
        *LOCAL_HOSTS, "scout.example.com", "*.test", "10.0.0.7", "fe80::1",
    )  # fmt: skip
