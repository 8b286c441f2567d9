"""`python -m core posts` on files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["posts", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "posts.csv"
    pd.DataFrame(
        {
            "post_id": ["01", "02", "03", "04"],
            "caption": [
                "I love this wonderful place in Copenhagen, thank you all",
                "Werbung | Diesen Monat teste ich das",
                "What a horrible day, the wine was bad",
                None,
            ],
            "language": ["en", None, "en", None],
            "hashtags": ["ad, fun", "", "", ""],
        }
    ).to_csv(file, index=False)
    return file


def test_each_post_gets_its_row(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.parquet"
    code, shown, _ = _run("--posts", table, "--out", out, "--data", tmp_path)
    assert code == 0
    assert "Advertising disclosed: 2" in shown
    frame = pd.read_parquet(out).set_index("post_id")
    assert frame.index.tolist() == ["01", "02", "03", "04"]
    assert frame.loc["01", "sentiment_label"] == "positive"
    assert list(frame.loc["01", "disclosure_terms"]) == ["#ad"]
    assert list(frame.loc["01", "places"]) == ["Copenhagen"]
    assert frame.loc["02", "sentiment_label"] == "unknown"
    assert list(frame.loc["02", "disclosure_terms"]) == ["werbung"]
    assert frame.loc["03", "sentiment"] < 0
    assert list(frame.loc["03", "safety_categories"]) == ["alcohol"]
    assert pd.isna(frame.loc["04", "sentiment"])


def test_the_list_in_the_data_folder_is_used(table: Path, tmp_path: Path) -> None:
    (tmp_path / "brand_safety.toml").write_text('[weather]\nany = "day"\n')
    out = tmp_path / "said.csv"
    code, shown, _ = _run("--posts", table, "--out", out, "--data", tmp_path, "--json")
    assert code == 0
    assert json.loads(shown)["with_safety_words"] == 1


def test_a_file_without_captions_says_which_column_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text("post_id,likes\n1,2\n")
    code, _, error = _run("--posts", file, "--out", tmp_path / "o.csv", "--data", tmp_path)
    assert code == 2
    assert "caption" in error
