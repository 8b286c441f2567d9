"""The Authenticity page, clicked in a real browser: from the list to the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import assert_whole, click_row

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _drawn(page: playwright.Page, key: str) -> playwright.Locator:
    plot = page.locator(f".st-key-{key} .js-plotly-plot")
    plot.wait_for()
    # What stands for data in a heat map, a bar chart, a line chart; not only the axes.
    drawn = (".heatmaplayer image", ".barlayer .point path", ".scatterlayer path.js-line")
    page.wait_for_selector(", ".join(f".st-key-{key} {one}" for one in drawn), state="attached")
    return plot


def test_from_the_list_to_case_what_if_report_and_comparison(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/authenticity")
    _drawn(page, "both_scores")
    assert_whole(page)
    _filter(page)
    _open_and_read(page, tmp_path)


def test_the_same_on_a_phone(
    planted_dashboard: str, phone: playwright.Page, tmp_path: Path
) -> None:
    page = phone
    page.goto(f"{planted_dashboard}/authenticity")
    _drawn(page, "both_scores")
    assert_whole(page)
    # On a phone the list opens to a finger, which this browser has not.
    page.goto(f"{planted_dashboard}/authenticity?triage_pattern=one-day+step")
    _open_and_read(page, tmp_path)


def _open_and_read(page: playwright.Page, folder: Path) -> None:
    _open_only_row(page)
    assert_whole(page)
    _try_thresholds(page)
    assert_whole(page)
    _download_report(page, folder)
    _compare_with_one_more(page)
    assert_whole(page)


def _filter(page: playwright.Page) -> None:
    """The pattern that one creator alone has."""
    page.locator(".st-key-triage_pattern").get_by_role("combobox").click()
    page.get_by_role("option", name="one-day step").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Apply").click()


def _open_only_row(page: playwright.Page) -> None:
    page.get_by_text("click a row for the case").filter(has_text="1 creator").first.wait_for()
    assert "triage_pattern=one-day" in page.url
    table = page.get_by_test_id("stDataFrame")
    # The table before the filter is still there for a moment.
    playwright.expect(table).to_have_count(1)
    click_row(table, 1, page.get_by_text("Points to bought growth").first)
    assert "creator=c008" in page.url
    _drawn(page, "growth_plot")
    page.wait_for_selector(".st-key-growth_plot .rangeslider-container")
    assert page.locator(".st-key-growth_plot .barlayer .point").count() > 80
    page.get_by_text("93% likely").first.wait_for()


def _try_thresholds(page: playwright.Page) -> None:
    """A lower threshold marks more days; reset brings the specified ones back."""
    page.get_by_text("Try other thresholds").click()
    _drawn(page, "what_if_plot")
    said = page.get_by_text("(as specified:")
    before = said.inner_text()
    assert "unusual days: 1 (" in before
    page.locator(".st-key-what_if_sds").get_by_role("slider").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.get_by_text("mean + 1.2 sd").first.wait_for()
    page.locator(".st-key-what_if_reset").get_by_role("button").click()
    page.get_by_text("mean + 2.0 sd").first.wait_for()
    playwright.expect(said).to_have_text(before)


def _download_report(page: playwright.Page, folder: Path) -> None:
    """The report comes in one click, and opens without asking anybody for anything."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Evidence report").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "growth-evidence-handle8.html"
    report = page.context.new_page()
    asked: list[str] = []
    report.on("request", lambda request: asked.append(request.url))
    report.goto(file.as_uri())
    report.get_by_text("A probability is not proof").wait_for()
    assert report.locator("svg .bar").count() > 80
    assert report.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert asked == [file.as_uri()]
    report.close()


def _compare_with_one_more(page: playwright.Page) -> None:
    page.get_by_role("link", name="Compare", exact=True).last.click()
    page.get_by_text("Add a creator").click()
    page.get_by_role("searchbox", name="Add a creator").fill("handle10")
    page.get_by_role("button", name="handle10").click()
    _drawn(page, "compare_plot")
    page.wait_for_function(
        "() => document.querySelectorAll('.st-key-compare_plot .legend .traces').length >= 2"
    )
    assert "creators=c008%2Cc010" in page.url


def test_the_picture_of_a_case_can_be_downloaded(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/authenticity?creator=c010")
    plot = _drawn(page, "growth_plot")
    plot.hover()
    with page.expect_download() as waiting:
        plot.locator(".modebar-btn").first.click()
    file = tmp_path / "plot.png"
    waiting.value.save_as(file)
    assert file.read_bytes().startswith(b"\x89PNG")


def test_a_link_opens_the_comparison(planted_dashboard: str, visitor: playwright.Page) -> None:
    page = visitor
    page.goto(
        f"{planted_dashboard}/authenticity?authenticity_mode=Compare&compare=c008&compare=c012"
    )
    _drawn(page, "compare_plot")
    assert "/compare?creators=c008%2Cc012" in page.url
    page.get_by_role("link", name="Case of @handle12").click()
    page.get_by_text("Growth over the window").wait_for()
    assert "/authenticity" in page.url
    assert "creator=c012" in page.url
