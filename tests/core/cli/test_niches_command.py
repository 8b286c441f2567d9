"""`python -m core niches` on files."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.services.tables.niches import ROUGH_COUNT

FOOD = ["Fresh pasta with tomato sauce", "A recipe for chocolate cake", "Baking sourdough bread"]
GYM = ["Leg day at the gym", "Heavy squats and a protein shake", "My workout for strong legs"]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Six accounts with two posts each, on two topics, and one without text; shuffled."""
    rows = []
    for topic, captions in (("food", FOOD), ("gym", GYM)):
        for number in range(3):
            for turn in range(2):
                rows.append((f"0{topic}{number}", captions[(number + turn) % 3], topic))
    rows.append(("silent", "", "food"))
    frame = pd.DataFrame(rows, columns=["account_id", "caption", "category"])
    file = tmp_path / "posts.csv"
    frame.sample(frac=1, random_state=3).to_csv(file, index=False)
    return file


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["niches", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def test_accounts_of_one_topic_share_a_niche(posts: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "niches.csv"
    code, shown, _ = _run("--posts", posts, "--out", out, "--k", 2, "--data", tmp_path)
    assert code == 0
    frame = pd.read_csv(out, encoding="utf-8", dtype={"account_id": str})
    assert out.read_bytes()[:10] == b"account_id"
    assert frame.columns[:4].tolist() == [
        "account_id",
        "niche_id",
        "niche_keywords",
        "confidence",
    ]
    assert frame["account_id"].tolist() == sorted(frame["account_id"])
    niches = dict(zip(frame["account_id"], frame["niche_id"], strict=True))
    assert niches["0food0"] == niches["0food1"] == niches["0food2"]
    assert niches["0gym0"] == niches["0gym1"] == niches["0gym2"] != niches["0food0"]
    assert frame.set_index("account_id").loc["silent"].isna().all()
    assert frame["confidence"].dropna().between(0, 1).all()
    assert "NMI 1.000, purity 1.000 (a single niche would have 0.500)" in shown
    named = dict(zip(frame["account_id"], frame["niche_name"], strict=True))
    assert named["0food0"] == "Food & cooking"
    assert named["0gym0"] == "Fitness & gym"


def test_an_own_list_of_topics_names_the_niches(posts: Path, tmp_path: Path) -> None:
    (tmp_path / "niche_taxonomy.toml").write_text(
        '["Sweet things"]\ndescription = "Cakes and bread."\nen = "cake baking pasta recipe"\n'
        '["Strong legs"]\ndescription = "Leg day, squats."\nen = "legs gym squats workout"\n'
    )
    out = tmp_path / "niches.csv"
    code, shown, _ = _run("--posts", posts, "--out", out, "--k", 2, "--data", tmp_path)
    assert code == 0
    assert "Sweet things" in shown
    assert "Strong legs" in shown


@pytest.mark.slow
def test_parquet_and_csv_give_the_same_niches(posts: Path, tmp_path: Path) -> None:
    parquet = tmp_path / "posts.parquet"
    duckdb.execute(f"COPY (FROM read_csv('{posts}', all_varchar=true)) TO '{parquet}'")
    results = []
    for source in (posts, parquet):
        out = tmp_path / f"{source.suffix[1:]}.csv"
        code, printed, _ = _run(
            "--posts", source, "--out", out, "--k", 2, "--data", tmp_path, "--json"
        )
        assert code == 0
        assert json.loads(printed)["nmi"] == pytest.approx(1.0)
        results.append(out.read_text(encoding="utf-8"))
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("content", "k", "message"),
    [
        ("account_id,title\na,b\n", "8", "needs a column 'caption'"),
        ("account_id,caption\n", "8", "found none"),
        ("account_id,caption\n,hello\n", "8", "account_id, found none"),
    ],
    ids=["wrong column", "no rows", "no account"],
)
def test_bad_input_is_one_line_and_exit_code_2(
    tmp_path: Path, content: str, k: str, message: str
) -> None:
    file = tmp_path / "posts.csv"
    file.write_text(content, encoding="utf-8")
    out = tmp_path / "out.csv"
    code, _, error = _run("--posts", file, "--out", out, "--k", k, "--data", tmp_path)
    assert code == 2
    assert message in error
    assert len(error.strip().splitlines()) == 1
    assert not out.exists()


def test_a_missing_file_and_a_wrong_ending_are_told_apart(posts: Path, tmp_path: Path) -> None:
    code, _, error = _run("--posts", tmp_path / "none.csv", "--out", tmp_path / "o.csv")
    assert (code, "none.csv" in error) == (2, True)
    code, _, error = _run("--posts", posts, "--out", tmp_path / "o.docx", "--data", tmp_path)
    assert (code, "o.docx" in error) == (2, True)
    code, _, _ = _run("--posts", posts, "--out", tmp_path / "o.csv", "--k", "many")
    assert code == 2


def test_account_ids_come_back_as_they_were(tmp_path: Path) -> None:
    ids = ["+49123", "-5", "@me", "=1+1", "007", "é"]
    file, out = tmp_path / "posts.csv", tmp_path / "out.csv"
    frame = pd.DataFrame({"account_id": ids, "caption": (FOOD + GYM)[: len(ids)]})
    frame.to_csv(file, index=False)
    code, _, _ = _run("--posts", file, "--out", out, "--k", 2, "--data", tmp_path)
    assert code == 0
    found = pd.read_csv(out, dtype=str, encoding="utf-8")
    assert set(found["account_id"]) == set(ids)


def _of(count: int, folder: Path) -> Path:
    """Posts of accounts whose captions have nothing in common."""
    words = np.random.default_rng(5).permutation(
        [f"{first}{second}{third}" for first in "bdfgk" for second in "aeiou" for third in "lmnrst"]
    )
    captions = [" ".join(np.roll(words, 7 * number)[:5]) for number in range(count)]
    file = folder / f"mixed_{count}.csv"
    ids = [f"a{number}" for number in range(count)]
    pd.DataFrame({"account_id": ids, "caption": captions}).to_csv(file, index=False)
    return file


@pytest.mark.slow
def test_auto_makes_rough_groups_where_no_number_is_stable_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "rough.csv"
    arguments = ("--posts", _of(60, tmp_path), "--out", out, "--k", "auto", "--data", tmp_path)
    code, shown, _ = _run(*arguments, "--json")
    assert code == 0
    result = json.loads(shown)
    assert (result["niches"], result["is_stable"]) == (ROUGH_COUNT, False)
    assert pd.read_csv(out)["niche_id"].nunique() == ROUGH_COUNT
    assert "8 rough groups" in _run(*arguments)[1]


def test_auto_makes_none_of_a_handful_of_accounts(tmp_path: Path) -> None:
    out = tmp_path / "few.csv"
    code, shown, _ = _run(
        "--posts", _of(12, tmp_path), "--out", out, "--k", "auto", "--data", tmp_path
    )
    assert code == 0
    assert "too few readable accounts" in shown
    assert pd.read_csv(out)["niche_id"].isna().all()
