"""Views that links open on a phone: each is drawn, and nothing sticks out to the right."""

from __future__ import annotations

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.browser.conftest import PHONE, assert_whole, follow, settled
from tests.browser.steps import HEAT, LINE, drawn

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

# Link -> what tells that its view is drawn.
VIEWS = {
    "trends": f".st-key-trend_curves {LINE}",
    "trends?trend_words=slow": "text=1 hashtag or topic",
    "rising": ".js-plotly-plot .scatterlayer .point",
    "rising?creator=c010": f".st-key-rising_outlook {LINE}",
    "rising?rising_section=Micro+or+macro%3F": "text=goes furthest with",
    "compare?compare_section=Reactions&creators=c008,c010": f".st-key-curves_plot {LINE}",
    "compare?compare_section=Reactions&creators=c008,c010,c014": (f".st-key-matrix_plot {HEAT}"),
    "compare?creators=c008,c010,c014": f".st-key-compare_plot {LINE}",
    "model_report": ".st-key-quality_new .errorbar",
    "model_report?report_section=Points": "role=spinbutton[name='Opened a profile']",
    # A brand stays chosen, so these come last.
    "brand_match?brand=b0": "text=Which creators fit Luma Skincare?",
    "recommendations?brand=b0": "text=One random pick",
}


def test_every_view_and_what_a_click_opens_fits_a_phone(
    planted_dashboard: str, planted_settings: Settings, phone: playwright.Page
) -> None:
    page = phone
    page.goto(f"{planted_dashboard}/creator?creator=c003")
    drawn(page, "growth_plot", LINE)
    assert_whole(page)
    page.get_by_text("What the posts say").first.click()
    page.get_by_text("4 of 12").first.wait_for()
    assert_whole(page)

    follow(page, "follower_audit?creator=c008")
    page.get_by_text("Followers partly bought").click()
    page.get_by_text("What limits this answer").wait_for()
    assert_whole(page)

    for link, mark in VIEWS.items():
        follow(page, link)
        page.locator(mark).first.wait_for(state="attached")
        assert_whole(page)
    _plan_a_campaign(page, planted_settings)


def test_the_tools_of_a_table_stand_on_no_button_where_nothing_hovers(
    planted_dashboard: str, chromium: playwright.Browser
) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, user_agent=PHONE, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{planted_dashboard}/trends")
    button = settled(page.get_by_role("button", name="XLSX").first)
    tools = settled(page.get_by_test_id("stElementToolbar").first)
    context.close()
    assert tools["height"] > 10
    assert tools["y"] >= button["y"] + button["height"] - 1


def _plan_a_campaign(page: playwright.Page, settings: Settings) -> None:
    """From the recommendations, which are open, to the board and the best set."""
    page.get_by_role("button", name="Add to campaign").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Spring")
    dialog.get_by_role("button", name="Create and add").click()
    dialog.wait_for(state="detached")
    assert_whole(page)

    campaign = campaigns.campaigns(workspace(settings))[0]
    link = f"campaigns?campaign={campaign.campaign_id}"
    follow(page, link)
    page.locator(".st-key-campaign_board").get_by_text("@handle").first.wait_for()
    assert_whole(page)
    follow(page, f"{link}&campaign_section=Best+set")
    page.get_by_role("button", name="Find the best set").click()
    page.get_by_role("button", name="to the campaign").wait_for()
    assert_whole(page)


def test_a_list_shows_handle_score_and_followers_before_anybody_swipes(
    planted_dashboard: str, phone: playwright.Page
) -> None:
    phone.goto(f"{planted_dashboard}/rising")
    headers = phone.locator("[data-testid=stDataFrame] canvas [role=columnheader]")
    headers.first.wait_for(state="attached")
    shown = [text.strip() for text in headers.all_text_contents()]
    assert shown[:3] == ["Creator", "Momentum", "Followers"]
