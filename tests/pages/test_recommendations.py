"""The Recommendations page: list, reasons, clicks that count, chance, typed brands, files."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.brand import BrandProfile
from core.domain.interactions import INTERACTION_POINTS
from core.models.recommender.join import KNOWN_BRAND, JoinWeights
from core.services import session
from core.services.recommending.recommending import RecommendPage, RecommendQuery
from core.settings import Settings
from core.store.builds import current_build
from core.store.connect import open_store
from core.web.kit.matching import recommend_reads
from core.web.recommendations.words import basis_words, place_words
from core.workspace import brands, campaigns, exploration, interactions
from core.workspace.database import workspace
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build
from tests.support.templates import complete_again


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build that tests leave as it is; only c008 is worth checking in it."""
    folder = tmp_path_factory.mktemp("recommendations")
    settings = Settings.from_env(folder)
    make_small_build(settings)
    plant_evidence(settings)
    return folder


@pytest.fixture(autouse=True)
def settings(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """That build with a workspace of its own, in which brands count their versions from one."""
    st.cache_data.clear()
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")
    return Settings.from_env()


def _shown(app: object) -> list[str]:
    """Ids of the cards in their order, the one random pick last."""
    keys = [button.key for button in app.button]  # type: ignore[attr-defined]
    return [key.removeprefix("recommended_why_") for key in keys if key and "mended_why_" in key]


def test_without_a_brand_one_can_be_picked_or_typed() -> None:
    app = opened("recommendations")
    assert "Type a brand" in texts(app)
    next(button for button in app.button if button.label == "Luma Skincare").click().run()
    assert "Who should Luma Skincare work with next?" in texts(app)
    assert len(_shown(app)) == 11


@pytest.mark.slow
def test_known_creators_are_hidden_until_asked_for(settings: Settings) -> None:
    app = opened("recommendations", brand="b0")
    # c006 ... are contacts of b0 in the small build: its first four of the niche.
    known = {"c006", "c009", "c012", "c015", "c003"}
    hidden = next(metric for metric in app.metric if metric.label == "Hidden")
    assert hidden.value == str(len(known))
    assert not known & set(_shown(app))
    app.toggle(key="hide_known").set_value(False).run()
    assert next(metric for metric in app.metric if metric.label == "Hidden").value == "0"


@pytest.mark.slow
def test_unusual_growth_is_held_back_and_gates_hold(settings: Settings) -> None:
    app = opened("recommendations", brand="b2", ungated="country,language")
    app.toggle(key="hide_known").set_value(False).run()
    assert "c008" not in _shown(app)
    eligible = next(metric for metric in app.metric if metric.label == "Eligible creators")
    assert eligible.value == "19"
    show = app.button(key="recommend_unusual")
    assert show.label == "Show 1 with unusual growth"
    show.click().run()
    eligible = next(metric for metric in app.metric if metric.label == "Eligible creators")
    assert eligible.value == "20"
    assert app.query_params["show"] == "unusual"
    app.button(key="gate_category").click().run()
    eligible = next(metric for metric in app.metric if metric.label == "Eligible creators")
    assert eligible.value == "60"


def test_cards_tell_what_drove_the_rank_from_what_is_true() -> None:
    cards = [
        element.proto.body
        for element in opened("recommendations", brand="b0").get("html")
        if "Why it ranks here" in element.proto.body
    ]
    assert len(cards) == 10  # the one random pick has no reason
    for card in cards:
        drove, true = card.split("Also true")
        assert "choices of this brand and brands like it" in drove
        assert "same category" in true
        assert "same category" not in drove


def test_the_list_says_what_it_rests_on() -> None:
    said = texts(opened("recommendations", brand="b0"))
    assert "Learned from 21 creators that this brand looked at" in said
    assert "booked" not in said


@pytest.mark.slow
def test_a_noted_contact_is_saved_counts_at_once_and_leaves_the_list(settings: Settings) -> None:
    app = opened("recommendations", brand="b0")
    first = _shown(app)[0]
    app.session_state[f"contact_{first}"] = True
    app.run()
    app.button(key=f"contacted_{first}").click().run()
    saved = interactions.recorded(workspace(settings), brand_id="b0")
    assert saved[["influencer_id", "kind"]].to_numpy().tolist() == [[first, "contact"]]
    assert first not in _shown(app)
    assert "and 1 since this build" in texts(app)
    assert "Luma Skincare contacted" in app.toast[0].value


@pytest.mark.slow
def test_a_profile_opened_for_a_brand_counts_once_a_session(settings: Settings) -> None:
    app = opened("creator", brand="b0", creator="c010", via="list")
    app.run()
    saved = interactions.recorded(workspace(settings))
    assert saved[["brand_id", "influencer_id", "kind"]].to_numpy().tolist() == [
        ["b0", "c010", "view"]
    ]
    opened("creator", creator="c010", via="list")
    assert len(interactions.recorded(workspace(settings))) == 1


@pytest.mark.slow
def test_a_link_on_the_list_of_the_brand_says_where_it_stands(settings: Settings) -> None:
    app = opened("recommendations", brand="b0")
    links = [one.proto for one in app.get("page_link") if one.proto.label == "Open profile"]
    assert links
    assert all("via=list" in link.query_string for link in links)


@pytest.mark.slow
def test_checking_is_not_liking(settings: Settings) -> None:
    """A case opened to look into growth, and a profile opened from there, move no list."""
    own_choices = _metric(opened("recommendations", brand="b0"), "Own choices")
    opened("authenticity", brand="b0", creator="c010")
    opened("rising", brand="b0", creator="c010")
    opened("creator", brand="b0", creator="c010")
    assert interactions.recorded(workspace(settings)).empty
    assert _metric(opened("recommendations", brand="b0"), "Own choices") == own_choices


@pytest.mark.slow
def test_what_is_worth_checking_when_it_is_opened_counts_as_nothing(
    settings: Settings,
) -> None:
    opened("creator", brand="b0", creator="c008", via="list")
    assert interactions.recorded(workspace(settings)).empty
    opened("creator", brand="b0", creator="c007", via="list")
    assert interactions.recorded(workspace(settings))["influencer_id"].tolist() == ["c007"]


@pytest.mark.slow
def test_the_tile_counts_the_campaigns_that_reasons_name(settings: Settings) -> None:
    con = open_store(current_build(settings).store_file, settings)
    try:
        given = con.execute(
            "SELECT DISTINCT influencer_id FROM interactions "
            "WHERE brand_id = 'b0' AND kind = 'campaign'"
        ).fetchall()
    finally:
        con.close()
    app = opened("recommendations", brand="b0")
    assert given
    assert _metric(app, "In your campaigns") == str(len(given))
    first = _shown(app)[0]
    engine = workspace(settings)
    made = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Luma Skincare")
    campaigns.add_member(
        engine, made.campaign_id, first, handle="x", name="X", platform="instagram"
    )
    app = opened("recommendations", brand="b0")
    assert _metric(app, "In your campaigns") == str(len(given) + 1)


def _metric(app: AppTest, label: str) -> str:
    return str(next(metric.value for metric in app.metric if metric.label == label))


@pytest.mark.slow
def test_who_is_in_a_campaign_is_hidden(settings: Settings) -> None:
    first = _shown(opened("recommendations", brand="b0"))[0]
    engine = workspace(settings)
    made = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Luma Skincare")
    campaigns.add_member(
        engine, made.campaign_id, first, handle="x", name="X", platform="instagram"
    )
    assert first not in _shown(opened("recommendations", brand="b0"))


@pytest.mark.slow
def test_one_is_drawn_by_chance_and_noted_once_a_day(settings: Settings) -> None:
    app = opened("recommendations", brand="b0")
    drawn = _shown(app)[-1]
    assert "One random pick" in texts(app)
    noted = exploration.shown(workspace(settings), "b0")
    assert noted["influencer_id"].tolist() == [drawn]
    eligible = next(metric for metric in app.metric if metric.label == "Eligible creators")
    assert noted["eligible_count"].tolist() == [int(eligible.value)]
    assert _shown(opened("recommendations", brand="b0"))[-1] == drawn
    assert len(exploration.shown(workspace(settings), "b0")) == 1


@pytest.mark.slow
def test_what_follows_from_chance_is_marked(settings: Settings) -> None:
    app = opened("recommendations", brand="b0")
    drawn, first = _shown(app)[-1], _shown(app)[0]
    for one in (drawn, first):
        opened("creator", brand="b0", creator=one, via="list")
    saved = interactions.recorded(workspace(settings)).set_index("influencer_id")["by_chance"]
    assert saved.to_dict() == {drawn: True, first: False}


@pytest.mark.slow
def test_adventurous_brings_less_chosen_creators(settings: Settings) -> None:
    popularity = _popularity(settings)

    def mean(app: object) -> float:
        return float(popularity.reindex(_shown(app)[:10]).fillna(0).mean())

    app = opened("recommendations", brand="b0", ungated="category,country,language")
    app.toggle(key="hide_known").set_value(False).run()
    app.select_slider(key="adventure").set_value("Safe").run()
    safe = mean(app)
    app.select_slider(key="adventure").set_value("Adventurous").run()
    assert mean(app) < safe


def _popularity(settings: Settings) -> pd.Series:
    from core.store import builds
    from core.store.connect import open_store

    con = open_store(builds.current_build(settings).store_file, settings)
    rows = con.execute("SELECT influencer_id FROM interactions ORDER BY influencer_id").fetchall()
    con.close()
    return pd.Series([row[0] for row in rows]).value_counts()


@pytest.mark.slow
def test_a_typed_brand_is_saved_chosen_and_ranked_and_can_go(settings: Settings) -> None:
    app = opened("recommendations")
    app.text_input(key="brand_form_name").set_value("Trail <Tea>")
    app.text_area(key="brand_form_description").set_value("tea for a summit hike")
    app.text_input(key="brand_form_hashtags").set_value("#hike, summit")
    next(one for one in app.button if one.label == "Save and recommend").click().run()
    assert not app.exception
    made = brands.typed_brands(workspace(settings))[0]
    assert (made.name, made.hashtags) == ("Trail <Tea>", ("hike", "summit"))
    said = texts(app)
    assert "Who should Trail \\<Tea\\> work with next?" in said
    assert "A new brand: it starts from the most similar brands (Summit" in said
    assert len(_shown(app)) == 11
    app.session_state["brand_delete_open"] = True
    app.run()
    app.button(key="brand_delete").click().run()
    assert brands.typed_brands(workspace(settings)) == []
    assert "Type a brand" in texts(app)


def test_a_brand_without_a_name_is_not_saved(settings: Settings) -> None:
    app = opened("recommendations")
    next(one for one in app.button if one.label == "Save and recommend").click().run()
    assert any("name" in warning.value for warning in app.warning)
    assert brands.typed_brands(workspace(settings)) == []


def test_a_name_is_typed_once_only(settings: Settings) -> None:
    brands.add_brand(workspace(settings), name="Trail Tea")
    app = opened("recommendations")
    app.text_input(key="brand_form_name").set_value("trail  tea")
    next(one for one in app.button if one.label == "Save and recommend").click().run()
    assert any("already" in warning.value for warning in app.warning)
    assert len(brands.typed_brands(workspace(settings))) == 1


@pytest.mark.slow
def test_typed_brands_of_one_name_are_told_apart(settings: Settings) -> None:
    engine = workspace(settings)
    for _ in range(2):  # as two programs may save them
        brands.add_brand(engine, name="Luma")
    labels = opened("recommendations", brand="own-luma-2").selectbox(key="brand_picker").options
    assert [label for label in labels if "yours" in label] == [
        "Luma (yours) own-luma",
        "Luma (yours) own-luma-2",
    ]


@pytest.mark.slow
def test_a_workspace_that_cannot_be_written_does_not_hold_up_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/w.db?timeout=1")
    opened("recommendations", brand="b1")
    other = sqlite3.connect(tmp_path / "w.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    app = opened("recommendations", brand="b0")
    other.rollback()
    assert len(_shown(app)) == 11
    assert "could not be recorded" in texts(app)


def test_a_build_without_a_recommender_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "without"))
    made = make_small_build(Settings.from_env())
    (made.folder / "models" / "recommender" / "recommender.json").unlink()
    complete_again(made)
    session._recommender.cache_clear()
    app = opened("recommendations", brand="b0")
    assert any("Make a new build" in warning.value for warning in app.warning)


def test_files_hold_score_reasons_and_link(settings: Settings) -> None:
    from core.store import builds

    build = builds.current_build(settings).build_id
    brand = BrandProfile("b0", "Luma Skincare", "glow serum", "Glow", "DE", ("glow", "serum"))
    request = recommend_reads.request(brand, RecommendQuery(), recommend_reads.version("b0"))
    assert request.points == tuple(sorted(INTERACTION_POINTS.items()))
    content = recommend_reads.ranking_file(build, request, "csv")
    frame = pd.read_csv(io.BytesIO(content))
    assert len(frame) == 55  # 60 creators less the five known ones
    assert {"Creator's country", "Audience country"} <= set(frame.columns)
    assert frame["Recommended for"].unique().tolist() == ["Luma Skincare"]
    assert frame["Rank"].tolist() == list(range(1, 56))
    score = next(name for name in frame.columns if name.startswith("Score"))
    assert frame[score].is_monotonic_decreasing
    # 21 choices: texts and rule points count nothing, so they are no reason.
    assert frame["Also true"].str.contains("same category").any()
    assert not frame["Why it ranks here"].str.contains("same category", na=False).any()
    assert frame["Why it ranks here"].iloc[0].startswith("choices of this brand")


def _page(**changes: object) -> RecommendPage:
    values: dict[str, object] = {
        "frame": pd.DataFrame(),
        "chance": pd.DataFrame(),
        "eligible_count": 1,
        "total_count": 1,
        "hidden_count": 0,
        "weights": KNOWN_BRAND,
        "known_count": 0,
        "new_count": 0,
        "chosen_count": 0,
        "learns": True,
        "like_brands": (),
    }
    return RecommendPage(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (_page(learns=False), "too few interactions to learn from"),
        (_page(known_count=1), "Learned from 1 creator that"),
        (_page(known_count=5, new_count=2), "and 2 since this build"),
        (_page(weights=JoinWeights(1, 0.1, 0.2)), "not comparable with other brands yet. W"),
        (_page(like_brands=("A*",), new_count=3), "(A\\*), moved by 3 of its own choices"),
    ],
)
def test_what_the_list_rests_on_in_words(page: RecommendPage, said: str) -> None:
    assert said in basis_words(page)


@pytest.mark.slow
def test_a_place_never_rounds_up_to_all() -> None:
    assert [place_words(share) for share in (1.0, 0.99996, 0.5, float("nan"))] == [
        "best of all",
        "above 99%",
        "above 50%",
        "not known",
    ]
