"""`python -m core rising` and `forecast` on files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from tests.support.series import calm


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def history(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    frames = []
    for number in range(40):
        counts = calm(rng, noise=0.001, days=80).astype(float)
        if number == 9:
            counts *= np.exp(0.01 * np.maximum(np.arange(80) - 50, 0))
        days = pd.date_range("2026-06-01", periods=80).strftime("%Y-%m-%d")
        frames.append(
            pd.DataFrame(
                {
                    "influencer_id": f"c{number:02d}",
                    "date": days,
                    "followers": np.rint(counts).astype(int),
                }
            )
        )
    frames.append(frames[0].head(5).assign(influencer_id="new"))
    file = tmp_path / "history.csv"
    pd.concat(frames).to_csv(file, index=False)
    return file


def test_rising_writes_the_riser_first_and_the_unknown_last(history: Path, tmp_path: Path) -> None:
    out = tmp_path / "rising.csv"
    code, said, _ = _run("rising", "--history", history, "--out", out)
    assert code == 0
    assert "40 of 41 creators" in said
    frame = pd.read_csv(out)
    assert frame["influencer_id"].iloc[0] == "c09"
    assert frame["influencer_id"].iloc[-1] == "new"
    assert np.isnan(frame["momentum_score"].iloc[-1])
    assert frame["confidence"].iloc[-1] == "not enough data"
    assert "for: followers +" in frame["reasons"].iloc[0]


@pytest.mark.slow
def test_rising_reads_posts(history: Path, tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    pd.DataFrame(
        {
            "influencer_id": np.repeat([f"c{number:02d}" for number in range(40)], 8),
            "posted_at": np.tile(pd.date_range("2026-06-10", periods=8, freq="9D"), 40),
            "likes": np.random.default_rng(1).integers(50, 500, 320),
        }
    ).to_csv(posts, index=False)
    out = tmp_path / "rising.parquet"
    code, _, _ = _run("rising", "--history", history, "--posts", posts, "--out", out)
    assert code == 0
    assert pd.read_parquet(out)["engagement_trend"].notna().sum() == 40


@pytest.mark.slow
def test_forecast_writes_each_horizon_and_says_what_was_not_tested(
    history: Path, tmp_path: Path
) -> None:
    out = tmp_path / "forecast.csv"
    code, said, _ = _run("forecast", "--history", history, "--out", out, "--horizons", 7, 90)
    assert code == 0
    frame = pd.read_csv(out)
    assert frame.groupby("horizon_days")["influencer_id"].nunique().to_dict() == {7: 40, 90: 40}
    assert (frame["followers_low"] <= frame["followers_forecast"]).all()
    assert frame.groupby("horizon_days")["is_tested"].all().to_dict() == {7: True, 90: False}
    assert "90 days: the histories are too short" in said


@pytest.mark.slow
def test_a_backtest_stands_beside_naive_drift_and_the_library(
    history: Path, tmp_path: Path
) -> None:
    # The library takes a second for three curves.
    few = pd.read_csv(history)
    few = few[few["influencer_id"] < "c08"]
    few.to_csv(tmp_path / "few.csv", index=False)
    code, said, _ = _run(
        "forecast", "--history", tmp_path / "few.csv", "--backtest", "--horizons", "7", "--json"
    )
    assert code == 0
    found = json.loads(said)
    assert {row["way"] for row in found["backtest"]} == {
        "damped robust trend", "naive", "drift", "Theta (statsmodels)",
    }  # fmt: skip
    assert all(0 <= row["coverage"] <= 1 for row in found["backtest"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("forecast", "--history", "H"), "Nothing to do"),
        (("forecast", "--history", "H", "--out", "x.csv", "--horizons", "0"), "1 to 365"),
        (("forecast", "--history", "H", "--backtest", "--horizons", "90"), "shorter"),
        (("forecast", "--history", "H", "--out", "x.doc"), ".csv"),
        (("rising", "--history", "H", "--out", "x.doc"), ".csv"),
        (("rising", "--history", "nothing.csv", "--out", "x.csv"), "nothing.csv"),
    ],
)
def test_a_wrong_option_is_one_line(history: Path, arguments: tuple[str, ...], words: str) -> None:
    given = [str(history) if one == "H" else one for one in arguments]
    code, _, error = _run(*given)
    assert code == 2
    assert error.startswith("error: ")
    assert len(error.strip().splitlines()) == 1
    assert words in error
