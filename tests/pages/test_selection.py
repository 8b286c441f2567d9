"""Creators ticked on lists: the bar, a shortlist, a campaign, and a list that stays put."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import Engine, workspace
from core.workspace.saved import shortlists
from tests.support.growth_rows import plant_evidence
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings.from_env(tmp_path_factory.mktemp("selection"))
    make_small_build(settings)
    plant_evidence(settings)
    return settings.data_dir


@pytest.fixture
def engine(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")
    return workspace(Settings.from_env())


def _boxes(app: AppTest) -> list[Any]:
    return [box for box in app.checkbox if "_pick_" in (box.key or "")]


def _tick(app: AppTest, *places: int) -> list[str]:
    """Ticks cards by their place; the ids of their creators."""
    keys = [_boxes(app)[place].key for place in places]
    for key in keys:
        app.checkbox(key=key).check().run()
        assert not app.exception
    return [key.split("_pick_")[1] for key in keys]


def _ids(app: AppTest) -> list[str]:
    return [box.key.split("_pick_")[1] for box in _boxes(app)]


def _has(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


def test_without_ticks_there_is_no_bar(engine: Engine) -> None:
    app = opened("brand_match", brand="b0")
    assert not _has(app, "selection_compare")
    assert not any(box.value for box in _boxes(app))


@pytest.mark.slow
def test_ticked_creators_stay_selected_on_other_pages_until_cleared(engine: Engine) -> None:
    app = opened("brand_match", brand="b0")
    ids = _tick(app, 0, 2)
    assert "**2 selected**" in texts(app)
    app.switch_page("pages/rising.py").run()
    assert app.session_state["selected_creators"] == tuple(ids)
    assert "**2 selected**" in texts(app)
    app.button(key="selection_clear").click().run()
    assert "selected**" not in texts(app)
    app.switch_page("pages/brand_match.py").run()
    assert not any(box.value for box in _boxes(app))


@pytest.mark.slow
def test_the_bar_leads_to_the_comparison(engine: Engine) -> None:
    app = opened("brand_match", brand="b0")
    ids = _tick(app, 0, 1, 2)
    app.button(key="selection_compare").click().run()
    assert not app.exception
    assert app.title[0].value.endswith("Compare")
    assert app.query_params["creators"] in (",".join(ids), [",".join(ids)])


@pytest.mark.slow
def test_one_click_puts_all_on_a_shortlist(engine: Engine) -> None:
    app = opened("brand_match", brand="b0")
    ids = _tick(app, 0, 1, 2)
    app.button(key="selection_bookmark_add_menu").click().run()
    app.text_input(key="selection_bookmark_add_name").set_value("Picks")
    next(button for button in app.button if button.label == "Create and add").click().run()
    assert not app.exception
    (made,) = shortlists.all_shortlists(engine)
    assert (made.name, made.brand_id, made.brand_name) == ("Picks", "b0", "Luma Skincare")
    assert [row.influencer_id for row in shortlists.creators_of(engine, made.shortlist_id)] == ids
    # Those that are on it already are not asked for again.
    _tick(app, 3)
    assert app.button(key=f"selection_bookmark_add_to_{made.shortlist_id}").label == "Add 1"
    app.button(key=f"selection_bookmark_add_to_{made.shortlist_id}").click().run()
    assert len(shortlists.creators_of(engine, made.shortlist_id)) == 4


@pytest.mark.slow
def test_one_click_puts_all_into_a_campaign_and_another_brands_is_marked(engine: Engine) -> None:
    own = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Luma Skincare")
    campaigns.create(engine, "Autumn", brand_id="b1", brand_name="Basil & Co")
    app = opened("brand_match", brand="b0")
    ids = _tick(app, 0, 1)
    app.button(key="selection_playlist_add_menu").click().run()
    said = texts(app)
    assert "orange-badge[another brand: Basil" in said
    assert "orange-badge[another brand: Luma" not in said
    app.button(key=f"selection_playlist_add_to_{own.campaign_id}").click().run()
    assert not app.exception
    assert [row.influencer_id for row in campaigns.members(engine, own.campaign_id)] == ids
    assert app.button(key=f"selection_playlist_add_to_{own.campaign_id}").label == "In"


@pytest.mark.slow
def test_recommendations_stay_in_their_order_while_creators_are_added(engine: Engine) -> None:
    own = campaigns.create(engine, "Spring", brand_id="b0", brand_name="Luma Skincare")
    app = opened("recommendations", brand="b0")
    before = _ids(app)
    ids = _tick(app, 1, 3)
    app.button(key="selection_playlist_add_menu").click().run()
    app.button(key=f"selection_playlist_add_to_{own.campaign_id}").click().run()
    assert not app.exception
    assert _ids(app) == before
    assert "You added 2 since this list was made" in texts(app)
    app.button(key="update_list").click().run()
    assert not set(ids) & set(_ids(app))
    assert "since this list was made" not in texts(app)


def test_the_file_of_the_selection_has_one_row_per_creator(engine: Engine, data_dir: Path) -> None:
    from core.web.kit.selection.files import creators_file

    build = (data_dir / "CURRENT").read_text().strip()
    csv = creators_file(build, ("c010", "nobody", "c008"), "csv").decode("utf-8-sig")
    header, first, second = csv.strip().splitlines()
    assert header.startswith("Handle,Name,Platform")
    assert "Note" not in header.split(",")
    assert first.startswith("handle10,")
    assert second.startswith("handle8,")
    noted = creators_file(build, ("c010",), "csv", {"c010": "asks for a contract"})
    assert "asks for a contract" in noted.decode("utf-8-sig")
    # 0.01 + 12 x 0.003 is 0.046000000000000006 in the store.
    assert ",0.0460," in creators_file(build, ("c012",), "csv").decode("utf-8-sig")
    sheets = pd.read_excel(io.BytesIO(creators_file(build, ("c010",), "xlsx")), sheet_name=None)
    assert list(sheets) == ["Creators", "About"]
