"""`python -m core brief` on the small build of the page tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief_command")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["brief", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def answer(*arguments: object) -> dict[str, Any]:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    result: dict[str, Any] = json.loads(out)
    return result


def test_constraints_shortlist_and_plan_as_json(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    result = answer(
        "3 Glow creators from Germany, micro, budget 1,500 USD, no TikTok, engagement above 2%, "
        "posting at least once a month",
        "--out", file,
    )  # fmt: skip
    assert result["constraints"] == {
        "count": 3,
        "countries": ["DE"],
        "platforms": ["instagram", "youtube"],
        "tiers": ["micro"],
        "niches": ["Glow"],
        "budget": 1500.0,
        "engagement_percent_min": 2.0,
        "posts_per_week_min": 0.23,
    }
    assert result["leftover"] == ""
    assert any("USD" in warning for warning in result["warnings"])
    assert result["eligible"] == len(result["shortlist"])
    assert {row["country"] for row in result["shortlist"]} == {"DE"}
    assert len(result["plan"]["chosen"]) <= 3
    planned = {row["influencer_id"] for row in result["plan"]["chosen"]}
    assert {row["influencer_id"] for row in result["shortlist"] if row["in_plan"]} == planned
    assert list(pd.read_csv(file)["influencer_id"]) == [
        row["influencer_id"] for row in result["shortlist"]
    ]


@pytest.mark.slow
def test_what_a_person_reads() -> None:
    code, out, _ = run("Zwei Creator aus Deutschland zum Thema glow, höchstens 200 Euro pro Post")
    assert code == 0
    assert "Understood: 2 creators, from Germany, topic Glow, up to €200 per post." in out
    assert "creators meet every condition" in out
    assert "(in the plan)" in out


@pytest.mark.slow
def test_a_plan_becomes_a_campaign(tmp_path: Path) -> None:
    result = answer("2 Glow creators, €2,000 in all", "--campaign", "Spring", "--brand", "b0")
    engine = workspace(Settings.from_env())
    [made] = campaigns.campaigns(engine)
    assert (made.name, made.brand_id, made.budget) == ("Spring", "b0", 2000.0)
    assert result["campaign"] == "Spring"
    assert len(campaigns.members(engine, made.campaign_id)) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["  "], "The brief is empty"),
        (["x" * 2_001], "at most 2,000 can be read"),
        (["5 creators", "--brand", "nobody"], "no brand 'nobody'"),
        (["5 creators from Japan", "--campaign", "Tokyo"], "The plan is empty"),
        (["5 creators", "--out", "list.docx"], ".csv"),
    ],
)
def test_what_cannot_be_answered(arguments: list[str], words: str) -> None:
    code, _, problems = run(*arguments)
    assert code == 2
    assert words in problems
    assert problems.count("\n") == 1


def test_reasons_are_lists_in_json() -> None:
    result = answer("3 Glow creators from Germany, €1,500 in all")
    assert all(isinstance(row["reasons"], list) for row in result["shortlist"])
    assert all(isinstance(row["watch_outs"], list) for row in result["shortlist"])


@pytest.mark.slow
def test_a_person_reads_what_ranks_and_one_form_of_money() -> None:
    code, out, _ = run("2 Glow creators, xqzvlip, €1,500 in all")
    assert code == 0
    assert "Ranked by: Glow, xqzvlip." in out
    assert "Not understood" not in out
    assert "EUR" not in out
    assert " creators for €" in out
