"""`python -m core influence` on files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.models.influence import model
from core.models.influence.choosing import Search
from core.models.influence.pairs import Pairs
from tests.support.judged import judged


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["influence", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def _frame(pairs: Pairs, *, choice: bool = True) -> pd.DataFrame:
    found = {"Choice": pairs.choice.astype(int)} if choice else {}
    for place, name in enumerate(pairs.names):
        found[f"A_{name}"] = pairs.a[:, place]
        found[f"B_{name}"] = pairs.b[:, place]
    return pd.DataFrame(found)


@pytest.fixture
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few trials and groups, where the claim is not about quality."""
    monkeypatch.setattr(model, "Search", lambda: Search(groups=4, tree_groups=3, tree_trials=3))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    frames = {
        "train": _frame(judged(200, 40, missing=0.1)),
        "test": _frame(judged(80, 30, seed=7)),
        "asked": _frame(judged(80, 30, seed=7), choice=False),
    }
    found = {}
    for name, frame in frames.items():
        found[name] = tmp_path / f"{name}.csv"
        frame.to_csv(found[name], index=False)
    return found


def test_each_pair_comes_back_in_order_with_interval_and_reasons(
    files: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "new" / "result.csv"
    code, shown, _ = _run(
        "--train", files["train"], "--test", files["test"], "--out", out, "--model", "additive"
    )
    assert code == 0
    frame = pd.read_csv(out)
    assert frame.columns.tolist() == [
        "row", "probability_a", "probability_a_low", "probability_a_high", "too_close_to_call",
        "reasons",
    ]  # fmt: skip
    assert frame["row"].tolist() == list(range(1, 81))
    assert (frame["probability_a_low"] <= frame["probability_a"]).all()
    assert (frame["probability_a"] <= frame["probability_a_high"]).all()
    choice = pd.read_csv(files["test"])["Choice"]
    assert ((frame["probability_a"] > 0.5) == (choice == 1)).mean() > 0.75
    assert frame["reasons"].str.contains("followers .* against .*: favours").mean() > 0.8
    for words in ("this model", "log differences", "followers only", "lists only", "Reliability"):
        assert words in shown


@pytest.mark.usefixtures("short_search")
@pytest.mark.slow
def test_sides_turned_give_the_other_probability(files: dict[str, Path], tmp_path: Path) -> None:
    asked = pd.read_csv(files["asked"])
    turned = asked.rename(columns=lambda name: {"A": "B", "B": "A"}[name[0]] + name[1:])
    both, out = tmp_path / "both.csv", tmp_path / "out.parquet"
    pd.concat([asked, turned]).to_csv(both, index=False)
    code, shown, _ = _run(
        "--train", files["train"], "--test", both, "--out", out, "--model", "boosted"
    )
    assert code == 0
    assert "Against the choices" not in shown
    found = pd.read_parquet(out)["probability_a"].to_numpy().reshape(2, -1)
    np.testing.assert_allclose(found[0], 1 - found[1], atol=1e-9)


@pytest.mark.usefixtures("short_search")
@pytest.mark.slow
def test_auto_says_what_it_compared(files: dict[str, Path], tmp_path: Path) -> None:
    code, shown, _ = _run(
        "--train", files["train"], "--test", files["test"], "--out", tmp_path / "o.csv", "--json"
    )
    assert code == 0
    said = json.loads(shown)
    assert set(said["compared_log_loss"]) == {
        "logistic", "additive", "smooth", "boosted", "mean",
    }  # fmt: skip
    assert said["model"] in said["compared_log_loss"]
    assert said["figures"]["this model"]["auc"] > 0.8
    assert said["train_people"] == 40


@pytest.mark.slow
def test_people_met_while_learning_are_said(files: dict[str, Path], tmp_path: Path) -> None:
    code, shown, _ = _run(
        "--train", files["train"], "--test", files["train"], "--out", tmp_path / "o.csv",
        "--model", "logistic",
    )  # fmt: skip
    assert code == 0
    assert "In 200 of the 200 pairs somebody was also used for training" in shown


@pytest.mark.slow
def test_columns_of_the_product_and_ids_work(tmp_path: Path) -> None:
    pairs = judged(120, 30)
    frame = _frame(pairs).rename(
        columns={f"{side}_noise": f"{side}_engagement_rate" for side in "AB"}
    )
    frame = frame.drop(columns=["A_listed_count", "B_listed_count"])
    frame["A_influencer_id"] = [f"c{one}" for one in pairs.person_a]
    frame["B_influencer_id"] = [f"c{one}" for one in pairs.person_b]
    file, out = tmp_path / "own.csv", tmp_path / "o.csv"
    frame.to_csv(file, index=False)
    code, shown, _ = _run("--train", file, "--test", file, "--out", out, "--model", "logistic")
    assert code == 0
    assert "followers, engagement rate" in shown
    assert "lists only" not in shown
    assert pd.read_csv(out)["a_id"].tolist() == frame["A_influencer_id"].tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"train": "asked"}, "needs a column 'Choice'"),
        ({"train": "nowhere"}, "expected a file, found none"),
        ({"model": "magic"}, "expected one of auto"),
        ({"out": "o.txt"}, ".csv"),
        ({"test": "other"}, "Expected a feature that both files have"),
        ({"train": "few"}, "at least 40 judged pairs"),
    ],
)
def test_what_is_wrong_is_one_line(
    files: dict[str, Path], tmp_path: Path, change: dict[str, str], words: str
) -> None:
    pd.DataFrame({"A_z": [1], "B_z": [2]}).to_csv(tmp_path / "other.csv", index=False)
    _frame(judged(10, 8)).to_csv(tmp_path / "few.csv", index=False)
    chosen = {"train": "train", "test": "test", "out": "o.csv", "model": "logistic", **change}
    code, _, error = _run(
        "--train", tmp_path / f"{chosen['train']}.csv",
        "--test", tmp_path / f"{chosen['test']}.csv",
        "--out", tmp_path / chosen["out"], "--model", chosen["model"],
    )  # fmt: skip
    assert code == 2
    assert words in error
    assert len(error.strip().splitlines()) == 1
