"""Views that links open on a phone: each is drawn, and nothing sticks out to the right."""

from __future__ import annotations

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.browser.conftest import assert_whole, follow, wait_until_idle

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

_LINE = ".scatterlayer path.js-line"
# Link -> what tells that its view is drawn.
VIEWS = {
    "creator?creator=c008": f".st-key-growth_plot {_LINE}",
    "trends": f".st-key-trend_curves {_LINE}",
    "trends?trend_words=slow": "text=1 of them",
    "rising": ".js-plotly-plot .scatterlayer .point",
    "rising?creator=c010": f".st-key-rising_outlook {_LINE}",
    "rising?rising_section=Micro+or+macro%3F": "text=goes furthest with",
    "compare?compare_section=Reactions&creators=c008,c010": f".st-key-curves_plot {_LINE}",
    "compare?compare_section=Reactions&creators=c008,c010,c014": (
        ".st-key-matrix_plot .heatmaplayer image"
    ),
    "compare?creators=c008,c010,c014": f".st-key-compare_plot {_LINE}",
    "model_report": ".st-key-quality_new .errorbar",
    "model_report?report_section=Points": "role=spinbutton[name='Opened a profile']",
    # A brand stays chosen, so these come last.
    "brand_match?brand=b0": "text=Which creators fit Luma Skincare?",
    "recommendations?brand=b0": "text=One random pick",
}


def test_every_view_fits_a_phone(planted_dashboard: str, phone: playwright.Page) -> None:
    for number, (link, drawn) in enumerate(VIEWS.items()):
        if number:
            follow(phone, link)
        else:
            phone.goto(f"{planted_dashboard}/{link}")
        phone.locator(drawn).first.wait_for(state="attached")
        wait_until_idle(phone)
        # The view itself is drawn, not what was there before it.
        assert phone.locator(drawn).count() > 0
        assert_whole(phone)


def test_what_a_click_opens_fits_a_phone(
    planted_dashboard: str, planted_settings: Settings, phone: playwright.Page
) -> None:
    page = phone
    page.goto(f"{planted_dashboard}/creator?creator=c003")
    page.get_by_text("What the posts say").first.click()
    page.get_by_text("4 of 12").first.wait_for()
    assert_whole(page)

    follow(page, "follower_audit?creator=c008")
    page.get_by_text("Followers partly bought").click()
    page.get_by_text("What limits this answer").wait_for()
    assert_whole(page)

    follow(page, "recommendations?brand=b0")
    page.get_by_role("button", name="Add to campaign").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Spring")
    dialog.get_by_role("button", name="Create and add").click()
    dialog.wait_for(state="detached")
    assert_whole(page)

    campaign = campaigns.campaigns(workspace(planted_settings))[0]
    link = f"campaigns?campaign={campaign.campaign_id}"
    follow(page, link)
    page.locator(".st-key-campaign_board").get_by_text("@handle").first.wait_for()
    assert_whole(page)
    follow(page, f"{link}&campaign_section=Best+set")
    page.get_by_role("button", name="Find the best set").click()
    page.get_by_role("button", name="to the campaign").wait_for()
    assert_whole(page)
