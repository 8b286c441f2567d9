"""The path people take who know whom they look for: '/', a name, Enter."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATIENCE_MS, assert_whole, wait_until_idle

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_slash_a_name_and_enter_open_the_creator(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/about")
    page.get_by_role("searchbox", name="Search").wait_for()
    wait_until_idle(page)
    page.keyboard.press("/")
    page.keyboard.type("hadnle42")
    page.keyboard.press("Enter")
    page.wait_for_url("**/creator?*creator=c042*")
    page.get_by_text("@handle42").first.wait_for()
    box = page.get_by_role("searchbox", name="Search")
    playwright.expect(box).to_have_value("", timeout=PATIENCE_MS)
    assert_whole(page)

    page.keyboard.press("Escape")
    page.go_back()
    page.wait_for_url("**/about*")


def test_words_lead_to_the_list_and_a_row_to_its_creator(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/about")
    box = page.get_by_role("searchbox", name="Search")
    box.fill("glow summit")
    box.press("Enter")
    page.wait_for_url("**/search?*q=glow*summit*")
    page.get_by_text("best first").wait_for()
    page.reload()
    row = page.locator(".st-key-search_hit_1")
    row.get_by_text("in the bio").wait_for()
    assert_whole(page)
    wait_until_idle(page)
    row.click()  # in its middle: the link of the creator covers the whole row
    page.wait_for_url("**/creator?*creator=c0*")
    page.go_back()
    page.wait_for_url("**/search?*q=glow*summit*")
    row.wait_for()
