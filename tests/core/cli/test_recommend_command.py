"""`python -m core recommend` on files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.services.tables.recommend import read_events


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["recommend", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """80 users of two tastes and 40 items, five picks each to learn from and two to test."""
    generator = np.random.default_rng(0)
    rows = []
    for user in range(80):
        own = np.flatnonzero(np.arange(40) % 2 == user % 2)
        for place, item in enumerate(generator.choice(own, 7, replace=False)):
            rows.append((f"{user:03}", f"ä{item}", place))
    frame = pd.DataFrame(rows, columns=["user_id", "item_id", "time"])
    found = {name: tmp_path / f"{name}.csv" for name in ("train", "test", "items", "users")}
    frame[frame["time"] < 5].to_csv(found["train"], index=False)
    frame[frame["time"] >= 5].to_csv(found["test"], index=False)
    pd.DataFrame(
        {"item_id": [f"ä{n}" for n in range(41)], "side": [f"s{n % 2}" for n in range(41)]}
    ).to_csv(found["items"], index=False)
    pd.DataFrame(
        {"user_id": [f"{n:03}" for n in range(81)], "side": [f"s{n % 2}" for n in range(81)]}
    ).to_csv(found["users"], index=False)
    return found


def test_the_better_half_is_recommended_and_beats_what_is_chosen_most(
    files: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "new" / "top.csv"
    arguments = ("--interactions", files["train"], "--test", files["test"], "--out", out)
    code, shown, _ = _run(*arguments, "--top", 5, "--data", tmp_path, "--json")
    assert code == 0
    found = json.loads(shown)["quality"]
    assert found["recommender"]["auc"] > found["most chosen"]["auc"] + 0.2
    assert found["recommender"]["precision_at_5"] > found["most chosen"]["precision_at_5"]
    assert out.read_bytes().startswith(b"user_id")
    frame = pd.read_csv(out, dtype={"user_id": str})
    assert frame.columns.tolist() == ["user_id", "item_id", "rank", "score"]
    assert frame.groupby("user_id")["rank"].apply(list).tolist() == [[1, 2, 3, 4, 5]] * 80
    seen = pd.read_csv(files["train"], dtype=str)[["user_id", "item_id"]]
    assert frame.merge(seen, on=["user_id", "item_id"]).empty
    code, _, _ = _run(*arguments[:2], *arguments[4:], "--include-seen", "--data", tmp_path)
    assert code == 0
    both = pd.read_csv(out, dtype={"user_id": str})
    assert not both.merge(seen, on=["user_id", "item_id"]).empty


@pytest.mark.slow
def test_users_and_items_of_the_feature_tables_take_part(
    files: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "top.csv"
    code, shown, _ = _run(
        "--interactions", files["train"], "--users", files["users"], "--items", files["items"],
        "--out", out, "--data", tmp_path,
    )  # fmt: skip
    assert code == 0
    assert "81 users and 41 items" in shown
    frame = pd.read_csv(out, dtype={"user_id": str})
    cold = frame[frame["user_id"] == "080"]["item_id"].str[1:].astype(int)
    assert len(cold) == 10
    assert (cold % 2 == 0).mean() >= 0.8


def test_items_of_the_test_file_alone_are_never_recommended(tmp_path: Path) -> None:
    train, test, out = (tmp_path / name for name in ("a.csv", "b.csv", "o.csv"))
    train.write_text("user_id,item_id\nu,x\nv,y\n")
    test.write_text("user_id,item_id\nu,new\nw,x\n")
    code, shown, _ = _run("--interactions", train, "--test", test, "--out", out, "--data", tmp_path)
    assert code == 0
    assert "Too little data" in shown
    frame = pd.read_csv(out)
    assert set(frame["item_id"]) == {"x", "y"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "empty"),
        ("who,what\na,b\n", "user_id"),
        ("user_id,item_id,weight\na,b,-1\n", "above 0"),
        ("user_id,item_id\n,\n", "no"),
    ],
)
def test_bad_input_is_one_line_and_code_2(tmp_path: Path, text: str, expected: str) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(text)
    code, _, error = _run("--interactions", file, "--out", out, "--data", tmp_path)
    assert code == 2
    assert error.count("\n") == 1
    assert expected in error
    assert not out.exists()


def test_rows_that_cannot_be_used_are_counted(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("brand_id,influencer_id,weight,x\na,1,2,\nb,2,zero,\nc,,1,\na,2,1,\n")
    code, shown, _ = _run("--interactions", file, "--out", out, "--data", tmp_path)
    assert code == 0
    assert "2 rows could not be used" in shown
    assert "Columns not used: x" in shown


def test_exported_interactions_count_by_their_kind(tmp_path: Path) -> None:
    file = tmp_path / "interactions.csv"
    pd.DataFrame(
        {
            "brand_id": ["b1", "b1", "b2", "b2"],
            "influencer_id": ["c1", "c2", "c1", "c2"],
            "kind": ["view", "Collaboration", "nod", "contact"],
            "happened_at": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"],
        }
    ).to_csv(file, index=False)
    events = read_events(file)
    assert events.weights is not None
    assert events.weights.tolist() == [1, 10, 1, 3]
    assert events.unused_columns == ()
    assert events.times is not None
    assert np.diff(events.times).tolist() == [86_400.0] * 3
