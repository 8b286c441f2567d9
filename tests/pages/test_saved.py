"""The Saved page: shortlists and searches are opened, renamed, deleted and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.accounts import Account
from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import Engine, workspace
from core.workspace.saved import searches, shortlists
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings.from_env(tmp_path_factory.mktemp("saved"))
    make_small_build(settings)
    return settings.data_dir


@pytest.fixture
def engine(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")
    return workspace(Settings.from_env())


@pytest.fixture
def picks(engine: Engine) -> int:
    """A shortlist of two creators of the build and one that it lacks."""
    made = shortlists.create(engine, "Picks", brand_id="b0", brand_name="Luma Skincare")
    accounts = [Account(f"c{n:03d}", f"handle{n}", f"Mira {n}", "tiktok") for n in (8, 10)]
    gone = Account("gone", "goner", "Goner", "tiktok")
    shortlists.add_creators(engine, made.shortlist_id, [*accounts, gone])
    return made.shortlist_id


def test_an_empty_page_says_how_to_fill_it(engine: Engine) -> None:
    assert "Tick creators on any list" in texts(opened("saved"))
    assert "Save this search" in texts(opened("saved", saved_section="Searches"))


def test_a_shortlist_shows_its_creators_and_who_is_not_in_the_data(
    engine: Engine, picks: int
) -> None:
    shortlists.set_note(engine, picks, "c010", "first choice")
    app = opened("saved", shortlist=str(picks))
    table = app.dataframe[0].value
    assert table["influencer_id"].tolist() == ["c008", "c010"]
    assert table["note"].tolist() == ["", "first choice"]
    assert "not in this data: @goner" in texts(app).replace("\\", "")
    links = [str(link.proto) for link in app.get("page_link")]
    assert any("Compare all" in link and "creators=c008%2Cc010" in link for link in links)


def test_a_campaign_is_made_of_a_shortlist(engine: Engine, picks: int) -> None:
    app = opened("saved")
    app.button(key="shortlist_to_campaign").click().run()
    assert not app.exception
    (made,) = campaigns.campaigns(engine)
    assert (made.name, made.brand_id) == ("Picks", "b0")
    members = campaigns.members(engine, made.campaign_id)
    assert [row.influencer_id for row in members] == ["c008", "c010"]
    assert any("Open the campaign" in str(link.proto) for link in app.get("page_link"))


def test_a_deleted_shortlist_comes_back_by_undo(engine: Engine, picks: int) -> None:
    app = opened("saved")
    app.button(key="shortlist_delete").click().run()
    assert shortlists.all_shortlists(engine) == []
    assert "Shortlist 'Picks' is deleted" in texts(app).replace("\\", "")
    app.button(key="undo").click().run()
    assert not app.exception
    (back,) = shortlists.all_shortlists(engine)
    assert (back.shortlist_id, back.creators_count) == (picks, 3)
    assert "undo" not in [button.key for button in app.button]


def test_selected_creators_are_taken_off_and_put_back(engine: Engine, picks: int) -> None:
    app = opened("saved")
    app.session_state["selected_creators"] = ("c010", "c020")
    app.run()
    app.button(key="shortlist_remove").click().run()
    assert [row.influencer_id for row in shortlists.creators_of(engine, picks)] == ["c008", "gone"]
    app.button(key="undo").click().run()
    assert len(shortlists.creators_of(engine, picks)) == 3


@pytest.mark.slow
def test_a_shortlist_is_renamed_and_gets_a_note(engine: Engine, picks: int) -> None:
    for opener, fill in (
        (f"shortlist_{picks}", lambda app: app.text_input(key=f"shortlist_{picks}_name")),
        (
            f"shortlist_note_{picks}",
            lambda app: app.text_area(key=f"shortlist_note_{picks}_c008"),
        ),
    ):
        app = opened("saved")
        app.session_state[f"{opener}_open"] = True
        app.run()
        fill(app).set_value("Best picks")
        next(one for one in app.button if one.label == "Save").click().run()
        assert not app.exception
    assert shortlists.shortlist(engine, picks).name == "Best picks"
    assert shortlists.creators_of(engine, picks)[0].note == "Best picks"


@pytest.mark.slow
def test_a_search_saved_on_a_page_is_listed_with_its_filters(engine: Engine) -> None:
    app = opened("rising", brand="b0", rising_tier="nano")
    app.session_state["save_search_open"] = True
    app.run()
    app.text_input(key="save_search_name").set_value("Nano that rise")
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    (saved,) = searches.saved_searches(engine)
    assert (saved.page, saved.brand_id) == ("rising", "b0")
    assert saved.parameters == (("rising_tier", "nano"),)
    listed = opened("saved", saved_section="Searches")
    assert "Tier: nano" in texts(listed)
    assert "Luma Skincare" in texts(listed)


@pytest.mark.slow
def test_a_saved_search_opens_its_page_with_these_filters_alone(engine: Engine) -> None:
    saved = searches.save_search(
        engine, "Nano", page="rising", parameters=[("rising_tier", "nano")], brand_id="b0"
    )
    app = opened("rising", rising_confidence="high")
    assert app.button_group(key="rising_confidence").value == ["high"]
    app.switch_page("pages/saved.py").run()
    app.button_group(key="saved_section").set_value("Searches").run()
    app.button(key=f"search_{saved.search_id}_open").click().run()
    assert not app.exception
    assert app.title[0].value.endswith("Rising")
    assert app.button_group(key="rising_tier").value == ["nano"]
    assert app.button_group(key="rising_confidence").value == []
    assert app.selectbox(key="brand_picker").value == "b0"


def test_a_deleted_search_comes_back_by_undo(engine: Engine) -> None:
    saved = searches.save_search(engine, "Nano", page="rising", parameters=[])
    app = opened("saved", saved_section="Searches")
    app.button(key=f"search_{saved.search_id}_delete").click().run()
    assert searches.saved_searches(engine) == []
    app.button(key="undo").click().run()
    assert searches.saved_searches(engine) == [saved]
