"""The analyst: a search, a case, a comparison, the evidence report, and then data of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import Settings
from core.store import builds
from tests.browser import own_files
from tests.browser.conftest import (
    PATIENCE_MS,
    assert_whole,
    click_row,
    follow,
    settled,
    wait_until_idle,
)
from tests.browser.steps import (
    add_to_comparison,
    assert_growth_plot,
    compare_ticked,
    compared,
    drawn,
    saved_file,
    tick_rows,
)
from tests.support.templates import publish_copy

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

_BUILD_MS = 300_000


@pytest.mark.slow  # a whole build in the background
@pytest.mark.timeout(600)
def test_from_a_search_to_evidence_and_to_own_data(
    served: Callable[[Settings], str],
    planted_settings: Settings,
    visitor: playwright.Page,
    tmp_path: Path,
) -> None:
    page = visitor
    settings = Settings.from_env(tmp_path / "analyst")
    publish_copy(settings, builds.current_build(planted_settings))
    page.goto(f"{served(settings)}/about")
    _search_by_name(page)
    _search_by_words(page)
    _tick_and_filter_the_list(page)
    _open_only_row(page)
    assert_whole(page)
    _try_thresholds(page)
    assert_whole(page)
    ids = compare_ticked(page, 3)
    _add_the_burst(page, ids)
    assert_whole(page)
    page.get_by_role("link", name="Check growth of @handle10").click()
    assert_growth_plot(page)
    assert "creator=c010" in page.url
    _save_picture(page, tmp_path)
    _save_report(page, tmp_path, "handle10")
    _import_own_data(page)


def test_the_same_on_a_phone(
    planted_dashboard: str, phone: playwright.Page, tmp_path: Path
) -> None:
    page = phone
    page.goto(f"{planted_dashboard}/authenticity")
    drawn(page, "both_scores")
    assert_whole(page)
    # On a phone the list opens to a finger, which this browser has not.
    follow(page, "authenticity?triage_pattern=one-day+step")
    _open_only_row(page)
    assert_whole(page)
    _try_thresholds(page)
    assert_whole(page)
    _save_report(page, tmp_path, "handle8")
    page.get_by_role("link", name="Compare", exact=True).last.click()
    _add_the_burst(page, ["c008"])
    assert_whole(page)


def _search_by_name(page: playwright.Page) -> None:
    """'/', a name with a typo, Enter."""
    box = page.get_by_role("searchbox", name="Search")
    box.wait_for()
    wait_until_idle(page)
    page.keyboard.press("/")
    page.keyboard.type("hadnle42")
    page.keyboard.press("Enter")
    page.wait_for_url("**/creator?*creator=c042*")
    page.get_by_text("@handle42").first.wait_for()
    playwright.expect(box).to_have_value("", timeout=PATIENCE_MS)
    assert_whole(page)
    page.keyboard.press("Escape")
    page.go_back()
    # The address changes first; drawing the page empties the box, with whatever was typed.
    page.get_by_text("How do these figures come about").wait_for()


def _search_by_words(page: playwright.Page) -> None:
    """Words lead to the list, a row to its creator, and back."""
    wait_until_idle(page)
    box = page.get_by_role("searchbox", name="Search")
    box.fill("glow summit")
    box.press("Enter")
    page.wait_for_url("**/search?*q=glow*summit*")
    page.get_by_text("best first").wait_for()
    page.reload()
    row = page.locator(".st-key-search_hit_1")
    row.get_by_text("in the bio").wait_for()
    assert_whole(page)
    settled(row)
    row.click()  # in its middle: the link of the creator covers the whole row
    page.wait_for_url("**/creator?*creator=c0*")
    page.go_back()
    page.wait_for_url("**/search?*q=glow*summit*")
    row.wait_for()


def _tick_and_filter_the_list(page: playwright.Page) -> None:
    """Ticks three rows to compare, then asks for the pattern that one creator alone has."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="Authenticity").click()
    drawn(page, "both_scores")
    assert_whole(page)
    tick_rows(page.get_by_test_id("stDataFrame"), 4, 5, 6)
    page.get_by_text("3 selected").wait_for()
    pattern = page.locator(".st-key-triage_pattern").get_by_role("combobox")
    pattern.scroll_into_view_if_needed()
    settled(pattern)  # a page that scrolls or is drawn once more closes a list of options
    pattern.click()
    page.get_by_role("option", name="one-day step").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Apply").click()


def _open_only_row(page: playwright.Page) -> None:
    page.get_by_text("click a row to check it").filter(has_text="1 creator").first.wait_for()
    assert "triage_pattern=one-day" in page.url
    table = page.get_by_test_id("stDataFrame")
    # The table before the filter is still there for a moment.
    playwright.expect(table).to_have_count(1)
    click_row(table, 1, page.get_by_text("Points to bought growth").first)
    assert "creator=c008" in page.url
    assert_growth_plot(page)
    page.wait_for_selector(".st-key-growth_plot .rangeslider-container")
    page.get_by_text("Probability of bought growth").first.wait_for()


def _try_thresholds(page: playwright.Page) -> None:
    """A lower threshold marks more days; reset brings the specified ones back."""
    page.get_by_text("Try other thresholds").click()
    drawn(page, "what_if_plot")
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


def _add_the_burst(page: playwright.Page, ids: list[str]) -> None:
    """A creator whose burst faded beside those on Compare."""
    add_to_comparison(page, "handle10")
    drawn(page, "compare_plot")
    page.wait_for_function(
        "() => document.querySelectorAll('.st-key-compare_plot .legend .traces').length >= 2"
    )
    assert compared(page) == [*ids, "c010"]


def _save_picture(page: playwright.Page, folder: Path) -> None:
    """The growth plot of a case as a picture."""
    plot = drawn(page, "growth_plot")
    plot.hover()
    file = saved_file(page, plot.locator(".modebar-btn").first, folder)
    assert file.read_bytes().startswith(b"\x89PNG")


def _save_report(page: playwright.Page, folder: Path, handle: str) -> None:
    """The report comes in one click, and opens without asking anybody for anything."""
    file = saved_file(page, page.get_by_role("button", name="Evidence report"), folder)
    assert file.name == f"growth-evidence-{handle}.html"
    report = page.context.new_page()
    asked: list[str] = []
    report.on("request", lambda request: asked.append(request.url))
    report.goto(file.as_uri())
    report.get_by_text("A probability is not proof").wait_for()
    assert report.locator("svg .bar").count() > 80
    assert report.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert asked == [file.as_uri()]
    report.close()


def _import_own_data(page: playwright.Page) -> None:
    """Two tables and a ZIP take the place of the demo data; a picture stands beside its post."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="Data").click()
    page.get_by_role("radio", name="Import").click()
    page.locator("input[type=file]").first.set_input_files(own_files.tables())
    page.get_by_text("Pictures of posts and creators, as one ZIP").wait_for()
    page.locator(".st-key-import_pictures input[type=file]").set_input_files(own_files.pictures())
    page.get_by_text("2 files", exact=False).wait_for()
    page.get_by_role("button", name="Import 2 files").click()
    page.get_by_text("creators.csv, posts.csv: done").wait_for(timeout=_BUILD_MS)
    assert_whole(page)

    follow(page, "creator?creator=c02")
    about = page.locator(".st-key-about_creator")
    about.get_by_text("Your data says Cooking too.").wait_for()
    assert about.locator("img").count() == 1
    small = about.locator("img").first
    assert small.evaluate("image => image.complete && image.naturalWidth > 0")
    assert_whole(page)

    follow(page, "data?section=Rejected+rows")
    # The grid is a canvas: its cells are in the page for screen readers, and not visible.
    page.get_by_text("c02,p2_1,broken.jpg", exact=True).first.wait_for(state="attached")
    assert_whole(page)
