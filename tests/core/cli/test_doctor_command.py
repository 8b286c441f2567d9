"""`doctor` says what is wrong with the data, what to do, and by exit code whether all is well."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from core.cli import app
from core.services.doctor import data
from core.services.doctor.check import WELL
from core.settings import Settings
from core.store import builds, jobs
from core.store.builds import Build


@pytest.fixture
def settings(small_build: Build, tmp_path: Path) -> Settings:
    """A data folder with two whole builds, the newer one in use."""
    settings = Settings.from_env(tmp_path / "data")
    for build_id in ("20260101T000000Z-00000001", "20260102T000000Z-00000002"):
        shutil.copytree(small_build.folder, settings.builds_dir / build_id)
    builds.publish(settings, build_id)
    return settings


@pytest.fixture(autouse=True)
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it takes a second; one test does."""

    class Encoder:
        version = "test"

    monkeypatch.setattr(data, "load_model", lambda *_, **__: Encoder)


def _examined(settings: Settings) -> tuple[int, dict[str, Any], dict[str, dict[str, str]]]:
    result = CliRunner().invoke(app, ["doctor", "--json", "--data", str(settings.data_dir)])
    answer = json.loads(result.stdout)
    return result.exit_code, answer, {check["name"]: check for check in answer["checks"]}


def test_all_is_well_on_whole_data(settings: Settings) -> None:
    code, answer, checks = _examined(settings)
    assert (code, answer["is_well"]) == (0, True), answer
    assert {check["state"] for check in checks.values()} == {WELL}
    assert "1 to go back to" in checks["other builds"]["finding"]
    said = CliRunner().invoke(app, ["doctor", "--data", str(settings.data_dir)]).output
    assert said.endswith("All is well.\n")


def test_a_flipped_byte_is_found_with_the_way_out(settings: Settings) -> None:
    file = builds.current_build(settings).folder / "brand_embeddings.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    code, answer, checks = _examined(settings)
    assert (code, answer["is_well"]) == (1, False)
    check = checks["build in use"]
    assert "is damaged: brand_embeddings.npy holds other bytes" in check["finding"]
    assert "publish 20260101T000000Z-00000001" in check["advice"]
    assert checks["other builds"]["state"] == "ok"


def test_an_older_build_that_is_cut_off_is_told(settings: Settings) -> None:
    (settings.builds_dir / "20260101T000000Z-00000001" / "brand_embeddings.npy").write_bytes(b"")
    code, _, checks = _examined(settings)
    assert code == 1
    assert (
        "00000001' is damaged: brand_embeddings.npy is cut off"
        in (checks["other builds"]["finding"])
    )


def test_a_workspace_that_is_no_database_is_told(settings: Settings) -> None:
    (settings.data_dir / "workspace.db").write_text("no database" * 100)
    code, _, checks = _examined(settings)
    assert (code, checks["workspace"]["state"]) == (1, "wrong")


def test_an_empty_folder_is_no_fault(tmp_path: Path) -> None:
    code, _, checks = _examined(Settings.from_env(tmp_path / "new"))
    assert code == 0
    assert checks["build in use"]["state"] == "note"
    assert "python -m core build" in checks["build in use"]["advice"]


def test_locks_and_what_dead_builders_left_are_told(settings: Settings) -> None:
    with FileLock(settings.data_dir / builds.POINTER_LOCK_FILE):
        assert "changing the builds" in _examined(settings)[2]["locks"]["finding"]
    dead = settings.builds_dir / "20260103T000000Z-00000003"
    dead.mkdir()
    (dead / builds.LOCK_FILE).touch()
    assert dead.name in _examined(settings)[2]["locks"]["finding"]
    jobs.JobReporter(settings, "one", "Build").fail("No room on the disk.")
    code, _, checks = _examined(settings)
    assert (code, checks["jobs"]["finding"]) == (
        0,
        "The last one stopped: Build. No room on the disk.",
    )


def test_a_model_that_cannot_be_loaded_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = tmp_path / "network.onnx"
    empty.touch()
    monkeypatch.setattr(data, "NETWORK_FILE", empty)
    check = data.models(settings)
    assert (check.state, "network.onnx is empty" in check.finding) == ("wrong", True)
