"""`python -m core profile` on files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app

_WORDS = {
    "food": ("bread", "oven", "recipe", "dinner", "cake"),
    "travel": ("beach", "flight", "island", "hotel", "sunset"),
}


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["profile", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def _rows(accounts: int, start: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(start)
    rows = []
    for number in range(start, start + accounts):
        category = ("food", "travel")[number % 2]
        rows += [
            {
                "account_id": f"{number:04}",
                "post_id": f"{number:04}-{post}",
                "category": category,
                "caption": " ".join(rng.choice(_WORDS[category], 2)) + " #mylife",
                "likes": int(rng.integers(10, 99)),
            }
            for post in range(2)
        ]
    return pd.DataFrame(rows)


@pytest.fixture
def train(tmp_path: Path) -> Path:
    file = tmp_path / "train.csv"
    _rows(24).to_csv(file, index=False)
    return file


def test_each_account_gets_its_category_and_the_posts_that_count(
    train: Path, tmp_path: Path
) -> None:
    test = _rows(4, start=100).drop(columns="category")
    test.loc[len(test)] = ["0999", "p", None, 3]
    test.to_csv(tmp_path / "test.csv", index=False)
    out = tmp_path / "out.parquet"
    code, shown, _ = _run(
        "--train", train, "--test", tmp_path / "test.csv", "--out", out, "--data", tmp_path
    )
    assert code == 0
    assert "Nothing to read: 1 account." in shown
    frame = pd.read_parquet(out).set_index("account_id")
    assert frame["category"].tolist()[:4] == ["food", "travel", "food", "travel"]
    assert frame["category"].isna().tolist() == [False] * 4 + [True]
    assert frame.loc["0100", "second_category"] == "travel"
    both = frame[["food_probability", "travel_probability"]].iloc[:4]
    np.testing.assert_allclose(both.sum(axis=1), 1, atol=2e-4)
    assert set(frame.loc["0100", "top_posts"]) == {"0100-0", "0100-1"}
    assert sum(frame.loc["0100", "top_post_weights"]) == pytest.approx(1, abs=2e-4)
    assert frame.loc["0999", "posts_read"] == 0
    assert np.isnan(frame.loc["0999", "food_probability"])


@pytest.mark.slow
def test_scores_leave_out_accounts_that_were_trained_on(train: Path, tmp_path: Path) -> None:
    test = pd.concat([_rows(2), _rows(6, start=50)])
    test.to_csv(tmp_path / "test.csv", index=False)
    code, shown, _ = _run(
        *("--train", train, "--test", tmp_path / "test.csv", "--out", tmp_path / "out.csv"),
        *("--data", tmp_path, "--evaluate", "--json"),
    )
    result = json.loads(shown)
    assert code == 0
    assert result["shared_accounts"] == 2
    assert result["figures"]["accounts_count"] == 6
    assert result["figures"]["macro_f1"] == 1
    assert result["cross_validated"] is False


@pytest.mark.slow
def test_without_categories_to_compare_the_scores_are_cross_validated(
    train: Path, tmp_path: Path
) -> None:
    _rows(2, start=50).drop(columns="category").to_csv(tmp_path / "test.csv", index=False)
    code, shown, _ = _run(
        *("--train", train, "--test", tmp_path / "test.csv", "--out", tmp_path / "out.csv"),
        *("--data", tmp_path, "--evaluate"),
    )
    assert code == 0
    assert "Cross-validated on 24 accounts of train.csv (5 folds by account): macro-F1" in shown


@pytest.mark.slow
def test_a_category_spelled_another_way_in_the_test_table_is_the_same(
    train: Path, tmp_path: Path
) -> None:
    test = _rows(6, start=50).assign(category=lambda rows: rows["category"].str.title())
    test.to_csv(tmp_path / "test.csv", index=False)
    code, shown, _ = _run(
        *("--train", train, "--test", tmp_path / "test.csv", "--evaluate", "--json"),
        *("--data", tmp_path),
    )
    result = json.loads(shown)
    assert code == 0
    assert result["unknown_categories"] == []
    assert result["figures"]["accuracy"] == 1
    # 24 accounts are too few to be certain of anything.
    assert result["figures"]["log_loss"] > 0.02


@pytest.mark.slow
def test_accounts_that_were_all_trained_on_are_cross_validated(train: Path, tmp_path: Path) -> None:
    arguments = ("--train", train, "--test", train, "--evaluate", "--data", tmp_path)
    code, shown, _ = _run(*arguments)
    assert code == 0
    assert "No account of train.csv with a category is new to the model" in shown
    assert "Cross-validated on 24 accounts of train.csv (5 folds by account)" in shown


@pytest.mark.slow
def test_without_a_test_table_each_account_is_profiled_by_a_model_that_had_not_seen_it(
    train: Path, tmp_path: Path
) -> None:
    frame = _rows(60).astype(str)
    # One account writes about travel and is labelled food: a model that had seen it might agree.
    frame.loc[frame["account_id"] == "0001", "category"] = "food"
    frame.loc[len(frame)] = ["0099", "0099-0", "boats", "harbour", "1"]
    frame.to_csv(train, index=False)
    out = tmp_path / "out.parquet"
    code, shown, _ = _run(
        "--train", train, "--evaluate", "--out", out, "--data", tmp_path, "--json"
    )
    result = json.loads(shown)
    assert code == 0
    assert result["cross_validated"] is True
    assert result["left_out_categories"] == ["boats"]
    # Wrong are the mislabelled account and the one whose category is too rare to be trained.
    assert result["figures"]["accounts_count"] == 61
    assert result["figures"]["accuracy"] == pytest.approx(59 / 61)
    profiles = pd.read_parquet(out).set_index("account_id")
    assert profiles.loc["0001", "category"] == "travel"
    assert len(profiles) == 61
    assert sum(profiles.loc["0001", "top_post_weights"]) == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize(
    ("options", "words"),
    [((), "--test"), (("--test", "train.csv"), "--out"), (("--out", "x.doc"), ".parquet")],
)
def test_options_that_ask_for_nothing_are_refused(
    train: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    code, _, problems = _run("--train", train, *options, "--data", tmp_path)
    assert code == 2
    assert words in problems


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"category": "food"}, "Found 1 category of 24 labelled accounts: 'food' (24)"),
        ({"category": None}, "category of each account"),
        ({"caption": ""}, "expected captions"),
        ({"account_id": ["a", "b"] * 24}, "two categories"),
    ],
)
def test_a_table_that_nothing_can_be_trained_on_is_refused(
    train: Path, tmp_path: Path, change: dict[str, object], words: str
) -> None:
    frame = pd.read_csv(train, dtype=str).assign(**change)
    frame.to_csv(tmp_path / "bad.csv", index=False)
    code, _, problems = _run(
        *("--train", tmp_path / "bad.csv", "--test", train, "--out", tmp_path / "out.csv"),
        *("--data", tmp_path),
    )
    assert code == 2
    assert words in problems
    assert not (tmp_path / "out.csv").exists()


def test_an_engine_that_is_not_there_is_named(train: Path, tmp_path: Path) -> None:
    code, _, problems = _run(
        *("--train", train, "--test", train, "--out", tmp_path / "out.csv"),
        *("--data", tmp_path, "--engine", "abacus"),
    )
    assert code == 2
    assert "abacus" in problems


@pytest.mark.slow
def test_attention_is_an_engine_of_its_own(train: Path, tmp_path: Path) -> None:
    _rows(4, start=50).to_csv(tmp_path / "test.csv", index=False)
    code, shown, _ = _run(
        *("--train", train, "--test", tmp_path / "test.csv", "--out", tmp_path / "out.csv"),
        *("--data", tmp_path, "--engine", "torch", "--evaluate", "--json"),
    )
    result = json.loads(shown)
    assert code == 0
    assert result["engine"] == "torch"
    assert result["figures"]["accounts_count"] == 4
    frame = pd.read_csv(tmp_path / "out.csv", dtype={"account_id": str})
    assert frame["category"].isin(["food", "travel"]).all()


@pytest.mark.slow  # Java takes most of a minute of one core
def test_spark_averages_the_posts(train: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("there is no Java; PySpark needs Java 17")
    test = _rows(4, start=50).drop(columns="category")
    test.loc[len(test)] = ["0999", "p", None, 3]
    test.to_csv(tmp_path / "test.csv", index=False)
    code, shown, problems = _run(
        *("--train", train, "--test", tmp_path / "test.csv", "--out", tmp_path / "out.csv"),
        *("--data", tmp_path, "--engine", "spark", "--master", "local[1]", "--json"),
    )
    assert code == 0, problems
    assert json.loads(shown)["engine"] == "spark"
    frame = pd.read_csv(tmp_path / "out.csv", dtype={"account_id": str})
    assert frame["category"].tolist()[:4] == ["food", "travel"] * 2
    assert frame["posts_read"].tolist() == [2, 2, 2, 2, 0]
    assert frame["category"].isna().tolist() == [False] * 4 + [True]
