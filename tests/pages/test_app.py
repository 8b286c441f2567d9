"""The frame around the pages: navigation, brand picker, what is shown without data."""

from __future__ import annotations

import json

import pytest
from streamlit.runtime.pages_manager import PagesManager

from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.connect import open_store
from core.web.shell.frame import PAGES
from tests.conftest import Opener
from tests.support.opening import texts
from tests.support.small_build import make_small_build

NAMES = [name for entries in PAGES.values() for name, _, _ in entries]
WITH_DATA_ONLY = [name for name in NAMES if name not in ("data", "about")]


def _brand(build: Build, settings: Settings) -> tuple[str, str]:
    con = open_store(build.store_file, settings)
    row = con.execute("SELECT brand_id, name FROM brands ORDER BY brand_id LIMIT 1").fetchone()
    con.close()
    assert row
    return row


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_with_a_build(
    open_page: Opener, small_settings: Settings, small_build: Build, name: str
) -> None:
    app = open_page(small_settings, name)
    assert not app.exception
    assert len(app.title) == 1
    assert "Demo data" in texts(app)
    assert "Pseudonyms" not in texts(app)


def test_a_copy_with_made_up_names_is_marked(open_page: Opener, empty_settings: Settings) -> None:
    build = make_small_build(empty_settings)
    file = build.folder / builds.MANIFEST_FILE
    manifest = json.loads(file.read_text())
    manifest["source"] = {"kind": "copy", "is_pseudonymised": True}
    file.write_text(json.dumps(manifest))
    assert "Pseudonyms" in texts(open_page(empty_settings, "overview"))
    data = texts(open_page(empty_settings, "data"))
    assert "A copy of other data, in which creators have made-up names." in data


@pytest.mark.parametrize("name", WITH_DATA_ONLY)
def test_without_a_build_a_page_offers_two_ways_to_start(
    open_page: Opener, empty_settings: Settings, name: str
) -> None:
    app = open_page(empty_settings, name)
    assert not app.exception
    assert [button.label for button in app.button] == ["Use demo data", "Import mine"]


@pytest.mark.parametrize("name", ["data", "about"])
def test_pages_that_need_no_build_open_without_one(
    open_page: Opener, empty_settings: Settings, name: str
) -> None:
    app = open_page(empty_settings, name)
    assert not app.exception
    assert app.title[0].value.lower().endswith(name)


def test_a_published_build_that_is_gone_is_said_not_traced(
    open_page: Opener, empty_settings: Settings
) -> None:
    empty_settings.data_dir.mkdir()
    pointer = empty_settings.data_dir / builds.POINTER_FILE
    pointer.write_text("20260101T000000Z-0badf00d\n")
    app = open_page(empty_settings, "overview")
    assert not app.exception
    assert "is gone from" in texts(app)


def test_brand_of_the_link_is_chosen_and_stays_on_the_next_page(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    brand_id, _ = _brand(small_build, small_settings)
    app = open_page(small_settings, "overview", brand=brand_id)
    assert app.sidebar.selectbox[0].value == brand_id
    app.switch_page("pages/niches.py").run()
    assert app.sidebar.selectbox[0].value == brand_id
    assert app.query_params["brand"] == brand_id


def test_choosing_a_brand_puts_it_into_the_url_and_none_takes_it_out(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    brand_id, _ = _brand(small_build, small_settings)
    app = open_page(small_settings, "overview")
    assert "brand" not in app.query_params
    app.sidebar.selectbox[0].set_value(brand_id).run()
    assert app.query_params["brand"] == brand_id
    app.sidebar.selectbox[0].set_value(None).run()
    assert "brand" not in app.query_params


@pytest.mark.parametrize("unknown", ["nobody", "<b>x</b>", "x" * 4_000])
def test_unknown_brand_in_the_link_is_said_and_nothing_is_chosen(
    open_page: Opener, small_settings: Settings, small_build: Build, unknown: str
) -> None:
    app = open_page(small_settings, "overview", brand=unknown)
    assert not app.exception
    assert app.sidebar.selectbox[0].value is None
    assert any("is not in this data" in warning.value for warning in app.warning)


def test_the_link_stands_first_for_a_page_of_a_fresh_server(
    open_page: Opener,
    small_settings: Settings,
    small_build: Build,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Streamlit runs the page file by itself here; the frame must stand around it.
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    app = open_page(small_settings, "niches")
    assert app.sidebar.selectbox[0].label == "Brand"
