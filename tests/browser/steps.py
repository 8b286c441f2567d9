"""What people do in several paths: tick rows, add to a comparison, save a file, make a campaign."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import HELD_MS, click_row, settled

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

LINE = ".scatterlayer path.js-line"
HEAT = ".heatmaplayer image"
BAR = ".barlayer .point path"


def drawn(page: playwright.Page, key: str, *marks: str) -> playwright.Locator:
    """A chart once what stands for its data is drawn, not only the axes.

    Args:
        key: of the chart on the page.
        marks: selectors of which one is enough; a line, a bar or a heat map where none is named.
    """
    chosen = (f".st-key-{key} {mark}" for mark in marks or (LINE, HEAT, BAR))
    page.wait_for_selector(", ".join(chosen), state="attached")
    # Where the same chart was drawn before, that one is still there for a moment.
    plot = page.locator(f".st-key-{key} .js-plotly-plot").last
    plot.wait_for()
    return plot


def assert_growth_plot(page: playwright.Page) -> None:
    """The curve, the bars of the daily change and the posts are drawn."""
    drawn(page, "growth_plot", LINE)
    assert page.locator(".st-key-growth_plot .barlayer .point").count() > 80


def tick_rows(table: playwright.Locator, *rows: int) -> None:
    """Ticks rows of a table, which is a canvas (1 is the first)."""
    table.scroll_into_view_if_needed()
    for row in rows:
        box = settled(table)
        table.page.mouse.click(box["x"] + 16, box["y"] + row * 35 + 17, delay=HELD_MS)
    settled(table)


def compared(page: playwright.Page) -> list[str]:
    """Ids of the creators on Compare, in the order of the link."""
    return parse_qs(urlsplit(page.url).query)["creators"][0].split(",")


def compare_ticked(page: playwright.Page, count: int) -> list[str]:
    """Compares the ticked creators; returns their ids."""
    page.get_by_text(f"{count} selected").wait_for()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("table", name="Creators side by side").wait_for()
    ids = compared(page)
    assert len(ids) == count
    return ids


def add_to_comparison(page: playwright.Page, handle: str) -> None:
    """Looks one more creator up on Compare and adds it."""
    page.get_by_text("Add a creator").click()
    page.get_by_role("searchbox", name="Add a creator").fill(handle)
    page.get_by_role("button", name=f"@{handle} ·").first.click()


def saved_file(page: playwright.Page, button: playwright.Locator, folder: Path) -> Path:
    """The file that a click on a button brings, under the name that it comes with."""
    with page.expect_download() as waiting:
        button.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def open_case(page: playwright.Page, row: int) -> None:
    """Opens the growth case of a row of the list on Authenticity."""
    table = page.get_by_test_id("stDataFrame")
    # The table of the list before is still there for a moment.
    playwright.expect(table).to_have_count(1)
    click_row(table, row, page.get_by_text("What the score is based on").first)
    assert "creator=c" in page.url
