"""The Authenticity page: triage, the case of one creator, comparison."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.report.words import WHY_SCORES_DIFFER
from core.settings import Settings
from core.store.connect import open_store
from core.web.kit.formats import plain
from tests.support.growth_rows import plant_evidence, plant_weights
from tests.support.opening import opened, texts
from tests.support.small_build import CREATORS, HISTORIES, make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("authenticity_page")
    settings = Settings.from_env(folder)
    make_small_build(settings)
    plant_evidence(settings)
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def _figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def _click(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception


def test_the_triage_shows_all_creators_page_by_page_the_likeliest_first() -> None:
    app = opened("authenticity")
    figures = _figures(app)
    assert figures["Creators judged"] == str(CREATORS - 3)
    assert figures["Not enough data"] == "3"
    assert figures["Worth checking"] == "1"
    table = app.dataframe[0].value
    assert len(table) == 25
    assert table["influencer_id"].iloc[0] == "c008"
    assert table["pattern"].iloc[0] == "one-day step"
    assert table["verdict"].iloc[0] == "Worth checking"
    chances = table["probability"].tolist()
    assert chances == sorted(chances, reverse=True)


@pytest.mark.slow
def test_filters_narrow_the_table_and_reset_brings_all_back() -> None:
    app = opened("authenticity")
    app.multiselect(key="triage_niche").set_value(["Pasta"])
    app.button_group(key="triage_platform").set_value(["tiktok"])
    _click(app, "Apply")
    assert set(app.dataframe[0].value["niche"]) == {"Pasta"}
    before = app.metric[0].value
    # The whole stays in sight beside what the filters leave.
    assert app.metric[0].delta == f"shown, of {CREATORS - 3} judged"
    share = int(app.metric[1].value) / int(app.metric[0].value)
    assert app.metric[1].delta.startswith(f"{share:.1%}, against ")
    assert app.metric[1].delta.endswith("of all judged")
    _click(app, "Clear all")
    assert app.multiselect(key="triage_niche").value == []
    assert int(app.metric[0].value) > int(before)


@pytest.mark.slow
def test_pattern_probability_and_enough_data_filter_too() -> None:
    app = opened("authenticity")
    app.multiselect(key="triage_pattern").set_value(["burst that fades", "one-day step"])
    _click(app, "Apply")
    assert app.dataframe[0].value["influencer_id"].tolist() == ["c008", "c010"]
    app.slider(key="triage_probability").set_value((50, 100))
    _click(app, "Apply")
    assert app.dataframe[0].value["influencer_id"].tolist() == ["c008"]
    _click(app, "Clear all")
    app.checkbox(key="triage_judged").check()
    _click(app, "Apply")
    assert _figures(app)["Not enough data"] == "0"


def test_a_link_brings_the_filters_along() -> None:
    app = opened("authenticity", triage_niche="Pasta", triage_order="Lowest index")
    assert app.multiselect(key="triage_niche").value == ["Pasta"]
    assert set(app.dataframe[0].value["niche"]) == {"Pasta"}
    assert app.selectbox(key="triage_order").value == "Lowest index"
    of_earlier_version = opened("authenticity", triage_pattern="step that decays")
    assert of_earlier_version.multiselect(key="triage_pattern").value == ["step that fades"]
    wrong = opened("authenticity", triage_niche="No such niche", triage_score="x")
    assert wrong.multiselect(key="triage_niche").value == []
    assert len(wrong.dataframe[0].value) == 25


def test_choices_say_how_many_they_are_and_the_link_does_not() -> None:
    app = opened("authenticity", triage_platform="TikTok", triage_niche="Pasta")
    assert app.button_group(key="triage_platform").options[1] == f"TikTok {CREATORS // 3}"
    assert app.button_group(key="triage_platform").value == ["tiktok"]
    assert "Pasta 19" in app.multiselect(key="triage_niche").options
    app.button_group(key="triage_platform").set_value(["tiktok", "youtube"])
    _click(app, "Apply")
    assert app.query_params["triage_platform"] == ["TikTok", "YouTube"]
    app.query_params["triage_platform"] = "YouTube"  # as the browser's Back does
    app.run()
    assert app.button_group(key="triage_platform").value == ["youtube"]
    assert app.multiselect(key="triage_niche").value == ["Pasta"]


@pytest.mark.slow
def test_a_filter_in_force_is_a_chip_that_a_click_removes() -> None:
    app = opened("authenticity", triage_platform=["TikTok", "YouTube"], triage_score=["5", "100"])
    assert _chips(app) == ["TikTok", "YouTube", r"caution 5\-100"]
    _click(app, "TikTok")
    assert app.button_group(key="triage_platform").value == ["youtube"]
    _click(app, r"caution 5\-100")
    assert app.slider(key="triage_score").value == (0, 100)
    assert _chips(app) == ["YouTube"]
    _click(app, "Clear all")
    assert _chips(app) == []
    assert not app.query_params.get("triage_platform")


def test_creators_who_post_less_than_asked_are_left_out() -> None:
    app = opened("authenticity", triage_activity="100.0")
    assert "No creator passes these filters" in texts(app)
    assert _chips(app) == ["from 100 posts a week"]


def _chips(app: AppTest) -> list[str]:
    return [button.label for button in app.button if "_active_" in (button.key or "")]


def test_a_filter_that_nobody_passes_says_so() -> None:
    app = opened("authenticity")
    app.slider(key="triage_score").set_value((95, 100))
    _click(app, "Apply")
    assert "No creator passes these filters" in texts(app)
    _click(app, "Clear all")
    assert app.dataframe


@pytest.mark.slow
def test_the_case_shows_both_scores_and_the_planted_event() -> None:
    app = opened("authenticity", creator="c008")
    figures = _figures(app)
    assert figures["Authenticity (higher is better)"] == "31 of 100"
    assert figures["Probability of bought growth"] == "93%"
    assert figures["Gain beyond the usual"] == "+785"
    assert "Caution score" not in figures
    assert [metric.delta for metric in app.metric][:2] == ["look closer", "confidence high"]
    said = texts(app)
    assert "Unusual growth, worth checking (93%)" in said
    assert "one-day step, 7 Oct 2026 · authenticity index 31 of 100 · confidence high" in said
    assert (
        plain("one-day step, +800 followers counted where 7 to 23 are usual: +785 beyond it")
        in said
    )
    assert "7 Oct 2026" in said
    assert plain("No post on the first day or the two before.") in said
    table = app.dataframe[0].value
    assert table["change"].tolist() == [800]
    assert table["expected"].tolist() == ["7 to 23"]


def test_markup_in_a_reason_is_shown_letter_by_letter() -> None:
    said = texts(opened("authenticity", creator="c008"))
    assert "&lt;b&gt;one&lt;/b&gt; day *stands* out" in said
    assert "<b>one</b>" not in said


@pytest.mark.slow
def test_an_honest_burst_is_not_worth_checking() -> None:
    app = opened("authenticity", creator="c010")
    assert "Growth looks ordinary" in texts(app)
    assert plain("6.5 times the usual likes and comments") in texts(app)


@pytest.mark.slow
def test_without_a_main_event_the_growth_stands_in() -> None:
    assert "Growth over the window" in _figures(opened("authenticity", creator="c012"))


@pytest.mark.parametrize("influencer_id", ["c001", "c007", *HISTORIES])
@pytest.mark.slow
def test_histories_of_any_length_are_shown(influencer_id: str) -> None:
    app = opened("authenticity", creator=influencer_id)
    assert not app.error
    short = HISTORIES.get(influencer_id, (90, 1))[0] < 15 or influencer_id == "c001"
    assert ("Not enough data" in texts(app)) is short
    unjudged = influencer_id in ("c001", "c002", "c006")
    assert (_figures(app)["Probability of bought growth"] == "-") is unjudged


@pytest.mark.slow
def test_what_the_data_lacks_is_said() -> None:
    assert "Counts are weekly" in texts(opened("authenticity", creator="c005"))
    said = texts(opened("authenticity", creator="c002"))
    assert "growth is judged from 14 on" in said
    # Why there is no index is what the build wrote down of this creator.
    assert "for an authenticity index: no day stands out" in said
    assert "Too few comparable accounts" in said
    assert "No dated posts are known" in texts(opened("authenticity", creator="c001"))


@pytest.mark.slow
def test_other_thresholds_are_tried_and_forgotten() -> None:
    app = opened("authenticity", creator="c008")
    app.toggle(key="what_if_on").set_value(True).run()
    first = _what_if(app)
    assert "unusual days: 1 (" in first
    app.slider(key="what_if_sds").set_value(1.0).run()
    app.slider(key="what_if_size").set_value(5.0).run()
    app.slider(key="what_if_height").set_value(12.0).run()
    assert not app.exception
    assert "as specified" in _what_if(app)
    _click(app, "Reset")
    assert app.slider(key="what_if_sds").value == 2.0
    assert _what_if(app) == first


@pytest.mark.slow
def test_an_order_is_tried_on_the_curve_and_an_event_left_out() -> None:
    app = opened("authenticity", creator="c008")
    app.toggle(key="trial_on").set_value(True).run()
    assert not app.exception
    figures = _figures(app)
    assert {
        "Probability of bought growth, before",
        "Probability of bought growth, now",
    } <= set(figures)
    app.selectbox(key="trial_kind").set_value("drip").run()
    assert app.number_input(key="trial_days_drip").value == 30
    assert "Added: steady drip of" in texts(app)
    app.segmented_control(key="trial_way").set_value("Leave out an event").run()
    assert not app.exception
    assert "grown as expected on these days" in texts(app)


def _what_if(app: AppTest) -> str:
    return next(one.value for one in app.markdown if one.value.startswith("Events: "))


def test_nothing_accuses_anybody() -> None:
    said = texts(opened("authenticity", creator="c008")) + texts(opened("authenticity"))
    assert "fraud" not in said.lower()
    assert "fake" not in said.lower()


def test_an_unknown_id_gives_a_message_and_the_search() -> None:
    app = opened("authenticity", creator="nobody")
    assert "no creator" in app.warning[0].value
    assert app.text_input(key="authenticity_search")


def test_a_build_of_an_earlier_version_says_to_make_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_env(tmp_path)
    con = open_store(make_small_build(settings).store_file, settings, read_only=False)
    for table in ("growth_evidence", "growth_patterns", "cohort_growth"):
        con.execute(f"DROP TABLE {table}")
    con.close()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path))
    for page in ("authenticity", "creator"):
        assert "Make a new build" in texts(opened(page, creator="c008"))


def test_without_a_build_the_page_says_how_to_get_data(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path_factory.mktemp("empty")))
    app = opened("authenticity")
    assert not app.metric
    assert not app.error


def test_the_caution_score_keeps_its_panel_and_says_why_it_can_differ() -> None:
    app = opened("authenticity", creator="c008")
    said = texts(app)
    assert "**Caution score**" in said
    assert WHY_SCORES_DIFFER in said
    assert "is below the rule's 5%; the median of" in unescape(said)


@pytest.mark.parametrize("has_weights", [False, True])
@pytest.mark.slow
def test_reasons_have_bars_only_where_the_build_has_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_weights: bool
) -> None:
    settings = Settings.from_env(tmp_path)
    make_small_build(settings)
    plant_evidence(settings)
    if has_weights:
        plant_weights(settings)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path))
    for page in ("authenticity", "creator"):
        said = texts(opened(page, creator="c008"))
        first, second = "&lt;b&gt;one&lt;/b&gt; day", "no post in the days before"
        assert ("Bars: how much each reason counted" in said) is has_weights
        assert (">55%<" in said) is has_weights
        assert (said.index(second) < said.index(first)) is has_weights
