"""The path people walk, clicked in a real browser: brand, match, creator, growth."""

from __future__ import annotations

import pytest

from tests.browser.conftest import assert_whole
from tests.browser.steps import assert_growth_plot

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


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
    assert_growth_plot(page)
    assert_whole(page)

    _another_brand_stays_on_the_next_page(page)


def _another_brand_stays_on_the_next_page(page: playwright.Page) -> None:
    """A brand chosen in the sidebar of one page is that of the next."""
    picker = page.get_by_test_id("stSidebar").get_by_role("combobox")
    picker.click()
    page.get_by_role("option", name="Basil & Co").click()
    page.wait_for_url("**brand=b1*")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Brand match").click()
    page.get_by_text("Which creators fit Basil & Co?").wait_for()
    assert_whole(page)
