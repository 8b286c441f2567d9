"""The Rising page, clicked in a real browser: from the ranking to one creator, and the guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import assert_whole, click_row, settled

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_the_door_of_the_overview_leads_to_the_ranking(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    visitor.goto(planted_dashboard)
    door = visitor.get_by_role("link", name="See what is rising")
    door.wait_for()
    settled(door)  # figures below the door move it while they are drawn
    door.click()
    visitor.get_by_text("click a row to open it").wait_for()
    assert_whole(visitor)


def test_from_the_ranking_to_a_creator_its_evidence_and_a_file(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/rising")
    page.wait_for_selector(".st-key-rising_order")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).click()
    file = tmp_path / "rising.csv"
    waiting.value.save_as(file)
    # The first rows of a long table stand under the header of the page once it is scrolled to.
    fifth = file.read_text(encoding="utf-8-sig").splitlines()[5].split(",")[0].strip('"')
    table = page.get_by_test_id("stDataFrame")
    playwright.expect(table).to_have_count(1)
    # The figure above moves the table while it is drawn.
    page.wait_for_selector(".js-plotly-plot .scatterlayer .point", state="attached")
    click_row(table, 5, page.get_by_text("Signs of a rise").first)
    assert f"creator={fifth}" in page.url
    page.wait_for_selector(".st-key-rising_outlook .scatterlayer path.js-line")
    page.wait_for_selector(".st-key-rising_parts .barlayer .point path")
    assert_whole(page)
    page.get_by_test_id("stMain").get_by_role("link", name="Growth evidence").click()
    page.get_by_text("Points to bought growth").first.wait_for()
    assert f"creator={fifth}" in page.url


def test_the_guide_answers_for_a_goal_and_a_budget(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/rising?rising_section=Micro+or+macro%3F")
    said = page.get_by_text("goes furthest with")
    said.wait_for()
    before = said.inner_text()
    budget = page.locator(".st-key-guide_budget input")
    budget.fill("50000")
    budget.press("Enter")
    page.get_by_text("€50,000 goes furthest").wait_for()
    assert said.inner_text() != before
    assert_whole(page)
