"""The Search page and the box in the sidebar."""

from __future__ import annotations

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from core.models.search import files
from core.settings import Settings
from core.store import builds
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build
from tests.support.templates import complete_again


@pytest.fixture(autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Settings:
    folder = tmp_path_factory.mktemp("search_page")
    monkeypatch.setenv("SCOUT_DATA_DIR", str(folder))
    settings = Settings.from_env(folder)
    make_small_build(settings)
    return settings


def links(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def test_a_link_with_a_query_shows_who_and_why() -> None:
    app = opened("search", q="galow")
    said = texts(app)
    assert "20 creators, best first. “galow” taken as **glow**." in said
    assert "“glow” in 12 posts" in said
    assert sum(label.startswith("Open @") for label in links(app)) == 10
    assert any(label.startswith("Glow · niche") for label in links(app))
    assert app.text_input(key="q").value == "galow"
    assert not [box for box in app.text_input if box.key == "sidebar_search"]


def test_html_of_a_stranger_is_shown_as_text() -> None:
    said = texts(opened("search", q="@handle0"))
    assert "&lt;b&gt;Mira&lt;/b&gt;" in said
    assert "<i>so good</i>" not in said


@pytest.mark.slow
def test_filters_and_what_to_do_when_nobody_is_left() -> None:
    app = opened("search", q="glow")
    platforms = app.button_group(key="search_platform")
    assert "Instagram 20" in platforms.options
    platforms.set_value(["tiktok"]).run()
    assert "No creator passes these filters" in texts(app)
    app.button(key="search_clear_filters").click().run()
    assert "20 creators" in texts(app)


def test_nothing_found_says_what_to_try() -> None:
    app = opened("search", q="qwxzv")
    assert "No creator matches “qwxzv”" in app.info[0].value
    assert "Try fewer words" in app.info[0].value


@pytest.mark.slow
def test_the_box_in_the_sidebar_lists_hits_and_leads_to_all() -> None:
    app = opened("niches")
    app.text_input(key="sidebar_search").set_value("mira 42").run()
    assert links(app)[0] == "Open @handle42"  # Enter opens the first
    assert links(app)[-1].startswith("All results")
    app.text_input(key="sidebar_search").set_value("glow").run()
    assert links(app)[0] == r"Glow · niche\, 20 creators"
    app.text_input(key="sidebar_search").set_value("qwxzv").run()
    assert "Nothing matches “qwxzv”" in texts(app)


@pytest.mark.slow
def test_a_build_of_an_earlier_version_is_searched_by_name(settings: Settings) -> None:
    for folder in settings.builds_dir.glob(f"*/models/{files.FOLDER}"):
        shutil.rmtree(folder)
    complete_again(builds.current_build(settings))
    app = opened("search", q="handle42")
    assert "Handles and names only" in app.info[0].value
    assert "Open @handle42" in links(app)


def test_without_a_query_the_page_says_how_to_ask() -> None:
    assert "exact phrases" in texts(opened("search"))


@pytest.mark.slow
def test_hits_are_selected_for_the_bar_below() -> None:
    app = opened("search", q="glow")
    boxes = [box for box in app.checkbox if box.label == "Select"]
    boxes[0].check().run()
    boxes = [box for box in app.checkbox if box.label == "Select"]
    boxes[1].check().run()
    assert not app.exception
    assert "2 selected" in texts(app)
