"""`python -m core optimise` on the small build of the page tests."""

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
from tests.support.growth_rows import plant_evidence
from tests.support.price_rows import plant_estimates
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("optimise")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["optimise", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def answer(*arguments: object) -> dict[str, Any]:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_set_keeps_to_the_budget_and_to_the_wishes() -> None:
    found = answer(
        "--brand", "luma skincare", "--budget", 1500, "--at-most", 6,
        "--tier", "micro=2", "--country", "de=0.5",
    )  # fmt: skip
    assert found["status"] == "best"
    assert 1 <= len(found["chosen"]) <= 6
    assert found["cost_eur"] <= 1500
    assert found["cost_eur"] == pytest.approx(
        sum(one["price_eur"] for one in found["chosen"]), abs=0.01
    )
    # Creators with an even number are from Germany.
    german = [one for one in found["chosen"] if int(one["influencer_id"][1:]) % 2 == 0]
    assert len(german) >= len(found["chosen"]) / 2
    assert found["left_out"]
    assert all("why" in one for one in found["left_out"])


@pytest.mark.slow
def test_more_money_never_makes_the_set_worth_less() -> None:
    worths = [
        answer("--brand", "b1", "--budget", budget, "--goal", "reach")["objective"]
        for budget in (50, 100, 200)  # small enough for a proof before the time is over
    ]
    assert worths == sorted(worths)
    assert worths[0] < worths[2]


@pytest.mark.slow
def test_the_set_is_saved_in_a_new_campaign_and_stays_in_the_next_set(tmp_path: Path) -> None:
    out = tmp_path / "set.csv"
    first = answer(
        "--brand", "b0", "--budget", 900, "--at-most", 3, "--campaign", "Spring", "--out", out
    )
    engine = workspace(Settings.from_env())
    saved = campaigns.campaign_named(engine, "Spring")
    assert (saved.brand_id, saved.budget) == ("b0", 900)
    ids = {one.influencer_id for one in campaigns.members(engine, saved.campaign_id)}
    assert ids == {one["influencer_id"] for one in first["chosen"]}
    assert first["added"] == len(ids) == 3
    frame = pd.read_csv(out)
    assert set(frame["influencer_id"]) == ids
    assert frame["price_eur"].sum() == pytest.approx(first["cost_eur"], abs=0.01)
    again = answer("--brand", "b0", "--budget", 2000, "--at-most", 5, "--campaign", "spring")
    assert ids < {one["influencer_id"] for one in again["chosen"]}
    assert again["added"] == 2


@pytest.mark.slow
def test_figures_of_the_file_are_rounded_and_a_score_is_no_multiple_of_a_median(
    tmp_path: Path,
) -> None:
    out = tmp_path / "set.csv"
    scored = answer("--brand", "b0", "--budget", 900, "--at-most", 3, "--out", out)
    assert all(one["against_median"] is None for one in scored["chosen"])
    frame = pd.read_csv(out, dtype=str)
    assert frame["against_median"].isna().all()
    for name in ("value", "price_eur", "value_per_eur_100", "fit", "reach", "engagements"):
        assert frame[name].str.fullmatch(r"\d+(\.\d{1,2})?").all(), name
    answer("--brand", "b0", "--budget", 900, "--goal", "reach", "--at-most", 3, "--out", out)
    assert (pd.read_csv(out)["against_median"] > 0).all()


@pytest.mark.slow
def test_the_same_question_has_the_same_answer() -> None:
    one, two = (answer("--brand", "b2", "--budget", 700, "--goal", "mix") for _ in range(2))
    assert {**one, "seconds": 0} == {**two, "seconds": 0}


@pytest.mark.slow
def test_a_person_reads_lines() -> None:
    code, out, _ = run("--brand", "b0", "--budget", 500)
    assert code == 0
    assert "proven best" in out
    assert "not @" in out


def test_wishes_that_cannot_be_kept_are_named_in_one_line() -> None:
    code, _, problem = run("--brand", "b0", "--budget", 10, "--at-least", 8)
    assert code == 2
    assert "Dropping one" in problem
    assert "the budget" in problem
    assert problem.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--brand", "nobody", "--budget", "10"], "no brand 'nobody'"),
        (["--brand", "b0", "--budget", "-1"], "budget"),
        (["--brand", "b0", "--budget", "10", "--goal", "fame"], "--goal"),
        (["--brand", "b0", "--budget", "10", "--tier", "micro"], "micro=3"),
        (["--brand", "b0", "--budget", "10", "--tier", "huge=1"], "huge"),
        (["--brand", "b0", "--budget", "10", "--country", "DE=2"], "expected 0 to 1"),
        (["--brand", "b0", "--budget", "10", "--out", "set.doc"], ".csv"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], words: str) -> None:
    code, _, problem = run(*arguments)
    assert code == 2
    assert words in problem
    assert problem.count("\n") == 1


@pytest.mark.slow
def test_growth_worth_checking_is_left_out_by_default_and_marked_when_included(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "planted"))
    make_small_build(Settings.from_env())
    plant_evidence(Settings.from_env())
    # c008 alone is worth checking; 60 places take everybody that may be chosen.
    question = ("--brand", "b0", "--budget", 1_000_000, "--at-most", 60, "--goal", "engagements")
    safe = answer(*question)
    assert safe["unusual_left_out"] == 1
    assert safe["excluded"]["growth worth checking"] == 1
    assert "c008" not in {one["influencer_id"] for one in safe["chosen"]}
    every = {one["influencer_id"]: one for one in answer(*question, "--include-unusual")["chosen"]}
    assert every["c008"]["verdict"].startswith("Unusual growth, worth checking (")
    assert every["c007"]["verdict"] == "Growth looks ordinary"
    assert every["c002"]["verdict"] == "Not enough data"
    _, said, _ = run(*question)
    assert "1 creator, growth worth checking. Show them with --include-unusual." in said


@pytest.mark.slow
def test_each_creator_is_explained_and_one_above_half_of_the_cost_is_said() -> None:
    question = ("--brand", "b0", "--budget", 400, "--at-most", 4, "--goal", "engagements")
    found = answer(*question)
    assert found["status"] == "best"
    whys = [one["why"] for one in found["chosen"]]
    assert len(set(whys)) == len(whys)
    assert all("better than" in why and "likes + comments per" in why for why in whys)
    largest = max(one["price_eur"] for one in found["chosen"]) / found["cost_eur"]
    if found["largest_share"] is None:
        assert largest <= 0.5
    else:
        assert found["largest_share"]["share"] == pytest.approx(largest, abs=1e-4)
    capped = answer(*question, "--budget-share-max", 0.3)
    assert all(one["price_eur"] <= 120 for one in capped["chosen"])


@pytest.mark.slow
def test_estimated_prices_count_are_marked_and_can_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "estimates"))
    settings = Settings.from_env(tmp_path / "estimates")
    make_small_build(settings)
    plant_estimates(settings, ["c003"], low=1.0, high=4.0)
    asked = ("--brand", "b0", "--budget", 200, "--goal", "engagements", "--at-most", 5)
    found = answer(*asked)
    assert found["status"] == "best"
    rows = {row["influencer_id"]: row for row in found["chosen"]}
    assert rows["c003"]["price_source"] == "estimated"
    assert (rows["c003"]["cost_low_eur"], rows["c003"]["cost_high_eur"]) == (1.0, 4.0)
    assert {row["price_source"] for row in found["chosen"]} == {"estimated", "listed"}
    assert found["certainty"] is None
    file = tmp_path / "set.csv"
    _, said, _ = run(*asked, "--out", file)
    assert "€4 (estimated)" in said
    assert "estimated" in set(pd.read_csv(file)["price_source"])
    without = answer(*asked, "--listed-prices")
    assert "c003" not in {row["influencer_id"] for row in without["chosen"]}


@pytest.mark.slow
def test_certainty_holds_budget_and_promise_and_out_of_range_is_refused() -> None:
    asked = ("--brand", "b0", "--budget", 900, "--goal", "engagements", "--at-most", 10)
    certain = answer(*asked, "--certainty", 0.8, "--reach-least", 1_000)
    assert certain["certainty"] == 0.8
    assert certain["expected"]["budget_probability"] >= 0.8
    assert certain["expected"]["cost_most_eur"] <= 900
    assert certain["expected"]["promise_probabilities"]["people reached"] >= 0.8
    mean = answer(*asked, "--middle")
    assert mean["objective"] >= certain["objective"]
    code, _, said = run(*asked, "--certainty", 0.3)
    assert code == 2
    assert "expected 0.6 to 0.99" in said
