"""Views that links open on a phone: each is drawn, and nothing sticks out to the right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.browser.conftest import assert_whole
from tests.support.growth_rows import plant_evidence
from tests.support.measured_build import FACTS, make_measured_build
from tests.support.text_rows import plant_texts, plant_trends

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

_LINE = ".scatterlayer path.js-line"
# Link -> what tells that its view is drawn.
VIEWS = {
    "brand_match?brand=b0": "text=Which creators fit Luma Skincare?",
    "creator?creator=c008": f".st-key-growth_plot {_LINE}",
    "trends": f".st-key-trend_curves {_LINE}",
    "trends?trend_words=slow": "text=1 of them",
    "rising": ".js-plotly-plot .scatterlayer .point",
    "rising?creator=c010": f".st-key-rising_outlook {_LINE}",
    "rising?rising_section=Micro+or+macro%3F": "text=goes furthest with",
    "head_to_head?who=c008&who=c010": f".st-key-curves_plot {_LINE}",
    "head_to_head?who=c008&who=c010&who=c014": ".st-key-matrix_plot .heatmaplayer image",
    "recommendations?brand=b0": "text=One random pick",
    "model_report": ".st-key-quality_new .errorbar",
    "model_report?report_section=Points": "role=spinbutton[name='Opened a profile']",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with something to see on every page."""
    settings = Settings.from_env(tmp_path_factory.mktemp("served_phone"))
    make_measured_build(settings, FACTS)
    plant_evidence(settings)
    plant_texts(settings)
    plant_trends(settings)
    return settings


@pytest.fixture(scope="module")
def address(served: Callable[[Settings], str], settings: Settings) -> str:
    return served(settings)


def test_every_view_fits_a_phone(address: str, phone: playwright.Page) -> None:
    for link, drawn in VIEWS.items():
        phone.goto(f"{address}/{link}")
        phone.locator(drawn).first.wait_for(state="attached")
        assert_whole(phone)


def test_what_a_click_opens_fits_a_phone(
    address: str, settings: Settings, phone: playwright.Page
) -> None:
    page = phone
    page.goto(f"{address}/creator?creator=c003")
    page.get_by_text("What the posts say").first.click()
    page.get_by_text("4 of 12").first.wait_for()
    assert_whole(page)

    page.goto(f"{address}/follower_audit?creator=c008")
    page.get_by_text("Followers partly bought").click()
    page.get_by_text("What limits this answer").wait_for()
    assert_whole(page)

    page.goto(f"{address}/recommendations?brand=b0")
    page.get_by_role("button", name="Add to campaign").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Spring")
    dialog.get_by_role("button", name="Create and add").click()
    dialog.wait_for(state="detached")
    assert_whole(page)

    campaign = campaigns.campaigns(workspace(settings))[0]
    page.goto(f"{address}/campaigns?campaign={campaign.campaign_id}")
    page.locator(".st-key-campaign_board").get_by_text("@handle").first.wait_for()
    assert_whole(page)
    page.goto(f"{page.url}&campaign_section=Best+set")
    page.get_by_role("button", name="Find the best set").click()
    page.get_by_role("button", name="to the campaign").wait_for()
    assert_whole(page)
