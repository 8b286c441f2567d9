"""`python -m core evidence` on a small build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.settings import Settings
from core.store import builds
from tests.support.growth_rows import plant_evidence
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings.from_env(tmp_path_factory.mktemp("evidence_command"))
    make_small_build(settings)
    plant_evidence(settings)
    return settings.data_dir


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["evidence", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("who", ["c008", "@handle8", "HANDLE8"])
def test_a_report_is_written_by_id_or_handle(data: Path, tmp_path: Path, who: str) -> None:
    out = tmp_path / "new" / "case.html"
    code, shown, _ = _run("--creator", who, "--out", out, "--data", data)
    assert code == 0
    assert "Unusual growth, worth checking (93%): one-day step, 7 Oct 2026" in shown
    assert "@handle8" in out.read_text(encoding="utf-8")
    assert [one.name for one in out.parent.iterdir()] == ["case.html"]


def test_a_program_gets_the_figures_and_the_build(data: Path, tmp_path: Path) -> None:
    build_id = builds.current_build(Settings.from_env(data)).build_id
    out = tmp_path / "case.html"
    code, shown, _ = _run(
        "--creator", "c008", "--out", out, "--data", data, "--build", build_id, "--json"
    )
    assert code == 0
    found = json.loads(shown)
    assert found["build_id"] == build_id
    assert found["authenticity_index"] == 31
    assert found["pattern"] == "step"
    assert build_id in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--creator", "nobody", "--out", "x.html"), "no creator '@nobody'"),
        (("--creator", "c008", "--out", "x.pdf"), ".html"),
        (("--creator", "c008", "--out", "x.html", "--build", "none"), "no build 'none'"),
    ],
)
def test_bad_input_is_one_line_and_code_2(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    expected: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = _run(*arguments, "--data", data)
    assert code == 2
    assert error.count("\n") == 1
    assert expected in error
    assert not list(tmp_path.iterdir())
