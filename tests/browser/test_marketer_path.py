"""The marketer: a brief becomes chips, a shortlist, a comparison, a campaign and its report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from core.workspace.saved import shortlists
from tests.browser.conftest import assert_whole, settled
from tests.browser.steps import compare_ticked, saved_file

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

BRIEF = "3 Glow creators from Germany, under €1,500 in all"


def test_from_a_brief_to_the_report_of_its_campaign(
    served: Callable[[Settings], str], settings: Settings, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{served(settings)}/?brand=b0")
    _type_brief(page)
    _change_a_chip_and_reload(page)
    ids = _compare_three_of_the_shortlist(page)
    _keep_them_for_a_campaign(page)
    _plan_a_campaign(page)
    _report(page, tmp_path)

    engine = workspace(settings)
    (shortlist,) = shortlists.all_shortlists(engine)
    listed = shortlists.creators_of(engine, shortlist.shortlist_id)
    assert [row.influencer_id for row in listed] == ids
    made = {campaign.name: campaign for campaign in campaigns.campaigns(engine)}
    kept = made.pop("Spring picks")
    assert kept.brand_id == "b0"
    assert [row.influencer_id for row in campaigns.members(engine, kept.campaign_id)] == ids
    [planned] = made.values()
    assert planned.budget == 1500
    assert len(campaigns.members(engine, planned.campaign_id)) == 2


def _chip(page: playwright.Page, name: str) -> playwright.Locator:
    return page.locator(".st-key-brief_chips").get_by_role("button", name=name)


def _type_brief(page: playwright.Page) -> None:
    page.get_by_label("Type a brief and get a plan").fill(BRIEF)
    page.get_by_role("button", name="Find creators and plan").click()
    page.wait_for_url("**/brief?*brief=*")
    _chip(page, "3 creators").wait_for()
    page.get_by_text("Ranked by: Glow.").wait_for()


def _change_a_chip_and_reload(page: playwright.Page) -> None:
    """Two instead of three creators; the link knows it, too."""
    _chip(page, "3 creators").click()
    box = page.get_by_label("Number of creators")
    box.fill("2")
    box.press("Tab")
    page.get_by_role("button", name="Apply").click()
    _chip(page, "2 creators").wait_for()
    page.get_by_role("button", name="Make a campaign of these 2").wait_for()
    page.reload()
    _chip(page, "2 creators").wait_for()
    assert_whole(page)


def _compare_three_of_the_shortlist(page: playwright.Page) -> list[str]:
    page.get_by_role("radio", name="Shortlist").click()
    for place in (1, 2, 3):
        page.locator(f".st-key-card_{place}").get_by_text("Select", exact=True).click()
        page.get_by_text(f"{place} selected").wait_for()
    ids = compare_ticked(page, 3)
    # The first answer needs no scrolling.
    top = page.get_by_role("rowheader", name="Fit with the brief").bounding_box()
    assert top is not None
    assert top["y"] < 900
    return ids


def _keep_them_for_a_campaign(page: playwright.Page) -> None:
    page.get_by_role("button", name="Add to shortlist").click()
    page.get_by_role("textbox", name="New shortlist").fill("Spring picks")
    page.get_by_role("button", name="Create and add").click()
    page.get_by_test_id("stToast").get_by_text("3 creators added to 'Spring picks'").wait_for()
    assert_whole(page)
    page.get_by_role("link", name="Saved").click()
    page.get_by_role("button", name="Make a campaign").click()
    page.get_by_role("link", name="Open the campaign").click()
    page.get_by_text("Lead 3").wait_for()
    assert_whole(page)


def _plan_a_campaign(page: playwright.Page) -> None:
    """Back to the brief, which is still there, and on to the campaign of its plan."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="Brief", exact=True).click()
    page.get_by_role("radio", name="Plan").click()
    page.get_by_role("button", name="Make a campaign of these 2").click()
    page.get_by_role("link", name="Open the campaign").click()
    page.wait_for_url("**/campaigns?*campaign=*")
    page.get_by_text("Lead 2").wait_for()
    assert_whole(page)

    page.go_back()
    _chip(page, "2 creators").wait_for()
    assert "Glow" in page.get_by_label("Your brief").input_value()
    page.go_forward()
    page.get_by_text("Lead 2").wait_for()


def _report(page: playwright.Page, folder: Path) -> None:
    """One click in each format."""
    report = page.get_by_role("button", name="Report")
    settled(report)
    report.click()
    for label, start in (("HTML page", b"<!doctype"), ("PowerPoint", b"PK"), ("Excel", b"PK")):
        file = saved_file(page, page.get_by_role("button", name=label), folder)
        assert file.name.startswith("campaign-report-")
        assert file.read_bytes().startswith(start)
        if label == "HTML page":
            assert b"meets every condition of the brief" in file.read_bytes()
    assert_whole(page)
