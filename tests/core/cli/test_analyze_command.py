"""`analyze` on the sample files gives what the formulas give by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.settings import ROOT

SAMPLE = ROOT / "data" / "sample"
# influencer_id: (fake_score, spike_count, engagement_rate, growth_percent), worked by hand.
BY_HAND = {
    # 50 a day, no spike; (1900 + 120) / 42000 = 4.8095% -> 30; 1450 / 40550 = 3.5758% -> 0.
    "c01": (30, 0, 4.8095, 3.5758),
    # One step of 500 among 29: mean 17.24, sd 91.2, threshold 199.7 -> 10; exactly 2% -> 30;
    # 500 to 1000 = 100% -> 30.
    "c02": (70, 1, 2.0, 100.0),
    # 103 or 104 a day; exactly 8% -> 15; 10000 to 13000 = exactly 30% -> 10.
    "c03": (25, 0, 8.0, 30.0),
    # Exactly 5% -> 15; 10000 to 15000 = exactly 50% -> 20.
    "c04": (35, 0, 5.0, 50.0),
    # 1390 / 17000 = 8.1765% -> 0; 10000 to 17000 = exactly 70% -> 20.
    "c05": (20, 0, 8.1765, 70.0),
    # Five days of 2500 among days of 50: mean 472.4, sd 925.4, threshold 2323.1 -> 5 spikes, 50;
    # 600 / 30050 = 1.9967% -> 40; 16350 to 30050 = 83.79% -> 30; 120 capped at 100.
    "c06": (100, 5, 1.9967, 83.792),
    # Six such days: mean 556.9, sd 992.2, threshold 2541.3 -> none; 1300 / 26450 = 4.9149% -> 30;
    # 10300 to 26450 = 156.8% -> 30.
    "c07": (60, 0, 4.9149, 156.7961),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analyze")
    result = CliRunner().invoke(app, arguments(folder / "out", folder / "data"))
    assert result.exit_code == 0, result.output
    # Nothing is published and no build is left.
    assert not (folder / "data" / "CURRENT").exists()
    assert list((folder / "data" / "builds").iterdir()) == []
    return folder / "out"


def arguments(out: Path, data: Path, **files: Path) -> list[str]:
    given = {name: SAMPLE / f"{name}_data.csv" for name in ("influencers", "growth", "brands")}
    options = [
        text for name, file in {**given, **files}.items() for text in (f"--{name}", str(file))
    ]
    return ["analyze", *options, "--out", str(out), "--data", str(data)]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_scores_are_those_worked_by_hand(outcome: Path) -> None:
    found = {row["influencer_id"]: row for row in rows(outcome / "fake_follower_scores.csv")}
    assert len(found) == 30
    assert list(found["c01"]) == [
        "influencer_id", "fake_score", "spike_count", "engagement_rate", "growth_percent",
        "reasons",
    ]  # fmt: skip
    for influencer_id, (score, spikes, engagement, growth) in BY_HAND.items():
        row = found[influencer_id]
        assert (int(row["fake_score"]), int(row["spike_count"])) == (score, spikes), influencer_id
        assert float(row["engagement_rate"]) == pytest.approx(engagement, abs=1e-3)
        assert float(row["growth_percent"]) == pytest.approx(growth, abs=1e-3)
    # Two counts and no likes: no spike can be told, and that is said.
    assert found["c30"]["spike_count"] == ""
    assert "only 2 daily counts" in found["c30"]["reasons"]


@pytest.mark.slow
def test_every_creator_gets_a_niche_with_words_and_confidence(outcome: Path) -> None:
    found = rows(outcome / "niche_classification.csv")
    assert [row["influencer_id"] for row in found] == [f"c{number:02}" for number in range(1, 31)]
    assert list(found[0]) == ["influencer_id", "niche_id", "niche_keywords", "confidence"]
    assert len({row["niche_id"] for row in found}) == 8
    assert all(0 <= float(row["confidence"]) <= 1 for row in found)
    assert all(2 <= len(row["niche_keywords"].split(", ")) <= 3 for row in found)


@pytest.mark.slow
def test_brands_get_ten_ranked_creators_with_the_specified_bands(outcome: Path) -> None:
    found = rows(outcome / "brand_influencer_matches.csv")
    assert list(found[0]) == [
        "brand_id", "influencer_id", "rank", "similarity_score", "match_label", "niche_keywords",
        "bio",
    ]  # fmt: skip
    assert len(found) == 100
    first = {row["brand_id"]: row for row in found if row["rank"] == "1"}
    assert first["b01"]["influencer_id"] in {"c01", "c02", "c03"}
    assert first["b02"]["influencer_id"] in {"c04", "c05", "c06"}
    assert first["b06"]["influencer_id"] in {"c15", "c16"}
    for row in found:
        score = float(row["similarity_score"])
        bands = [(70, "excellent"), (60, "good"), (50, "moderate")]
        label = next(
            (name for bound, name in bands if score > bound or (score == bound < 70)), "weak"
        )
        assert row["match_label"] == label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "growth"),
        ("", "empty"),
        ("influencer_id,name\nx,y\n", "daily_followers"),
        ("\x00\x01\x02\xff\xfe", "growth"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    tmp_path: Path, text: str | None, expected: str
) -> None:
    bad = tmp_path / "growth.csv"
    if text is not None:
        bad.write_bytes(text.encode("latin-1"))
    result = CliRunner().invoke(app, [*arguments(tmp_path / "out", tmp_path, growth=bad), "--json"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert expected in result.output
    assert not (tmp_path / "out").exists()
    assert "error" in json.loads(result.stdout.strip().splitlines()[-1])
