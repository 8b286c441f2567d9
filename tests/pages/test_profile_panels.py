"""Profiles on Niches, Brand match and the Model report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import Settings
from tests.support.opening import opened, texts
from tests.support.profile_rows import STRAY, make_older_build, make_profiled_build
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings.from_env(tmp_path_factory.mktemp("profile_panels"))
    make_profiled_build(made)
    return made


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))


def test_niches_show_given_against_read_and_who_differs() -> None:
    app = opened("niches", niche_section="Categories")
    tables = [table.value for table in app.dataframe]
    counts = next(table for table in tables if "given_count" in table)
    assert counts.set_index("category").loc["Pasta", "given_count"] == 20
    assert counts.set_index("category").loc["Trails", "predicted_count"] == 21
    differs = next(table for table in tables if "niche_category" in table)
    assert differs["influencer_id"].tolist() == [STRAY]
    assert differs["niche_category"].tolist() == ["Pasta"]
    assert "1 creator in a niche that is mostly about something else" in texts(app)


def test_brand_match_shows_pictures_beside_the_reasons() -> None:
    assert "data:image/jpeg;base64," in texts(opened("brand_match", brand="b0"))


def test_the_model_report_has_profiles_with_baseline_and_demo_note() -> None:
    app = opened("model_report", report_section="Profiles")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Creators judged"] == "59"
    assert figures["Accuracy"] == "98.3%"
    said = texts(app)
    assert "Demo data" in said
    assert "captions and pictures 98.3%" in said.replace("\\", "")
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_older_build, "Not in this build"),
        (make_small_build, "No categories to show"),
    ],
)
@pytest.mark.slow
def test_a_build_without_profiles_opens_every_page_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[..., object], words: str
) -> None:
    other = Settings.from_env(tmp_path)
    make(other)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(other.data_dir))
    assert words in texts(opened("niches", niche_section="Categories"))
    assert "data:image/jpeg" not in texts(opened("brand_match", brand="b0"))
    report = opened("model_report", report_section="Profiles")
    assert "No profiles in this build" in texts(report)
