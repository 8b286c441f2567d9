"""`python -m core accounts` on files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.settings import ROOT
from tests.support.labelled_sets import accounts

SAMPLE = ROOT / "data" / "sample"


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["accounts", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Two labelled sources under other headers, and a labelled sample with ids."""
    found = {}
    for name, seed, scale in (("one", 1, 1.0), ("two", 2, 5.0), ("test", 3, 1.0)):
        profiles, fake = accounts(200, seed=seed, scale=scale)
        frame = profiles.assign(isFake=fake)
        if name == "two":
            frame = profiles.drop(columns="username_digits_count").rename(
                columns={"followers_count": "#followers", "following_count": "#follows",
                         "posts_count": "#posts", "has_profile_picture": "profile pic",
                         "is_private": "private"}
            ).assign(fake=fake.astype(int))  # fmt: skip
        if name == "test":
            frame.insert(0, "id", [f"={i:04d}" for i in range(200)])
        found[name] = tmp_path / f"{name}.csv"
        frame.to_csv(found[name], index=False)
    return found


def test_each_row_of_the_sample_comes_back_in_order(files: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "new" / "result.csv"
    code, shown, _ = _run("--train", files["one"], "--test", files["test"], "--out", out)
    assert code == 0
    frame = pd.read_csv(out, dtype={"account_id": str})
    assert frame.columns.tolist() == [
        "row", "account_id", "fake_probability", "confidence", "reasons",
    ]  # fmt: skip
    assert frame["row"].tolist() == list(range(1, 201))
    assert frame["account_id"].tolist() == [f"={i:04d}" for i in range(200)]
    assert "Estimated share of fakes" in shown
    assert "95% interval" in shown
    assert "Low-high range" in shown
    assert "expected calibration error" in shown
    assert "follows" in " ".join(frame["reasons"])


@pytest.mark.slow
def test_several_sources_by_comma_or_repeated_give_the_same(
    files: dict[str, Path], tmp_path: Path
) -> None:
    outs = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    one, two, test = files["one"], files["two"], files["test"]
    code, shown, _ = _run("--train", f"{one},{two}", "--test", test, "--out", outs[0], "--json")
    assert code == 0
    found = json.loads(shown)
    assert found["train"] == ["one.csv", "two.csv"]
    assert found["figures"]["roc_auc"] > 0.93
    assert found["source_weights"]["one.csv"] > 0.6
    assert found["share_low"] <= 0.3 <= found["share_high"]
    assert "user name" in found["used"]
    assert _run("--train", one, "--train", two, "--test", test, "--out", outs[1])[0] == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.slow
def test_without_labelled_accounts_the_demo_ones_are_used_and_it_says_so(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    code, shown, _ = _run("--test", SAMPLE / "demo_followers_bought.csv", "--out", out)
    assert code == 0
    assert "made-up demo accounts" in shown
    assert len(pd.read_excel(out, engine=None)) == 400 if _has_reader() else out.stat().st_size > 0


def _has_reader() -> bool:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.slow
def test_a_tiny_sample_is_scored_without_a_share(files: dict[str, Path], tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    pd.read_csv(files["test"]).head(3).to_csv(few, index=False)
    out = tmp_path / "out.csv"
    code, shown, _ = _run("--train", files["one"], "--test", few, "--out", out)
    assert code == 0
    assert "Not enough data for a share: expected at least 30 profiles, found 3" in shown
    assert len(pd.read_csv(out)) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--out": "result.txt"}, "expected a name ending in"),
        ({"--train": "absent.csv"}, "absent.csv"),
        ({"--test": "absent.csv"}, "absent.csv"),
        ({"--test": str(ROOT / "data/sample/growth_data.csv")}, "list of influencers"),
        ({"--train": " , "}, "found none"),
        ({"--train": "{one},{one}"}, "found one twice"),
    ],
)
def test_wrong_input_is_one_line(
    files: dict[str, Path], tmp_path: Path, change: dict[str, str], words: str
) -> None:
    options = {"--train": str(files["one"]), "--test": str(files["test"]), "--out": "x.csv"}
    options |= {key: value.format(**files) for key, value in change.items()}
    options["--out"] = str(tmp_path / options["--out"])
    code, _, err = _run(*[part for pair in options.items() for part in pair])
    assert code == 2
    assert words in err
    assert err.count("\n") == 1


def test_one_kind_of_label_is_refused(files: dict[str, Path], tmp_path: Path) -> None:
    only = tmp_path / "only.csv"
    pd.read_csv(files["one"]).assign(isFake=False).to_csv(only, index=False)
    code, _, err = _run("--train", only, "--test", files["test"], "--out", tmp_path / "x.csv")
    assert code == 2
    assert "found 0 and 200" in err


def test_a_link_to_itself_among_the_files_is_named(files: dict[str, Path], tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    train = f"{files['one']},{loop}"
    code, _, said = _run("--train", train, "--test", files["test"], "--out", tmp_path / "o.csv")
    assert code == 2
    assert "loop.csv" in said


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
def test_counts_beyond_what_can_be_are_unknown(files: dict[str, Path], tmp_path: Path) -> None:
    for name in ("one", "test"):
        frame = pd.read_csv(files[name], dtype=str)
        frame.loc[:9, "followers_count"] = ["1e308", "9" * 400] * 5
        frame.to_csv(files[name], index=False)
    code, _, said = _run(
        "--train", files["one"], "--test", files["test"], "--out", tmp_path / "o.csv"
    )
    assert code == 0, said
