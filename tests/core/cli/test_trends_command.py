"""`python -m core trends` on files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from tests.support.worlds import WEEKS, posts_of, tags_of


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["trends", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 creators; 'slowtrains' rises, 'megahaul' falls, 'tea' stays."""
    rng = np.random.default_rng(4)
    posts = posts_of(rng, 600, 10, growing=True)
    week = np.arange(WEEKS)
    shares = [0.01 * np.exp(0.2 * week), 0.15 * np.exp(-0.2 * week), np.full(WEEKS, 0.05)]
    uses = tags_of(rng, posts, shares)
    names = np.array(["#SlowTrains", "#megahaul", "#tea"])
    captions = [["a day"] for _ in posts.days]
    for post, item in zip(uses.posts, uses.items, strict=True):
        captions[post].append(names[item])
    file = tmp_path_factory.mktemp("trends") / "posts.csv"
    pd.DataFrame(
        {
            "influencer_id": [f"a{one:03d}" for one in posts.creators],
            "posted_at": pd.to_datetime(posts.days, unit="D").strftime("%Y-%m-%d"),
            "caption": [" ".join(one) for one in captions],
        }
    ).to_csv(file, index=False)
    return file


def test_planted_trends_come_first_and_the_steady_tag_last(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "trends.csv"
    code, shown, _ = _run("--posts", table, "--out", out, "--data", tmp_path)
    assert code == 0
    assert "#slowtrains: rising" in shown
    frame = pd.read_csv(out).set_index("item")
    assert frame["direction"].to_dict() == {
        "slowtrains": "rising",
        "megahaul": "falling",
        "tea": "steady",
    }
    assert frame.index[2] == "tea"
    row = frame.loc["slowtrains"]
    assert row["low_percent"] < (np.exp(0.2) - 1) * 100 < row["high_percent"]


def test_seconds_since_1970_and_a_column_of_hashtags_are_understood(
    table: Path, tmp_path: Path
) -> None:
    frame = pd.read_csv(table)
    frame["posted_at"] = pd.to_datetime(frame["posted_at"]).astype("datetime64[s]").astype("int64")
    frame["hashtags"] = frame.pop("caption").str.findall(r"#\w+").str.join(", ")
    frame.loc[0, "posted_at"] = None
    file = tmp_path / "posts.parquet"
    frame.astype({"posted_at": "Int64"}).to_parquet(file)
    out = tmp_path / "trends.parquet"
    code, shown, _ = _run("--posts", file, "--out", out, "--data", tmp_path, "--json")
    assert code == 0
    said = json.loads(shown)
    assert said["directions"] == {"rising": 1, "falling": 1, "steady": 1, "too few": 0}
    assert said["left_out"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("influencer_id,posted_at,caption\na,2026-01-01,no tags\n", "hashtags"),
        ("influencer_id,posted_at,caption\na,2026-01-01,#one\n", "whole week"),
        ("influencer_id,posted_at,caption\na,,#one\n", "date"),
        ("influencer_id,posted_at\na,2026-01-01\n", "caption"),
    ],
)
def test_files_without_trends_say_what_is_missing(content: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text(content)
    code, _, error = _run("--posts", file, "--out", tmp_path / "o.csv", "--data", tmp_path)
    assert code == 2
    assert words in error
