"""Compare, clicked in a real browser: from a creator to a bracket, and from links of before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import assert_whole
from tests.browser.steps import HEAT, LINE, add_to_comparison, compared, drawn, saved_file

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_from_a_creator_to_a_duel_to_a_bracket(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/creator?creator=c008")
    page.get_by_test_id("stMain").get_by_role("link", name="Compare").click()
    page.get_by_role("table", name="Creators side by side").wait_for()
    assert compared(page) == ["c008"]
    add_to_comparison(page, "handle10")
    drawn(page, "compare_plot", LINE)
    page.get_by_role("radio", name="Reactions").click()
    drawn(page, "curves_plot", LINE)
    drawn(page, "reactions_plot", ".scatterlayer path.point")
    page.locator(".st-key-parts_plot .js-plotly-plot").wait_for()
    assert_whole(page)
    file = saved_file(page, page.get_by_role("button", name="CSV", exact=True), tmp_path)
    assert "handle10" in file.read_text(encoding="utf-8-sig")
    add_to_comparison(page, "handle14")
    drawn(page, "matrix_plot", HEAT)
    assert compared(page) == ["c008", "c010", "c014"]
    assert_whole(page)
    page.reload()  # the link alone opens the same bracket
    drawn(page, "matrix_plot", HEAT)
    page.get_by_role("button", name="Start over").click()
    page.get_by_text("Pick two to five creators").wait_for()
    assert "creators=" not in page.url


def test_links_to_pages_of_before_lead_to_their_sections(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/head_to_head?who=c008&who=c010")
    drawn(page, "curves_plot", LINE)
    assert "/compare?" in page.url
    assert compared(page) == ["c008", "c010"]
    assert_whole(page)

    page.goto(
        f"{planted_dashboard}/authenticity?authenticity_mode=Compare&compare=c008&compare=c012"
    )
    drawn(page, "compare_plot")
    assert "/compare?" in page.url
    assert compared(page) == ["c008", "c012"]
    page.get_by_role("link", name="Check growth of @handle12").click()
    page.get_by_text("Growth over the window").wait_for()
    assert "/authenticity" in page.url
    assert "creator=c012" in page.url
