"""What the doctor says of the machine."""

from __future__ import annotations

import json
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from core.services.doctor import machine
from core.services.doctor.check import NOTE, WELL, WRONG
from core.settings import Settings, unknown_variables
from core.store import builds

_Usage = namedtuple("_Usage", "total used free")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path)


def test_packages_are_compared_with_the_pins(tmp_path: Path) -> None:
    assert machine.versions().state == WELL
    pins = tmp_path / "requirements.txt"
    pins.write_text("# a comment\npandas==0.1\nnot-a-package==1.0\n")
    check = machine.versions(pins)
    assert check.state == WRONG
    assert "2 of 2 packages differ: pandas" in check.finding
    assert "not-a-package missing (expected 1.0)" in check.finding
    assert machine.versions(tmp_path / "none.txt").state == NOTE


def test_a_setting_that_nothing_reads_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert machine.chosen_settings(settings).state == WELL
    wrong = machine.chosen_settings(replace(settings, memory_limit="lots"))
    assert wrong.state == WRONG
    assert "'lots'" in wrong.finding
    monkeypatch.setenv("SCOUT_TRHEADS", "2")
    assert unknown_variables() == ["SCOUT_TRHEADS"]
    assert machine.chosen_settings(settings).finding == "Nothing reads SCOUT_TRHEADS."


def test_a_full_disk_is_told_before_a_build_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: _Usage(10**12, 0, 10**12))
    assert machine.disk(replace(settings, data_dir=settings.data_dir / "new")).state == WELL
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: _Usage(10**12, 10**12, 10**8))
    check = machine.disk(settings)
    assert (check.state, "100 MB free" in check.finding) == (WRONG, True)


def test_a_clock_behind_the_newest_build_is_wrong(settings: Settings) -> None:
    assert machine.clock(settings).state == WELL
    folder = settings.builds_dir / "20990101T000000Z-00000001"
    folder.mkdir(parents=True)
    (folder / builds.STORE_FILE).touch()
    manifest = {"built_at": "2099-01-01T00:00:00+00:00"}
    (folder / builds.MANIFEST_FILE).write_text(json.dumps(manifest))
    check = machine.clock(settings)
    assert check.state == WRONG
    assert "2099-01-01" in check.finding
