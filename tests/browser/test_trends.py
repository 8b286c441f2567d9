"""The Trends page and what posts say, clicked in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import assert_whole, click_row

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _drawn(page: playwright.Page) -> None:
    page.wait_for_selector(".st-key-trend_curves .scatterlayer path.js-line", state="attached")


def test_from_a_trend_to_a_creator_and_what_its_posts_say(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/trends")
    _drawn(page)
    page.get_by_text("2 of them").first.wait_for()
    assert_whole(page)
    # A rider's row opens the creator.
    page.get_by_text("click a row for the creator").wait_for()
    table = page.get_by_test_id("stDataFrame").nth(1)
    click_row(table, 1, page.get_by_role("heading", level=1).filter(has_text="Creator"))
    page.wait_for_url("**/creator?creator=*")
    assert_whole(page)
    page.goto(f"{planted_dashboard}/creator?creator=c003")
    page.get_by_text("What the posts say").first.click()
    page.get_by_text("4 of 12").first.wait_for()
    page.get_by_text("Luma Skincare").first.wait_for()
    assert_whole(page)


def test_filters_stand_in_the_link(planted_dashboard: str, visitor: playwright.Page) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/trends?trend_words=slow")
    _drawn(page)
    page.get_by_text("1 of them").first.wait_for()
    assert_whole(page)
    page.goto(f"{planted_dashboard}/trends?trend_words=nothing-like-it")
    page.get_by_text("Nothing passes these filters").wait_for()
    page.get_by_role("button", name="Reset filters").click()
    page.get_by_text("2 of them").first.wait_for()
