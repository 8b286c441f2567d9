"""A campaign gets creators from Brand match and from the best set, and keeps them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.browser.conftest import assert_whole, follow

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _move(page: playwright.Page, board: playwright.Locator, state: str) -> None:
    """Chooses in the menu of a card. A page just drawn may be drawn once more, which closes it."""
    item = page.get_by_role("menuitem", name=state)
    for _ in range(5):
        board.get_by_role("button", name="Move").click()
        try:
            item.click(timeout=2_000)
        except playwright.TimeoutError:
            continue
        return


def test_creators_are_in_a_campaign_after_a_reload_and_its_best_set_joins_them(
    served: Callable[[Settings], str], settings: Settings, visitor: playwright.Page
) -> None:
    address, page = served(settings), visitor
    page.goto(f"{address}/brand_match?brand=b0")
    first = page.locator(".st-key-card_1")
    handle = first.get_by_text("@handle").inner_text().split(" ")[0]
    first.get_by_role("button", name="Add to campaign").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Spring <launch>")
    dialog.get_by_role("button", name="Create and add").click()
    page.get_by_test_id("stToast").get_by_text("added to 'Spring <launch>'").wait_for()
    page.get_by_role("dialog").wait_for(state="detached")
    engine = workspace(settings)
    saved = campaigns.campaigns(engine)[0]
    assert (saved.name, saved.brand_id) == ("Spring <launch>", "b0")

    page.reload()
    page.get_by_text("Which creators fit Luma Skincare?").wait_for()
    page.goto(f"{address}/campaigns")
    board = page.locator(".st-key-campaign_board")
    board.get_by_text(handle).wait_for()
    assert f"campaign={saved.campaign_id}" in page.url
    assert_whole(page)

    _move(page, board, "Agreed")
    page.get_by_test_id("stToast").get_by_text("is now 'agreed'").wait_for()
    page.reload()
    board.get_by_text("Agreed 1").wait_for()
    board.get_by_text(handle).wait_for()
    assert_whole(page)
    member = campaigns.members(engine, saved.campaign_id)[0]
    assert (f"@{member.handle}", member.state) == (handle, "agreed")

    _add_the_best_set(page, settings)


def _add_the_best_set(page: playwright.Page, settings: Settings) -> None:
    """What the optimiser finds for another campaign, with a budget."""
    engine = workspace(settings)
    campaign = campaigns.create(
        engine, "Spring", brand_id="b0", brand_name="Luma Skincare", budget=3000
    )
    follow(page, f"campaigns?campaign={campaign.campaign_id}&campaign_section=Best+set")
    page.get_by_role("button", name="Find the best set").click()
    add = page.get_by_role("button", name="to the campaign")
    add.wait_for()
    assert_whole(page)
    count = int(add.inner_text().split("Add ")[1].split(" ")[0])
    add.click()
    page.get_by_test_id("stToast").get_by_text(f"{count} creators").wait_for()
    assert len(campaigns.members(engine, campaign.campaign_id)) == count
    page.get_by_role("radio", name="Board").click()
    page.get_by_text(f"Lead {count}").wait_for()
    assert_whole(page)
