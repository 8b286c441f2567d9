"""The Trends page and what posts say, clicked in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from tests.browser.conftest import assert_whole, click_row
from tests.support.small_build import make_small_build
from tests.support.text_rows import plant_texts, plant_trends

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(served: Callable[[Settings], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = Settings.from_env(tmp_path_factory.mktemp("served_trends"))
    make_small_build(settings)
    plant_texts(settings)
    plant_trends(settings)
    return served(settings)


def _drawn(page: playwright.Page) -> None:
    page.wait_for_selector(".st-key-trend_curves .scatterlayer path.js-line", state="attached")


def test_from_a_trend_to_a_creator_and_what_its_posts_say(
    address: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{address}/trends")
    _drawn(page)
    page.get_by_text("2 of them").first.wait_for()
    assert_whole(page)
    # A rider's row opens the creator.
    page.get_by_text("click a row for the creator").wait_for()
    table = page.get_by_test_id("stDataFrame").nth(1)
    click_row(table, 1, page.get_by_role("heading", level=1).filter(has_text="Creator"))
    page.wait_for_url("**/creator?creator=*")
    assert_whole(page)
    page.goto(f"{address}/creator?creator=c003")
    page.get_by_text("What the posts say").first.click()
    page.get_by_text("4 of 12").first.wait_for()
    page.get_by_text("Luma Skincare").first.wait_for()
    assert_whole(page)


def test_filters_stand_in_the_link(address: str, visitor: playwright.Page) -> None:
    page = visitor
    page.goto(f"{address}/trends?trend_words=slow")
    _drawn(page)
    page.get_by_text("1 of them").first.wait_for()
    assert_whole(page)
    page.goto(f"{address}/trends?trend_words=nothing-like-it")
    page.get_by_text("Nothing passes these filters").wait_for()
    page.get_by_role("button", name="Reset filters").click()
    page.get_by_text("2 of them").first.wait_for()
