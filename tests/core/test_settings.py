"""Settings come from the environment and say what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError
from core.settings import Settings


def test_a_given_folder_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "env"))
    assert Settings.from_env().data_dir == tmp_path / "env"
    assert Settings.from_env(tmp_path / "given").builds_dir == tmp_path / "given" / "builds"


@pytest.mark.parametrize(
    ("name", "text"), [("SCOUT_SEED", "x"), ("SCOUT_THREADS", "0"), ("SCOUT_SEED", "-1")]
)
def test_wrong_numbers_are_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError, match=f"{name}.*'{text}'"):
        Settings.from_env()
