"""`next`: the Recommendations page on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.queries import brands as queries
from core.settings import ROOT, Settings
from core.store import builds
from core.store.connect import open_store
from core.workspace import brands, interactions
from core.workspace.database import workspace
from tests.support.growth_rows import plant_evidence
from tests.support.price_rows import plant_estimates
from tests.support.small_build import make_small_build


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    found = Settings.from_env(tmp_path)
    make_small_build(found)
    plant_evidence(found)  # c008 alone is worth checking
    return found


def _answer(settings: Settings, *words: str) -> dict[str, object]:
    done = CliRunner().invoke(app, ["next", *words, "--data", str(settings.data_dir), "--json"])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_a_brand_by_name_gets_unknown_creators_with_reasons(settings: Settings) -> None:
    found = _answer(settings, "--brand", "luma skincare", "--top", "5")
    creators = found["creators"]
    assert isinstance(creators, list)
    assert [one["rank"] for one in creators] == [1, 2, 3, 4, 5]
    assert creators[0]["score"] >= creators[4]["score"]
    # 20 creators of the category; 10 of them in Germany, of which 5 are known: too few.
    assert (found["eligible"], found["hidden"]) == (15, 5)
    assert found["relaxed_gates"] == ["country"]
    assert found["gates"] == {"language": "en", "category": "Glow"}


@pytest.mark.slow
def test_what_drove_the_rank_stands_apart_from_what_is_merely_true(settings: Settings) -> None:
    creators = _answer(settings, "--brand", "b0", "--top", "5")["creators"]
    assert isinstance(creators, list)
    for one in creators:
        # The brand chose 21 creators: texts and rule points count nothing.
        assert one["reasons"][0].startswith("+ choices of this brand and brands like it")
        assert not any("same category" in reason for reason in one["reasons"])
        assert any("same category" in fact for fact in one["also_true"])
        assert not any(words.startswith("+") for words in one["watch_outs"])


@pytest.mark.slow
def test_gates_can_be_taken_away(settings: Settings) -> None:
    found = _answer(settings, "--brand", "b0", "--ungated", "all", "--include-unusual")
    assert (found["eligible"], found["gates"]) == (55, {})
    gated = _answer(settings, "--brand", "b0", "--show-known")
    assert gated["gates"] == {"country": "DE", "language": "en", "category": "Glow"}
    assert gated["eligible"] == 10
    assert set(gated["close_beyond_gates"]) == {"country", "language", "category"}  # type: ignore[call-overload]
    done = CliRunner().invoke(
        app, ["next", "--brand", "b0", "--ungated", "size", "--data", str(settings.data_dir)]
    )
    assert done.exit_code == 2
    assert "expected language, country, category or all" in done.output


def test_help_says_which_country_each_option_means() -> None:
    done = CliRunner().invoke(app, ["next", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    said = " ".join(done.output.replace("│", " ").split())
    assert "Creator's own country" in said
    assert "Main audience country" in said


@pytest.mark.slow
def test_what_was_done_in_the_app_counts(settings: Settings) -> None:
    first = _answer(settings, "--brand", "b0", "--top", "1")["creators"]
    assert isinstance(first, list)
    interactions.record(workspace(settings), "b0", first[0]["influencer_id"], "contact")
    after = _answer(settings, "--brand", "b0", "--top", "55", "--ungated", "all")
    ids = [one["influencer_id"] for one in after["creators"]]  # type: ignore[attr-defined]
    assert first[0]["influencer_id"] not in ids
    # The brand had looked at this one before: contacted now, it is still one creator of 21.
    assert after["trained_on"] == 21
    interactions.record(workspace(settings), "b0", _never_met(settings, "b0"), "contact")
    assert _answer(settings, "--brand", "b0", "--top", "1")["trained_on"] == 22


def _never_met(settings: Settings, brand_id: str) -> str:
    """A creator that the brand did nothing with so far, by the build."""
    con = open_store(builds.current_build(settings).store_file, settings)
    try:
        met = set(queries.interactions(con, brand_id)["influencer_id"])
        everybody = con.execute("SELECT influencer_id FROM influencers ORDER BY 1").fetchall()
    finally:
        con.close()
    return next(one for (one,) in everybody if one not in met)


@pytest.mark.slow
def test_a_typed_brand_works(settings: Settings) -> None:
    made = brands.add_brand(workspace(settings), name="Trail Tea", category="Trails")
    found = _answer(settings, "--brand", made.brand_id, "--top", "3")
    assert len(found["creators"]) == 3  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_file_has_a_row_a_creator(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "next.csv"
    plant_estimates(settings, [f"c{number:03d}" for number in range(60)], low=40.25, high=160.75)
    _answer(settings, "--brand", "b1", "--country", "de", "--top", "100", "--out", str(out))
    frame = pd.read_csv(out)
    assert set(frame["country"]) == {"DE"}
    assert {"audience_country", "also_true"} <= set(frame.columns)
    assert frame["rank"].tolist() == list(range(1, len(frame) + 1))
    assert not frame["reasons"].dropna().str.startswith(("+", "'")).any()
    assert set(frame["estimated_low"]) == {40}
    assert set(frame["estimated_high"]) == {161}


@pytest.mark.slow
def test_unusual_growth_is_left_out_by_default(settings: Settings) -> None:
    words = ("--brand", "b0", "--show-known", "--ungated", "all", "--top", "60")
    ordinary = _answer(settings, *words)
    everybody = _answer(settings, *words, "--include-unusual")
    assert (ordinary["eligible"], ordinary["unusual_left_out"]) == (59, 1)
    assert (everybody["eligible"], everybody["unusual_left_out"]) == (60, 0)
    creators = ordinary["creators"]
    assert isinstance(creators, list)
    assert "c008" not in {one["influencer_id"] for one in creators}
    # The old name of the default is still accepted.
    assert _answer(settings, *words, "--hide-unusual") == ordinary


def test_an_unknown_brand_is_one_line(settings: Settings) -> None:
    done = CliRunner().invoke(app, ["next", "--brand", "nobody", "--data", str(settings.data_dir)])
    assert done.exit_code == 2
    assert "no brand 'nobody'" in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_fault(settings: Settings) -> None:
    done = subprocess.run(
        f"{sys.executable} -m core next --brand b0 --top 50 --data {settings.data_dir} | head -c 1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stderr == ""
    assert len(done.stdout) == 1
