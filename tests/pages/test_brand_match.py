"""The Brand match page: invitation, ranking, filters, evidence, files."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from core.domain.brand import BrandProfile
from core.domain.match_orders import POSTS
from core.queries.brands import brand
from core.services.matching import query as match_queries
from core.services.matching.brand_gates import NO_GATES
from core.services.matching.filters import MatchFilters
from core.services.matching.query import MatchQuery
from core.services.session import open_session
from core.settings import Settings
from core.web.kit.formats import file_slug
from core.web.kit.matching import reads as match_reads
from core.web.kit.matching.cards import closeness
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import DIMENSION, make_small_build

EVERY_GATE = "category,country,language"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("brand_match_page")
    make_small_build(Settings.from_env(folder))
    plant_evidence(Settings.from_env(folder))  # c008 alone is worth checking
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def test_no_brand_is_an_invitation() -> None:
    app = opened("brand_match")
    assert not app.warning
    labels = [button.label for button in app.button]
    assert "Find creators" in labels
    _click(app, "Luma Skincare")
    assert "Which creators fit Luma Skincare?" in texts(app)


@pytest.mark.slow
def test_a_brand_ranks_creators_of_its_own_words_first() -> None:
    app = opened("brand_match", brand="b1")
    app.button_group(key="match_view").set_value("Table").run()
    table = app.dataframe[0].value
    assert set(table["niche"]) == {"Pasta"}
    scores = table["fit_score"].tolist()
    assert scores == sorted(scores, reverse=True)


def test_a_brand_name_with_markup_is_shown_as_text() -> None:
    assert "Summit \\<Gear\\>" in texts(opened("brand_match", brand="b2"))


def test_an_unknown_brand_in_the_link_is_named() -> None:
    app = opened("brand_match", brand="nobody")
    assert "nobody" in app.warning[0].value


@pytest.mark.slow
def test_filters_leave_only_what_was_asked_for_and_reset() -> None:
    app = opened("brand_match", brand="b0", ungated=EVERY_GATE, show="unusual")
    everybody = int(app.metric[0].value)
    app.multiselect(key="match_niches").set_value(["Trails"])
    app.button_group(key="match_platforms").set_value(["youtube"])
    _click(app, "Show creators")
    assert int(app.metric[0].value) == everybody // 3 + 1
    _click(app, "Clear all")
    assert int(app.metric[0].value) == everybody


@pytest.mark.slow
def test_the_most_followers_are_empty_without_a_limit_and_after_the_filter_is_removed() -> None:
    app = opened("brand_match", brand="b0", ungated=EVERY_GATE, show="unusual")
    everybody = app.metric[0].value
    most = app.number_input(key="match_followers_max")
    assert most.value is None
    assert most.placeholder == "No limit"
    most.set_value(5_000.0)
    _click(app, "Show creators")
    assert app.metric[0].value != everybody
    _click(app, r"up to 5\,000 followers")
    assert app.number_input(key="match_followers_max").value is None
    assert app.metric[0].value == everybody


def test_filters_that_nobody_passes_say_what_to_do() -> None:
    app = opened("brand_match", brand="b0")
    app.number_input(key="match_engagement").set_value(99.0)
    _click(app, "Show creators")
    assert "No creator passes these filters" in texts(app)
    assert "Remove one of them" in texts(app)
    assert app.metric[0].value == "0"


def _ids(app) -> list[str]:  # type: ignore[no-untyped-def]
    keys = [button.key or "" for button in app.button]
    return [key.removeprefix("why_") for key in keys if key.startswith("why_")]


@pytest.mark.slow
def test_unusual_growth_is_held_back_with_its_count_and_shown_by_one_click() -> None:
    # c008 gains 40 times the usual on one day; Summit's own category is Trails, as c008's.
    app = opened("brand_match", brand="b2", ungated="country,language")
    shown = app.button(key="match_unusual")
    assert shown.label == "Show 1 with unusual growth"
    assert "show" not in app.query_params
    before = int(app.metric[0].value)
    assert app.metric[3].value == "1"
    shown.click().run()
    assert int(app.metric[0].value) == before + 1
    assert app.query_params["show"] == "unusual"
    assert app.button(key="match_unusual").label == "Hide 1 with unusual growth"
    app.button(key="match_unusual").click().run()
    assert int(app.metric[0].value) == before
    assert "show" not in app.query_params


@pytest.mark.slow
def test_gates_of_the_brand_are_chips_that_a_click_removes_and_puts_back() -> None:
    app = opened("brand_match", brand="b0")
    assert [app.button(key=f"gate_{kind}").label for kind in ("country", "language")] == [
        "Germany",
        "English",
    ]
    assert int(app.metric[0].value) == 10
    assert all(int(one.removeprefix("c")) % 6 == 0 for one in _ids(app))
    app.button(key="gate_country").click().run()
    assert int(app.metric[0].value) == 20
    assert app.query_params["ungated"] == "country"
    app.button(key="gate_country").click().run()
    assert int(app.metric[0].value) == 10
    assert "ungated" not in app.query_params


def test_near_misses_of_a_gate_are_counted_and_shown_by_a_click() -> None:
    app = opened("brand_match", brand="b0")
    near = app.button(key="near_country")
    assert near.label.endswith("outside Germany: show")
    near.click().run()
    assert int(app.metric[0].value) == 20


def test_gates_that_leave_too_few_give_way_with_a_note() -> None:
    # Nine of Trails in Germany without c008.
    app = opened("brand_match", brand="b2")
    said = texts(app)
    assert "Fewer than ten creators passed all of these, so **Germany** is not required" in said
    assert "If possible" in said
    assert int(app.metric[0].value) == 19
    assert len(_ids(app)) == 10


def test_what_was_removed_for_one_brand_stays_for_the_other() -> None:
    app = opened("brand_match", brand="b0", ungated="country")
    assert int(app.metric[0].value) == 20
    app.selectbox(key="brand_picker").set_value("b1").run()
    assert app.button(key="gate_country").icon == ":material/close:"


def test_evidence_marks_the_words_of_the_brand_in_the_posts() -> None:
    app = opened("brand_match", brand="b0")
    _click(app, "Hide reasons")
    assert "<mark" not in texts(app)
    _click(app, "Why this one?")
    said = texts(app)
    assert ">glow</mark>" in said
    assert "&lt;i&gt;so good&lt;/i&gt;" in said


@pytest.mark.slow
def test_a_typed_brief_works_like_a_brand(monkeypatch: pytest.MonkeyPatch) -> None:
    # The vector of the brief is given, so that the page is tested without the encoder.
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[1] = 1
    monkeypatch.setattr(match_queries, "text_vector", lambda text, settings: vector)
    app = opened("brand_match")
    app.text_area(key="match_brief_typed").set_value("fresh pasta with basil")
    _click(app, "Find creators")
    said = texts(app)
    assert "Which creators fit your brief?" in said
    assert "fresh pasta with basil" in said
    app.button_group(key="match_view").set_value("Table").run()
    assert set(app.dataframe[0].value["niche"]) == {"Pasta"}
    _click(app, "Clear the brief")
    assert "Which creators fit?" in texts(app)


@pytest.mark.slow
def test_a_brief_that_names_filters_says_so_and_offers_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vector = np.eye(DIMENSION, dtype=np.float32)[1]
    monkeypatch.setattr(match_queries, "text_vector", lambda text, settings: vector)
    app = opened("brand_match")
    app.text_area(key="match_brief_typed").set_value("Germany only, 100 EUR, on TikTok")
    _click(app, "Find creators")
    assert (
        "This brief asks for Germany, TikTok and up to €100 per post, which the ranking does not"
        in texts(app)
    )
    everybody = int(app.metric[0].value)
    assert everybody == 58  # nothing is filtered silently; c001 has no text, c008 is held back
    _click(app, "Creators from Germany")
    assert app.multiselect(key="match_countries").value == ["DE"]
    assert int(app.metric[0].value) < everybody
    labels = [button.label for button in app.button]
    assert "Creators from Germany" not in labels
    _click(app, "Price per post up to €100")
    assert app.select_slider(key="match_price").value[1] == 100
    assert "number of euros" not in texts(app)
    app.text_area(key="match_brief_typed").set_value("Germany only, $100 per post")
    _click(app, "Find creators")
    assert "100 USD is kept as a number of euros" in texts(app)


@pytest.mark.slow
def test_a_brand_picked_after_a_brief_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = np.eye(DIMENSION, dtype=np.float32)[1]
    monkeypatch.setattr(match_queries, "text_vector", lambda text, settings: vector)
    app = opened("brand_match")
    app.text_area(key="match_brief_typed").set_value("pasta")
    _click(app, "Find creators")
    app.selectbox(key="brand_picker").set_value("b0").run()
    assert "Which creators fit Luma Skincare?" in texts(app)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_the_filtered_ranking(kind: str) -> None:
    query = MatchQuery(_luma())
    filters = MatchFilters(platforms=("instagram",))
    content = match_reads.ranking_file(_build(), query, filters, NO_GATES, POSTS, False, True, kind)
    read = pd.read_csv if kind == "csv" else pd.read_excel
    frame = read(io.BytesIO(content))
    assert frame["Rank"].tolist() == list(range(1, len(frame) + 1))
    assert set(frame["Platform"]) == {"Instagram"}
    assert set(frame["Creator's country"].dropna()) == {"Germany", "France"}
    assert "Audience country" in frame
    assert frame["Fit (0-100)"].is_monotonic_decreasing
    assert frame["Profile link"].dropna().str.startswith("https://").all()
    assert frame["Reasons"].notna().any()
    assert not frame["Bio"].dropna().str.contains("\n").any()
    if kind == "xlsx":
        about = dict(pd.read_excel(io.BytesIO(content), sheet_name="About").to_numpy())
        assert about["Demo data"] == "yes, generated, no real creators"
        assert about["Data as of"] == "2026-11-20"


def test_a_brief_that_looks_like_a_formula_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = np.eye(DIMENSION, dtype=np.float32)[0]
    monkeypatch.setattr(match_queries, "text_vector", lambda text, settings: vector)
    query = MatchQuery(brief="=HYPERLINK(1)")
    content = match_reads.ranking_file(
        _build(), query, MatchFilters(), NO_GATES, POSTS, False, True, "csv"
    )
    assert pd.read_csv(io.BytesIO(content))["Ranked for"].iloc[0] == "'=HYPERLINK(1)"


def test_closeness_never_rounds_up_to_everybody() -> None:
    assert closeness(0.99975) == "closer than 99% of creators"
    assert closeness(1.0) == "closest of all creators"
    assert closeness(0.5) == "closer than 50% of creators"


def test_a_file_name_is_made_of_safe_letters() -> None:
    assert file_slug("../Ünder & <Co>", "brief") == "nder-co"
    assert file_slug("日本", "brief") == "brief"


def test_without_a_build_the_page_says_how_to_get_data(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path_factory.mktemp("empty")))
    app = opened("brand_match")
    assert not app.metric
    assert not app.error


def _luma() -> BrandProfile:
    with open_session(Settings.from_env()) as session:
        return brand(session.con, "b0")


def _build() -> str:
    from core.store.builds import current_build_id

    found = current_build_id(Settings.from_env())
    assert found is not None
    return found


def _click(app, label: str) -> None:  # type: ignore[no-untyped-def]
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
