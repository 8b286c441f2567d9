"""The Rising page, clicked in a real browser: from the ranking to one creator, and the guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import assert_whole, click_row, follow, settled
from tests.browser.steps import BAR, LINE, drawn, saved_file

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_from_the_overview_to_the_ranking_a_creator_its_evidence_and_the_guide(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(planted_dashboard)
    door = page.get_by_role("link", name="See what is rising")
    settled(door)  # figures below the door move it while they are drawn
    door.click()
    page.get_by_text("click a row to open the creator").wait_for()
    assert_whole(page)
    page.wait_for_selector(".st-key-rising_order")
    file = saved_file(page, page.get_by_role("button", name="CSV", exact=True), tmp_path)
    # The first rows of a long table stand under the header of the page once it is scrolled to.
    fifth = file.read_text(encoding="utf-8-sig").splitlines()[5].split(",")[0].strip('"')
    table = page.get_by_test_id("stDataFrame")
    playwright.expect(table).to_have_count(1)
    # The figure above moves the table while it is drawn.
    page.wait_for_selector(".js-plotly-plot .scatterlayer .point", state="attached")
    click_row(table, 5, page.get_by_text("Signs of a rise").first)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0
    assert f"creator={fifth}" in page.url
    drawn(page, "rising_outlook", LINE)
    drawn(page, "rising_parts", BAR)
    assert_whole(page)
    page.get_by_test_id("stMain").get_by_role("link", name="Check growth").click()
    page.get_by_text("Points to bought growth").first.wait_for()
    assert f"creator={fifth}" in page.url
    _ask_the_guide(page)


def _ask_the_guide(page: playwright.Page) -> None:
    """It answers for a goal and a budget."""
    follow(page, "rising?rising_section=Micro+or+macro%3F")
    said = page.get_by_text("goes furthest with")
    said.wait_for()
    before = said.inner_text()
    budget = page.locator(".st-key-guide_budget input")
    budget.fill("50000")
    budget.press("Enter")
    page.get_by_text("€50,000 goes furthest").wait_for()
    assert said.inner_text() != before
    assert_whole(page)
