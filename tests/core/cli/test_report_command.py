"""`python -m core report` on a small build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.settings import Settings
from core.store import builds
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.support.small_build import make_small_build

_STARTS = {"html": b"<!doctype html>", "pptx": b"PK", "xlsx": b"PK"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings.from_env(tmp_path_factory.mktemp("report_command"))
    make_small_build(settings)
    engine = workspace(settings)
    campaign = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Luma Skincare")
    campaigns.add_member(
        engine, campaign.campaign_id, "c003", handle="handle3", name="Mira 3", platform="instagram"
    )
    return settings.data_dir


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["report", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("kind", ["html", "pptx", "xlsx"])
def test_each_format_is_written(data: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "new" / f"spring.{kind}"
    code, shown, _ = _run("--campaign", "SPRING", "--out", out, "--data", data)
    assert code == 0
    assert "for Luma Skincare brings together 1 creator" in shown
    assert out.read_bytes().startswith(_STARTS[kind])
    assert [file.name for file in out.parent.iterdir()] == [out.name]


def test_a_program_gets_the_figures_and_the_build(data: Path, tmp_path: Path) -> None:
    build_id = builds.current_build(Settings.from_env(data)).build_id
    out = tmp_path / "spring.HTML"
    code, shown, _ = _run(
        "--campaign", "Spring", "--out", out, "--data", data, "--build", build_id, "--json"
    )
    assert code == 0
    result = json.loads(shown)
    assert (result["build_id"], result["campaign"], result["creators"]) == (build_id, "Spring", 1)
    low, high = result["cost_eur"]
    assert 0 < low < high
    assert build_id in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--campaign", "Autumn", "--out", "x.html"), "no campaign 'Autumn'"),
        (("--campaign", "Spring", "--out", "x.pdf"), ".html, .pptx, .xlsx"),
        (("--campaign", "Spring", "--out", "x.html", "--build", "none"), "none"),
    ],
)
def test_what_cannot_be_done_is_said(
    data: Path, tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    code, _, problems = _run(*arguments, "--data", data)
    assert code == 2
    assert expected in problems
