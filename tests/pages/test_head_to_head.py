"""The Head-to-head page: duel, bracket, and what it says without data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.services.influence import head_to_head as head_to_head_service
from core.settings import Settings
from core.store.connect import open_store
from core.web.head_to_head import duel as head_to_head_duel
from core.web.head_to_head.files import bracket_file, duel_file
from core.web.kit.cached import cached_service
from core.workspace import campaigns
from core.workspace.database import workspace
from core.workspace.members import add_member
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("head_to_head_page")
    make_small_build(Settings.from_env(folder))
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def _said(app: AppTest) -> str:
    return texts(app) + "\n".join(one.value for one in app.subheader)


def test_without_anybody_it_says_what_to_do_and_names_the_leaders() -> None:
    app = opened("head_to_head")
    assert "Pick two creators" in _said(app)
    assert len(app.dataframe[0].value) == 10
    assert "held-out pairs" in _said(app)


def test_one_creator_needs_another_who_is_added_by_a_click() -> None:
    app = opened("head_to_head", who="c008")
    assert "Add one more creator" in _said(app)
    app.text_input(key="head_to_head_search").set_value("handle10").run()
    app.button(key="head_to_head_add_0").click().run()
    assert not app.exception
    assert app.query_params["who"] == ["c008", "c010"]
    assert "handle10" in _said(app) or "Mira 10" in _said(app)


def test_a_duel_shows_probability_parts_and_curves() -> None:
    app = opened("head_to_head", who=["c008", "c010"])
    head = app.subheader[0].value
    assert "more likely to draw more reactions" in head or "Too close to call" in head
    assert "%" in head
    assert {metric.label.split(" ")[0] for metric in app.metric} == {"Influence", "Followers"}
    assert len(app.get("plotly_chart")) == 3
    assert "adds up to log odds" in _said(app)
    app.button(key="head_to_head_remove_0").click().run()
    assert app.query_params["who"] in ("c010", ["c010"])


def test_the_other_order_says_the_same_of_the_same_creator(data_dir: str) -> None:
    first = opened("head_to_head", who=["c008", "c010"]).subheader[0].value
    second = opened("head_to_head", who=["c010", "c008"]).subheader[0].value
    assert first == second


def test_a_bracket_ranks_and_explains_a_pair() -> None:
    ids = [f"c{number:03d}" for number in range(10, 15)]
    app = opened("head_to_head", who=ids)
    ranking = app.dataframe[0].value
    assert ranking["place"].tolist() == [1, 2, 3, 4, 5]
    assert ranking["mean_percent"].is_monotonic_decreasing
    assert len(app.get("plotly_chart")) == 4
    box = next(one for one in app.selectbox if one.label == "Compare two in detail")
    assert len(box.options) == 10


def test_more_than_ten_and_repeats_are_cut() -> None:
    ids = ["c010", *[f"c{number:03d}" for number in range(10, 25)]]
    app = opened("head_to_head", who=ids)
    assert len(app.dataframe[0].value) == 10
    assert "You can compare up to ten creators" in _said(app)


def test_names_of_strangers_stay_letters() -> None:
    app = opened("head_to_head", who=["c000", "c010", "c020"])
    assert "<b>Mira" not in _said(app).replace("\\<b\\>Mira", "")


def test_unknown_ids_and_creators_without_data_are_said() -> None:
    app = opened("head_to_head", who=["c001", "nobody", "c010"])
    assert "no creator nobody" in _said(app)
    assert "Not enough data" in _said(app)


def test_the_best_matches_of_a_brand_and_a_campaign_fill_the_ring(data_dir: str) -> None:
    settings = Settings.from_env()
    engine = workspace(settings)
    made = campaigns.create(engine, "Spring").campaign_id
    for one in ("c020", "c021", "c022"):
        add_member(engine, made, one, handle=one, name=one, platform="tiktok")
    app = opened("head_to_head")
    app.selectbox(key="head_to_head_campaign").set_value(made).run()
    assert not app.exception
    assert app.query_params["who"] == ["c020", "c021", "c022"]
    app.button(key="head_to_head_reset").click().run()
    assert "who" not in app.query_params


def test_files_hold_what_the_page_shows() -> None:
    build = Settings.from_env().data_dir.joinpath("CURRENT").read_text().strip()
    csv = duel_file(build, "c008", "c010", "csv").decode("utf-8-sig")
    found = cached_service(head_to_head_service.duel, build, "c008", "c010")
    assert f"{found.probability:.3f}" in csv
    assert len(csv.strip().splitlines()) == len(found.parts) + 2
    table = bracket_file(build, ("c008", "c010", "c011"), "csv").decode("utf-8-sig")
    assert table.splitlines()[0].count("P(more than") == 3
    assert bracket_file(build, ("c008", "c010"), "xlsx").startswith(b"PK")


def test_the_creator_page_links_here() -> None:
    app = opened("creator", creator="c010")
    links = [str(link.proto) for link in app.get("page_link")]
    assert any("Compare head to head" in link and "who=c010" in link for link in links)


def test_a_build_without_scores_says_what_is_missing(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_env(tmp_path)  # type: ignore[arg-type]
    made = make_small_build(settings)
    con = open_store(made.store_file, settings, read_only=False)
    con.execute("DROP TABLE influence")
    con.close()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path))
    assert "Not enough data" in texts(opened("head_to_head"))


def test_a_score_is_never_certain_and_its_range_tells_its_ends_apart() -> None:
    row = {
        "handle": "mira", "influence_score": 99.97, "influence_low": 99.62,
        "influence_high": 100.0, "influence_rank": 1, "followers_count": 10, "platform": "tiktok",
    }  # fmt: skip
    score = head_to_head_duel.score_metrics(row)[0]
    assert (score.value, score.note) == ("99.9 of 100", "99.6 to 99.9, rank 1")
