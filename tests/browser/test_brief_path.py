"""A brief typed on Overview becomes chips, a plan and a campaign, and outlives a reload."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.browser.conftest import assert_whole

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

BRIEF = "3 Glow creators from Germany, under €1,500 in all"


def test_from_a_brief_to_a_campaign(
    served: Callable[[Settings], str], settings: Settings, visitor: playwright.Page
) -> None:
    address, page = served(settings), visitor
    page.goto(address)
    page.get_by_label("Type a brief and get a plan").fill(BRIEF)
    page.get_by_role("button", name="Find creators and plan").click()
    page.wait_for_url("**/brief?brief=*")
    chips = page.locator(".st-key-brief_chips")
    chips.get_by_role("button", name="3 creators").wait_for()
    page.get_by_text("Ranked by: Glow.").wait_for()

    chips.get_by_role("button", name="3 creators").click()
    box = page.get_by_label("Number of creators")
    box.fill("2")
    box.press("Tab")
    page.get_by_role("button", name="Apply").click()
    chips.get_by_role("button", name="2 creators").wait_for()
    make = page.get_by_role("button", name="Make a campaign of these 2")
    make.wait_for()
    page.reload()
    chips.get_by_role("button", name="2 creators").wait_for()
    assert_whole(page)

    page.get_by_role("radio", name="Shortlist").click()
    page.locator(".st-key-card_1").wait_for()
    page.get_by_role("radio", name="Plan").click()
    make.click()
    page.get_by_role("link", name="Open the campaign").click()
    page.wait_for_url("**/campaigns?campaign=*")
    page.get_by_text("Lead 2").wait_for()
    assert_whole(page)
    [made] = campaigns.campaigns(workspace(settings))
    assert made.budget == 1500
    assert len(campaigns.members(workspace(settings), made.campaign_id)) == 2

    page.go_back()
    chips.get_by_role("button", name="2 creators").wait_for()
    assert "Glow" in page.get_by_label("Your brief").input_value()
