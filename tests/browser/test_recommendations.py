"""A marketer types a brand, gets creators, notes one as contacted, plans another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from core.workspace import brands, campaigns, interactions
from core.workspace.database import workspace
from tests.browser.conftest import assert_whole, follow

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _handle(card: playwright.Locator) -> str:
    return str(card.get_by_text("@handle").first.inner_text().split(" ")[0])


def test_a_typed_brand_gets_creators_and_what_it_does_with_them_stays(
    served: Callable[[Settings], str], settings: Settings, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{served(settings)}/recommendations")
    page.get_by_label("Name").fill("Trail Tea")
    page.get_by_label("What does it sell, and who buys it?").fill("tea for a summit hike")
    page.get_by_label("Hashtags").fill("#hike #summit")
    page.get_by_role("button", name="Save and recommend").click()
    page.get_by_text("Who should Trail Tea work with next?").wait_for(timeout=60_000)
    engine = workspace(settings)
    brand_id = brands.typed_brands(engine)[0].brand_id
    assert f"brand={brand_id}" in page.url

    cards = page.locator("[class*=st-key-recommended_]:has(> [data-testid=stElementContainer])")
    first = cards.first
    first.wait_for()
    contacted = _handle(first)
    first.get_by_role("button", name="Contact").click()
    page.get_by_role("button", name="Note as contacted").click()
    page.get_by_test_id("stToast").get_by_text("contacted @").wait_for()
    page.get_by_text("moved by 1 of its own choices").wait_for()
    saved = interactions.recorded(engine, brand_id=brand_id)
    assert "contact" in saved["kind"].tolist()

    page.reload()
    page.get_by_text("moved by 1 of its own choices").wait_for(timeout=60_000)
    page.get_by_text("One random pick").wait_for()
    assert page.get_by_text(f"{contacted} ·", exact=False).count() == 0

    page.get_by_role("button", name="New brand").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Glow Bar")
    dialog.get_by_role("button", name="Save and recommend").click()
    page.get_by_text("Who should Glow Bar work with next?").wait_for(timeout=60_000)
    page.get_by_role("dialog").wait_for(state="detached")
    assert [one.name for one in brands.typed_brands(engine)] == ["Glow Bar", "Trail Tea"]
    follow(page, f"recommendations?brand={brand_id}")
    page.get_by_text("One random pick").wait_for()

    planned = _handle(cards.first)
    cards.first.get_by_role("button", name="Add to campaign").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Spring")
    dialog.get_by_role("button", name="Create and add").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_text("known already").wait_for()
    follow(page, "campaigns")
    page.locator(".st-key-campaign_board").get_by_text(planned).wait_for()
    assert campaigns.campaigns(engine)[0].brand_id == brand_id
    assert_whole(page)
