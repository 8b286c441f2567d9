"""Compare, clicked in a real browser: from a creator, from an old link, and from a list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from core.workspace.saved import shortlists
from tests.browser.conftest import assert_whole, settled

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _drawn(page: playwright.Page, key: str, mark: str) -> None:
    page.wait_for_selector(f".st-key-{key} .js-plotly-plot {mark}", state="attached")


def _add(page: playwright.Page, handle: str) -> None:
    page.get_by_text("Add a creator").click()
    page.get_by_role("searchbox", name="Add a creator").fill(handle)
    page.get_by_role("button", name=f"@{handle} ·").first.click()


def test_from_a_creator_to_a_duel_to_a_bracket(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/creator?creator=c008")
    page.get_by_test_id("stMain").get_by_role("link", name="Compare").click()
    page.get_by_role("table", name="Creators side by side").wait_for()
    assert "creators=c008" in page.url
    _add(page, "handle10")
    _drawn(page, "compare_plot", ".scatterlayer path.js-line")
    page.get_by_role("radio", name="Reactions").click()
    _drawn(page, "curves_plot", ".scatterlayer path.js-line")
    _drawn(page, "reactions_plot", ".scatterlayer path.point")
    page.locator(".st-key-parts_plot .js-plotly-plot").wait_for()
    assert_whole(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert "handle10" in file.read_text(encoding="utf-8-sig")
    _add(page, "handle14")
    _drawn(page, "matrix_plot", ".heatmaplayer image")
    assert "creators=c008%2Cc010%2Cc014" in page.url
    assert_whole(page)
    page.reload()  # the link alone opens the same bracket
    _drawn(page, "matrix_plot", ".heatmaplayer image")
    page.get_by_role("button", name="Start over").click()
    page.get_by_text("Pick two to five creators").wait_for()
    assert "creators=" not in page.url


def test_a_link_to_head_to_head_leads_to_the_reactions(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/head_to_head?who=c008&who=c010")
    _drawn(page, "curves_plot", ".scatterlayer path.js-line")
    assert "/compare?" in page.url
    assert "creators=c008%2Cc010" in page.url
    assert_whole(page)


def _tick(table: playwright.Locator, *rows: int) -> None:
    """Ticks rows of a table, which is a canvas (1 is the first)."""
    table.scroll_into_view_if_needed()
    for row in rows:
        box = settled(table)
        table.page.mouse.click(box["x"] + 16, box["y"] + row * 35 + 17)
    settled(table)


def test_from_a_list_to_a_comparison_a_shortlist_and_a_campaign(
    served: Callable[[Settings], str], settings: Settings, visitor: playwright.Page
) -> None:
    address, page = served(settings), visitor
    page.goto(f"{address}/authenticity?brand=b0")
    _tick(page.get_by_test_id("stDataFrame"), 4, 5, 6)
    page.get_by_text("3 selected").wait_for()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("table", name="Creators side by side").wait_for()
    ids = parse_qs(urlsplit(page.url).query)["creators"][0].split(",")
    assert len(ids) == 3
    # The first answer needs no scrolling.
    top = page.get_by_role("rowheader", name="Fit with Luma Skincare").bounding_box()
    assert top is not None
    assert top["y"] < 900
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
    engine = workspace(settings)
    (shortlist,) = shortlists.all_shortlists(engine)
    (campaign,) = campaigns.campaigns(engine)
    assert (campaign.name, campaign.brand_id) == ("Spring picks", "b0")
    listed = [row.influencer_id for row in shortlists.creators_of(engine, shortlist.shortlist_id)]
    members = [row.influencer_id for row in campaigns.members(engine, campaign.campaign_id)]
    assert ids == listed == members
