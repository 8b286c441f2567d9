"""The path people walk, clicked in a real browser: brand, match, creator, growth."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from tests.browser.conftest import assert_whole, click_row

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _assert_growth_plot(page: playwright.Page) -> None:
    plot = page.locator(".st-key-growth_plot .js-plotly-plot")
    plot.wait_for()
    # The curve, the bars of the daily change and the posts are drawn, not only the axes.
    page.wait_for_selector(".st-key-growth_plot .scatterlayer path.js-line")
    assert page.locator(".st-key-growth_plot .barlayer .point").count() > 80


def test_a_deep_link_on_a_fresh_server_opens_the_creator_in_its_frame(
    served: Callable[[Settings], str], settings: Settings, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{served(settings)}/creator?creator=c008")
    page.get_by_text("Mira 8", exact=True).wait_for()
    page.get_by_text("Brand match").first.wait_for()
    _assert_growth_plot(page)
    assert_whole(page)


def test_brand_to_match_to_creator_to_growth(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/brand_match")
    page.get_by_role("button", name="Luma Skincare").click()
    page.get_by_text("Which creators fit Luma Skincare?").wait_for()
    assert "brand=b0" in page.url
    first = page.locator(".st-key-card_1")
    first.get_by_text("@handle").wait_for()
    handle = first.get_by_text("@handle").inner_text().split(" ")[0]
    assert_whole(page)

    first.get_by_role("link", name="Open profile").click()
    page.wait_for_url("**/creator?*creator=c*")
    page.get_by_text(handle).first.wait_for()
    _assert_growth_plot(page)
    assert_whole(page)


def test_brand_from_the_sidebar_stays_on_the_next_page(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/authenticity")
    picker = page.get_by_test_id("stSidebar").get_by_role("combobox")
    picker.click()
    page.get_by_role("option", name="Basil & Co").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Brand match").click()
    page.get_by_text("Which creators fit Basil & Co?").wait_for()
    assert_whole(page)


def test_triage_row_opens_the_case_with_its_plot(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/authenticity")
    table = page.get_by_test_id("stDataFrame")
    # The fifth row is clear of the bar at the top of the page.
    click_row(table, 5, page.get_by_text("What the score is based on"))
    assert "creator=c" in page.url
    _assert_growth_plot(page)
    assert_whole(page)
