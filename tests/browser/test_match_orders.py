"""Orders of Brand match in a real browser, in a wide and in a narrow window."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from tests.browser.conftest import assert_whole
from tests.support.ranked_build import make_ranked_build

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

_NARROW = {"width": 390, "height": 900}


@pytest.fixture(scope="module")
def address(served: Callable[[Settings], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = Settings.from_env(tmp_path_factory.mktemp("orders"))
    make_ranked_build(settings)
    return served(settings)


def test_an_order_is_chosen_explained_and_kept_in_the_link(
    address: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{address}/brand_match?brand=b0&ungated=category,country,language")
    page.locator(".st-key-card_1").wait_for()
    page.get_by_text("similar brands: top").first.wait_for()
    page.get_by_text("What counts for this creator?").first.wait_for()
    page.get_by_role("radio", name="Their posts").click()
    page.wait_for_url("**match_order=*")
    playwright.expect(page.get_by_text("similar brands: top")).to_have_count(0)
    assert_whole(page)
    page.set_viewport_size(_NARROW)
    page.get_by_text("Micro-influencers first").click()
    page.wait_for_url("**match_micro=true*")
    page.locator(".st-key-card_1").wait_for()
    page.reload()
    playwright.expect(page.get_by_role("radio", name="Their posts")).to_be_checked()
    assert_whole(page)
