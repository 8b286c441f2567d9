"""A niche that people renamed: its name on all pages, in links and briefs."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from core.queries.choices import filter_choices
from core.queries.niches import niche_cards
from core.services.brief.reading import read_brief
from core.services.niche_names import show_names
from core.services.session import open_session
from core.settings import Settings
from core.workspace.database import workspace
from core.workspace.records.niche_names import niche_names
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("niche_names")
    make_small_build(Settings.from_env(folder))
    return folder


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")
    st.cache_data.clear()


def first_name() -> str:
    with open_session(Settings.from_env()) as session:
        return str(niche_cards(session.con)["name"].iloc[0])


def test_a_niche_is_renamed_on_its_page_and_reset() -> None:
    found = first_name()
    app = opened("niches", niche="0")
    app.session_state["niche_rename_open"] = True
    app.run()
    app.text_input(key="niche_name_0").set_value("Slow <b>living</b>")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert niche_names(workspace(Settings.from_env())) == {found: "Slow <b>living</b>"}
    said = texts(app)
    assert "Slow &lt;b&gt;living&lt;/b&gt;" in said
    assert "found as" in said
    app.session_state["niche_rename_open"] = True
    app.run()
    app.button(key="niche_reset_0").click().run()
    assert niche_names(workspace(Settings.from_env())) == {}
    assert "found as" not in texts(app)


@pytest.mark.slow
def test_other_pages_and_old_links_follow_the_new_name() -> None:
    from core.workspace.records.niche_names import rename_niche

    found = first_name()
    rename_niche(workspace(Settings.from_env()), found, "Slow living")
    app = opened("rising", rising_niche=found)
    assert not app.exception
    [niches] = [box for box in app.multiselect if box.label == "Niche"]
    assert "Slow living 20" in niches.options
    assert not any(option.startswith(found) for option in niches.options)
    assert niches.value == ["Slow living"]


@pytest.mark.slow
def test_a_brief_knows_both_names_and_peers_have_the_new_one() -> None:
    with open_session(Settings.from_env()) as session:
        found = str(niche_cards(session.con)["name"].iloc[0])
        peers = session.con.execute(
            "SELECT count(*) FROM profile_stats WHERE contains(peer_group, $name)", {"name": found}
        ).fetchone()
        show_names(session.con, {found: "Zzyzx o'creators"})
        assert niche_cards(session.con)["name"].iloc[0] == "Zzyzx o'creators"
        assert found in filter_choices(session.con).found_niches.values()
        renamed = session.con.execute(
            "SELECT count(*) FROM profile_stats WHERE contains(peer_group, 'Zzyzx o''creators')"
        ).fetchone()
        assert renamed == peers
        by_new = read_brief(session, "5 Zzyzx o'creators in Germany").constraints
        by_found = read_brief(session, f"5 {found} creators in Germany").constraints
        assert by_new.niches == by_found.niches
