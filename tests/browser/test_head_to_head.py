"""The Head-to-head page, clicked in a real browser: from a creator to a duel to a bracket."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import assert_whole

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def _drawn(page: playwright.Page, key: str, mark: str) -> None:
    page.wait_for_selector(f".st-key-{key} .js-plotly-plot {mark}", state="attached")


def _add(page: playwright.Page, handle: str) -> None:
    page.get_by_label("Add a creator").fill(handle)
    page.get_by_role("button", name=f"@{handle} ·").first.click()


def test_from_a_creator_to_a_duel_to_a_bracket(
    planted_dashboard: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/creator?creator=c008")
    page.get_by_role("link", name="Compare head to head").click()
    page.get_by_text("Add one more creator").wait_for()
    assert "who=c008" in page.url
    _add(page, "handle10")
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
    assert page.url.count("who=") == 3
    assert_whole(page)
    page.reload()  # the link alone opens the same bracket
    _drawn(page, "matrix_plot", ".heatmaplayer image")
    page.get_by_role("button", name="Start over").click()
    page.get_by_text("Pick two creators").wait_for()
    assert "who=" not in page.url
