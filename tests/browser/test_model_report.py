"""The Model report in a real browser: measure in the link, points that outlive a reload."""

from __future__ import annotations

import pytest

from tests.browser.conftest import assert_whole

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_a_measure_stays_in_the_link_and_points_outlive_a_reload(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/model_report")
    page.get_by_text("2.5x as good").first.wait_for()
    page.locator(".st-key-quality_known .barlayer .point").first.wait_for()
    assert page.locator(".st-key-quality_new .barlayer .point").count() == 4
    # A whisker a way.
    assert page.locator(".st-key-quality_new .errorbar").count() == 4
    page.get_by_role("radio", name="MRR").click()
    page.wait_for_url("**measure=MRR*")
    page.get_by_text("mean reciprocal rank").first.wait_for()
    assert_whole(page)

    page.goto(f"{planted_dashboard}/model_report?report_section=Points")
    field = page.get_by_role("spinbutton", name="Opened a profile")
    field.fill("7")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The points are saved.").wait_for()
    page.reload()
    playwright.expect(page.get_by_role("spinbutton", name="Opened a profile")).to_have_value("7")
    page.get_by_text("trained with other points").wait_for()
    page.get_by_role("button", name="Back to the defaults").click()
    page.get_by_text("trained with these points").wait_for()
    assert_whole(page)
