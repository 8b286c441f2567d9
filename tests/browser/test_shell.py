"""The frame and the pages Overview, Niches and Data, clicked in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.settings import ROOT, Settings
from core.store import builds
from core.store.builds import Build
from tests.browser.conftest import assert_whole, follow, settled, wait_until_idle
from tests.browser.steps import assert_growth_plot

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _open_sidebar(page: Any) -> Any:
    sidebar = page.get_by_test_id("stSidebar")
    if page.viewport_size["width"] < 700:
        page.get_by_test_id("stExpandSidebarButton").click()
    return sidebar


@pytest.fixture(params=["visitor", "phone"])
def page(request: pytest.FixtureRequest) -> Any:
    """A tab of each size: the sidebar of a phone is another one."""
    return request.getfixturevalue(request.param)


def test_doors_lead_on_the_brand_comes_along_and_every_page_opens(
    dashboard: str, page: Any
) -> None:
    page.goto(dashboard)
    page.get_by_role("heading", name="Overview").wait_for()
    sidebar = _open_sidebar(page)
    picker = sidebar.get_by_role("combobox")
    picker.click()
    option = page.get_by_role("option").first
    brand = option.inner_text()
    try:
        option.click(timeout=10_000)
    except playwright.TimeoutError:
        option.evaluate("row => row.click()")  # another row of the long list lay over it
    page.wait_for_url("**/?*brand=*")
    if page.viewport_size["width"] < 700:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.get_by_role("link", name=f"Find creators for {brand}").click()
    page.wait_for_url("**/brand_match*brand=*")
    assert_whole(page)
    for name in ("Niches", "Brand match", "Authenticity", "Creator", "Data", "About", "Overview"):
        wait_until_idle(page)
        sidebar = _open_sidebar(page)
        sidebar.get_by_role("link", name=name, exact=True).click()
        page.get_by_test_id("stMain").get_by_role("heading", level=1).filter(
            has_text=name
        ).wait_for()
        assert_whole(page)


def test_a_click_on_the_map_lists_that_creator_and_a_lasso_all(
    dashboard: str, visitor: Any
) -> None:
    page = visitor
    page.goto(f"{dashboard}/niches")
    plot = page.locator(".js-plotly-plot").first
    plot.wait_for()
    page.get_by_role("heading", name="All creators").wait_for()
    settled(plot)
    place = plot.evaluate(
        """plot => {
            const full = plot._fullLayout, trace = plot._fullData[0];
            const box = plot.getBoundingClientRect();
            return [box.x + full._size.l + full.xaxis.d2p(trace.x[0]),
                    box.y + full._size.t + full.yaxis.d2p(trace.y[0])];
        }"""
    )
    page.mouse.move(*place)
    page.wait_for_selector(".js-plotly-plot .hoverlayer .hovertext", state="attached")
    page.mouse.click(*place)
    page.get_by_role("heading", name="1 creator from the map").wait_for()
    assert_whole(page)

    page.get_by_role("radio", name="Draw around a group").click()
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')._fullLayout?.dragmode === 'lasso'"
    )
    box = settled(plot)
    left, top = box["x"] + 4, box["y"] + 34
    right, bottom = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=8)
    page.mouse.up()
    page.get_by_role("heading", name="creators from the map").wait_for()


@pytest.mark.timeout(240)
def test_files_dropped_on_an_empty_dashboard_become_the_data(
    served: Callable[[Settings], str], visitor: Any, tmp_path: Path
) -> None:
    settings = Settings.from_env(tmp_path / "fresh")
    page = visitor
    page.goto(served(settings))
    page.get_by_role("button", name="Import mine").click()
    page.get_by_role("button", name="Use three sample files").wait_for()
    names = ("influencers_data.csv", "growth_data.csv", "brands_data.csv")
    page.set_input_files(
        "input[type=file]", [str(ROOT / "data" / "sample" / name) for name in names]
    )
    page.get_by_role("button", name="Import 3 files").click()
    page.get_by_text(
        "Import influencers_data.csv, growth_data.csv, brands_data.csv"
    ).first.wait_for()
    page.get_by_text("In use now").wait_for(timeout=180_000)
    assert builds.current_build(settings).manifest["row_counts"]["influencers"] == 30
    page.get_by_test_id("stSidebar").get_by_role("link", name="Overview").click()
    page.get_by_text("30", exact=True).first.wait_for()


def _some_creator(build: Build) -> tuple[str, str]:
    """Id and name of a creator with a history."""
    with duckdb.connect(str(build.store_file), read_only=True) as con:
        row = con.execute(
            """SELECT influencer_id, name FROM influencers SEMI JOIN follower_history
               USING (influencer_id) WHERE name IS NOT NULL ORDER BY influencer_id"""
        ).fetchone()
    assert row is not None
    return str(row[0]), str(row[1])


def test_a_deep_link_opens_on_a_fresh_server_and_another_build_on_the_next_click(
    served: Callable[[Settings], str],
    visitor: Any,
    small_settings: Settings,
    small_build: Build,
    tmp_path: Path,
) -> None:
    import shutil

    settings = Settings.from_env(tmp_path / "two")
    shutil.copytree(small_settings.builds_dir, settings.builds_dir)
    second = "20300101T000000Z-0badcafe"
    shutil.copytree(settings.builds_dir / small_build.build_id, settings.builds_dir / second)
    builds.publish(settings, small_build.build_id)
    influencer_id, name = _some_creator(small_build)
    page = visitor
    page.goto(f"{served(settings)}/creator?creator={influencer_id}")
    page.get_by_text(name, exact=True).first.wait_for()
    page.get_by_text("Brand match").first.wait_for()
    assert_growth_plot(page)
    assert_whole(page)
    follow(page, "about")
    page.get_by_role("heading", name="Build in use").wait_for()
    builds.publish(settings, second)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Data").click()
    page.get_by_role("radio", name="Builds").click()
    row = page.get_by_test_id("stHorizontalBlock").filter(has_text=second)
    row.get_by_text("In use").first.wait_for()
