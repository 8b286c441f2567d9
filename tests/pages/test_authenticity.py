"""The Authenticity page: triage and the case of one creator."""

from __future__ import annotations

import pytest

from core.settings import Settings
from tests.pages.opening import opened, texts
from tests.pages.small_build import CREATORS, HISTORIES, make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("authenticity_page")
    make_small_build(Settings.from_env(folder))
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def test_the_triage_shows_all_creators_page_by_page() -> None:
    app = opened("authenticity")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Creators with a score"] == str(CREATORS - 1)
    assert figures["Not enough data"] == "1"
    table = app.dataframe[0].value
    assert len(table) == 25
    scores = table["suspicion_score"].tolist()
    assert scores == sorted(scores, reverse=True)


def test_filters_narrow_the_table_and_reset_brings_all_back() -> None:
    app = opened("authenticity")
    app.multiselect(key="triage_niche").set_value(["Pasta"])
    app.multiselect(key="triage_platform").set_value(["tiktok"])
    _click(app, "Apply")
    assert set(app.dataframe[0].value["niche"]) == {"Pasta"}
    before = app.metric[0].value
    _click(app, "Reset")
    assert app.multiselect(key="triage_niche").value == []
    assert int(app.metric[0].value) > int(before)


def test_a_link_brings_the_filters_along() -> None:
    app = opened("authenticity", triage_niche="Pasta")
    assert app.multiselect(key="triage_niche").value == ["Pasta"]
    assert set(app.dataframe[0].value["niche"]) == {"Pasta"}
    wrong = opened("authenticity", triage_niche="No such niche", triage_score="x")
    assert wrong.multiselect(key="triage_niche").value == []
    assert len(wrong.dataframe[0].value) == 25


def test_a_filter_that_nobody_passes_says_so() -> None:
    app = opened("authenticity")
    app.slider(key="triage_score").set_value((95, 100))
    _click(app, "Apply")
    assert "No creator passes these filters" in texts(app)
    _click(app, "Reset filters")
    assert app.dataframe


def test_the_case_names_the_planted_unusual_day() -> None:
    app = opened("authenticity", creator="c008")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Unusual days"] == "1"
    said = texts(app)
    assert "1 day with" in said
    assert "above the creator's own mean + 2 sd" in said
    assert "23 Aug 2026 to 20 Nov 2026" in said
    assert len(app.get("plotly_chart")) == 3


@pytest.mark.parametrize("influencer_id", ["c001", "c007", *HISTORIES])
def test_histories_of_any_length_are_shown(influencer_id: str) -> None:
    app = opened("authenticity", creator=influencer_id)
    assert not app.error
    short = HISTORIES.get(influencer_id, (90, 1))[0] < 3 or influencer_id == "c001"
    assert ("Not enough data" in texts(app)) is short


def test_a_low_score_from_two_counts_clears_nobody() -> None:
    app = opened("authenticity", creator="c002")
    assert [metric.delta for metric in app.metric][:2] == ["only partly known", "not enough data"]


def test_nothing_accuses_anybody() -> None:
    said = texts(opened("authenticity", creator="c008")) + texts(opened("authenticity"))
    assert "fraud" not in said.lower()
    assert "fake" not in said.lower()


def test_an_unknown_id_gives_a_message_and_the_search() -> None:
    app = opened("authenticity", creator="nobody")
    assert "no creator" in app.warning[0].value
    assert app.text_input(key="authenticity_search")


def test_without_a_build_the_page_says_how_to_get_data(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path_factory.mktemp("empty")))
    app = opened("authenticity")
    assert not app.metric
    assert not app.error


def _click(app, label: str) -> None:  # type: ignore[no-untyped-def]
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
