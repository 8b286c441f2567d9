"""The Concepts view of Brand match, and the shared concepts behind a card."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from tests.support.concept_rows import plant_concepts
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build

EVERY_GATE = "category,country,language"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("concepts_page")
    make_small_build(Settings.from_env(folder))
    plant_concepts(Settings.from_env(folder))
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def _concepts(**query: str) -> AppTest:
    app = opened("brand_match", **query)
    app.button_group(key="match_view").set_value("Concepts").run()
    assert not app.exception
    return app


def test_the_view_places_the_creators_of_the_page_and_names_shared_concepts() -> None:
    app = _concepts(brand="b1", order="posts")
    assert "Creators stand in the middle" in texts(app)
    table = app.dataframe[0].value
    assert table["number"].tolist() == list(range(1, len(table) + 1))
    assert table["creator"].str.contains("@handle").all()
    assert set(table["shared_words"]) <= {"pasta, basil", "basil, pasta"}
    (figure,) = app.get("plotly_chart")
    assert "Where do creators stand among the concepts?" in figure.proto.spec


@pytest.mark.slow
def test_a_brand_without_a_known_concept_is_told_so() -> None:
    app = opened("brand_match")
    app.text_area(key="match_brief_typed").set_value("zzz qqq")
    next(button for button in app.button if button.label == "Find creators").click().run()
    app.button_group(key="match_view").set_value("Concepts").run()
    assert "No concept is known of this brief" in texts(app)
    assert not app.get("plotly_chart")


@pytest.mark.slow
def test_the_reasons_of_a_card_draw_the_shared_concepts() -> None:
    app = opened("brand_match", brand="b0")
    titles = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert any("Which concepts connect them?" in title for title in titles)


@pytest.mark.slow
def test_without_concepts_there_is_no_such_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_small_build(Settings.from_env(tmp_path))
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path))
    app = opened("brand_match", brand="b0")
    assert list(app.button_group(key="match_view").options) == ["Cards", "Table"]
    titles = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert not any("concepts" in title for title in titles)
