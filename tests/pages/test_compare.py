"""The Compare page: side by side, growth, duel, bracket, and what it says without data."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.domain.accounts import Account
from core.services.influence import head_to_head as head_to_head_service
from core.settings import Settings
from core.store.connect import open_store
from core.web.compare import duel as compare_duel
from core.web.compare import side_by_side
from core.web.compare.files import bracket_file, duel_file
from core.web.kit.cached import cached_service
from core.workspace import campaigns
from core.workspace.database import workspace
from core.workspace.members import add_member
from core.workspace.saved import shortlists
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("head_to_head_page")
    settings = Settings.from_env(folder)
    make_small_build(settings)
    plant_evidence(settings)
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def _said(app: AppTest) -> str:
    return texts(app) + "\n".join(one.value for one in app.subheader)


def _reactions(ids: list[str]) -> AppTest:
    return opened("compare", creators=",".join(ids), compare_section="Reactions")


def test_without_anybody_it_says_what_to_do_and_names_the_leaders() -> None:
    app = opened("compare")
    assert "Pick two to five creators" in _said(app)
    assert len(app.dataframe[0].value) == 10
    assert app.dataframe[0].value["influence_score"].is_monotonic_decreasing


def test_a_link_may_name_creators_by_their_handles() -> None:
    app = opened("compare", creators="@handle8,c010,nobody_here")
    assert app.query_params["creators"] in ("c008,c010,nobody_here", ["c008,c010,nobody_here"])
    assert "This build has no creator nobody" in "".join(one.value for one in app.warning)


@pytest.mark.slow
def test_one_creator_needs_another_who_is_added_by_a_click() -> None:
    app = _reactions(["c008"])
    assert "Add one more creator" in _said(app)
    app.text_input(key="compare_search").set_value("handle10").run()
    app.button(key="compare_add_0").click().run()
    assert not app.exception
    assert app.query_params["creators"] in ("c008,c010", ["c008,c010"])
    assert "handle10" in _said(app) or "Mira 10" in _said(app)


@pytest.mark.slow
def test_two_stand_side_by_side_with_what_people_compare(data_dir: str) -> None:
    app = opened("compare", creators="c008,c010", brand="b0")
    table = next(
        one.proto.body for one in app.get("html") if "Creators side by side" in one.proto.body
    )
    for label in ("Followers", "Engagement in its tier", "Growth",
                  "Authenticity (higher is better)", "Momentum",
                  "Influence (reactions)", "Fit with Luma Skincare", "One post",
                  "Posts a week", "Audience", "Topics"):  # fmt: skip
        assert f">{label}</div>" in table, label
    assert table.count('role="columnheader"') == 3
    # The index of both is known from the growth evidence of the store.
    assert "31 of 100" in table
    assert "93 of 100" in table
    # The growth of the one is worth checking, so the answer is the other.
    assert "pick Mira 10: the growth of Mira 8 is worth checking first." in texts(app).replace(
        "\\", ""
    )
    without = opened("compare", creators="c008,c010")
    assert not any("Fit with" in one.proto.body for one in without.get("html"))


def test_links_to_other_pages_keep_the_brand() -> None:
    """A page that adds the brand to its address later makes Back lead to itself."""
    for query, has_brand in (({"brand": "b0"}, True), ({}, False)):
        app = opened("compare", creators="c008,c010", **query)
        links = [str(link.proto) for link in app.get("page_link")]
        cases = [link for link in links if "creator=c008" in link]
        assert cases
        assert all(("brand=b0" in link) is has_brand for link in cases)


def test_growth_of_the_two_stands_on_one_axis_with_its_figures() -> None:
    app = opened("compare", creators="c008,c010")
    table = app.dataframe[0].value
    assert table["authenticity_index"].tolist() == [31, 93]
    assert table["pattern"].tolist() == ["one-day step", "burst that fades"]
    assert table["verdict"].tolist() == [
        "Worth checking",
        "Looks ordinary",
    ]
    assert table.columns[-1] == "caution_score"
    links = [str(link.proto) for link in app.get("page_link")]
    assert any("Check growth of @handle8" in link and "creator=c008" in link for link in links)
    app.button(key="compare_remove_0").click().run()
    assert app.query_params["creators"] in ("c010", ["c010"])
    assert app.dataframe[0].value["authenticity_index"].tolist() == [93]


@pytest.mark.parametrize("section", ["Posts", "Topics and audience", "For and against"])
def test_each_section_has_a_column_per_creator(section: str) -> None:
    app = opened("compare", creators="c008,c010,c012", compare_section=section, brand="b0")
    said = [one.value for one in app.markdown]
    for handle in ("handle8", "handle10", "handle12"):
        assert f"**@{handle}**" in said


def test_a_duel_shows_probability_parts_and_curves() -> None:
    app = _reactions(["c008", "c010"])
    head = app.subheader[0].value
    assert "more likely to draw more reactions" in head or "Too close to call" in head
    assert "%" in head
    assert {metric.label.split(" ")[0] for metric in app.metric} == {"Influence", "Followers"}
    assert len(app.get("plotly_chart")) == 3
    assert "adds up to log odds" in _said(app)
    assert "held-out pairs" in _said(app)
    app.button(key="compare_remove_0").click().run()
    assert app.query_params["creators"] in ("c010", ["c010"])


@pytest.mark.slow
def test_the_other_order_says_the_same_of_the_same_creator(data_dir: str) -> None:
    first = _reactions(["c008", "c010"]).subheader[0].value
    second = _reactions(["c010", "c008"]).subheader[0].value
    assert first == second


@pytest.mark.slow
def test_a_bracket_ranks_and_explains_a_pair() -> None:
    app = _reactions([f"c{number:03d}" for number in range(10, 15)])
    ranking = app.dataframe[0].value
    assert ranking["place"].tolist() == [1, 2, 3, 4, 5]
    assert ranking["mean_percent"].is_monotonic_decreasing
    assert len(app.get("plotly_chart")) == 4
    box = next(one for one in app.selectbox if one.label == "Compare two in detail")
    assert len(box.options) == 10


@pytest.mark.slow
def test_more_than_ten_and_repeats_are_cut() -> None:
    ids = ["c010", *[f"c{number:03d}" for number in range(10, 25)]]
    app = _reactions(ids)
    assert len(app.dataframe[0].value) == 10
    assert "names 15 creators; the first 10 are ranked" in _said(app)
    assert "The first 5 stand side by side; all 10 are ranked" in _said(app)
    assert len(opened("compare", creators=",".join(ids)).dataframe[0].value) == 5


@pytest.mark.slow
def test_names_of_strangers_stay_letters() -> None:
    app = _reactions(["c000", "c010", "c020"])
    assert "<b>Mira" not in _said(app).replace("\\<b\\>Mira", "")


@pytest.mark.slow
def test_unknown_ids_and_creators_without_data_are_said() -> None:
    app = _reactions(["c001", "nobody", "c010"])
    assert "no creator nobody" in _said(app)
    assert "Not enough data" in _said(app)
    app = opened("compare", creators="c008,c010,nobody,c006,c012")
    assert len(app.dataframe[0].value) == 4
    assert "fewer than 2 follower counts" in texts(app)


@pytest.mark.slow
def test_the_best_matches_of_a_brand_a_campaign_and_a_shortlist_fill_the_page(
    data_dir: str,
) -> None:
    engine = workspace(Settings.from_env())
    made = campaigns.create(engine, "Spring").campaign_id
    for one in ("c020", "c021", "c022"):
        add_member(engine, made, one, handle=one, name=one, platform="tiktok")
    listed = shortlists.create(engine, "Picks").shortlist_id
    shortlists.add_creators(engine, listed, [Account("c030", "h", "n", "tiktok")])
    app = opened("compare")
    app.selectbox(key="compare_source").set_value(("campaign", made)).run()
    assert not app.exception
    assert app.query_params["creators"] in ("c020,c021,c022", ["c020,c021,c022"])
    app.selectbox(key="compare_source").set_value(("shortlist", listed)).run()
    assert app.query_params["creators"] in ("c030", ["c030"])
    app.button(key="compare_reset").click().run()
    assert "creators" not in app.query_params


def test_those_compared_are_selected_by_a_click() -> None:
    app = opened("compare", creators="c008,c010")
    app.button(key="compare_select").click().run()
    assert not app.exception
    assert app.session_state["selected_creators"] == ("c008", "c010")
    assert "**2 selected** :gray[@handle8, @handle10]" in _said(app)


@pytest.mark.parametrize(
    ("page", "query", "section"),
    [
        ("authenticity", {"authenticity_mode": "Compare", "compare": "c008,c010"}, "Growth"),
        ("authenticity", {"authenticity_mode": "Compare", "compare": ["c008", "c010"]}, "Growth"),
    ],
)
def test_links_of_earlier_versions_lead_here(
    page: str, query: dict[str, str | list[str]], section: str
) -> None:
    app = opened(page, **query)
    assert app.title[0].value.endswith("Compare")
    assert app.query_params["creators"] in ("c008,c010", ["c008,c010"])
    assert app.button_group(key="compare_section").value == section
    assert "Creators side by side" in _said(app)


def test_files_hold_what_the_page_shows() -> None:
    build = Settings.from_env().data_dir.joinpath("CURRENT").read_text().strip()
    csv = duel_file(build, "c008", "c010", "csv").decode("utf-8-sig")
    found = cached_service(head_to_head_service.duel, build, "c008", "c010")
    assert f"{found.probability:.3f}" in csv
    assert len(csv.strip().splitlines()) == len(found.parts) + 2
    table = bracket_file(build, ("c008", "c010", "c011"), "csv").decode("utf-8-sig")
    assert table.splitlines()[0].count("P(more than") == 3
    # No cell of a duel has the ' that keeps a spreadsheet from reading a formula.
    assert "'" not in csv
    assert csv.splitlines()[0].startswith("Feature,handle8,handle10,Log odds for handle8,")
    rates = [row for row in csv.splitlines() if row.startswith("follower growth per week,")]
    assert len(rates) == 1
    assert all(cell[0] in "\u22120123456789" for cell in rates[0].split(",")[1:3])
    # 0.01 + 12 x 0.003 is 0.046000000000000006 in the store.
    assert ",0.0460," in bracket_file(build, ("c012", "c010"), "csv").decode("utf-8-sig")
    for content in (
        bracket_file(build, ("c008", "c010"), "xlsx"),
        duel_file(build, "c008", "c010", "xlsx"),
    ):
        assert list(pd.read_excel(io.BytesIO(content), sheet_name=None)) == ["Reactions", "About"]


@pytest.mark.parametrize("page", ["creator", "authenticity", "rising"])
def test_pages_about_a_creator_link_here(page: str) -> None:
    app = opened(page, creator="c010")
    links = [str(link.proto) for link in app.get("page_link")]
    assert any("Compare" in link and "creators=c010" in link for link in links)


@pytest.mark.slow
def test_a_build_without_scores_says_what_is_missing(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_env(tmp_path)  # type: ignore[arg-type]
    made = make_small_build(settings)
    con = open_store(made.store_file, settings, read_only=False)
    con.execute("DROP TABLE influence")
    con.close()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path))
    said = texts(opened("compare", creators="c008,c010", compare_section="Reactions"))
    assert "Not enough data" in said
    assert "Creators side by side" in said


def test_a_score_is_never_certain_and_its_range_tells_its_ends_apart() -> None:
    row = {
        "handle": "mira", "influence_score": 99.97, "influence_low": 99.62,
        "influence_high": 100.0, "influence_rank": 1, "followers_count": 10, "platform": "tiktok",
    }  # fmt: skip
    score = compare_duel.score_metrics(row)[0]
    assert (score.value, score.note) == ("99.9 of 100", "99.6 to 99.9, rank 1")
    # The table above says the same of the same creator.
    compared = side_by_side.ComparedCreator(None, influence_score=99.97, influence_rank=1)  # type: ignore[arg-type]
    assert "99.9 of 100" in side_by_side._influence(compared).html
