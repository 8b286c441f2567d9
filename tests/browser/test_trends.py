"""The Trends page and what posts say, clicked in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import assert_whole, click_row, follow
from tests.browser.steps import LINE, drawn

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_from_a_trend_to_a_creator_what_its_posts_say_and_the_filters(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/trends")
    drawn(page, "trend_curves", LINE)
    page.get_by_text("2 hashtags and topics").first.wait_for()
    assert_whole(page)
    # A rider's row opens the creator.
    page.get_by_text("click a row to open the creator").wait_for()
    table = page.get_by_test_id("stDataFrame").nth(1)
    click_row(table, 1, page.get_by_role("heading", level=1).filter(has_text="Creator"))
    page.wait_for_url("**/creator?creator=*")
    assert_whole(page)
    follow(page, "creator?creator=c003")
    page.get_by_text("What the posts say").first.click()
    page.get_by_text("4 of 12").first.wait_for()
    page.get_by_text("Luma Skincare").first.wait_for()
    assert_whole(page)
    _filters_stand_in_the_link(page)


def _filters_stand_in_the_link(page: playwright.Page) -> None:
    follow(page, "trends?trend_words=slow")
    drawn(page, "trend_curves", LINE)
    page.get_by_text("1 hashtag or topic").first.wait_for()
    assert_whole(page)
    follow(page, "trends?trend_words=nothing-like-it")
    page.get_by_text("Nothing passes these filters").wait_for()
    page.get_by_role("button", name="Reset filters").click()
    page.get_by_text("2 hashtags and topics").first.wait_for()
