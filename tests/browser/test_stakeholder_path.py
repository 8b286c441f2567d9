"""The stakeholder: what the data shows on Overview, one finding, and the evidence behind it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import assert_whole, settled
from tests.browser.steps import assert_growth_plot, drawn, open_case

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


def test_from_the_overview_to_a_finding_to_its_evidence(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    page = visitor
    page.goto(planted_dashboard)
    for words in ("growth worth checking", "faster than comparable accounts", "#slowglow grows by"):
        page.get_by_test_id("stMain").get_by_text(words).first.wait_for()
    drawn(page, "finding_growth")
    finding = page.get_by_role("link", name="See the evidence")
    settled(finding)  # figures beside it move it while they are drawn
    assert_whole(page)
    finding.click()
    page.wait_for_url("**/authenticity*")
    page.get_by_role(
        "button", name="probability 50-100%"
    ).wait_for()  # those that the finding counts
    open_case(page, 1)
    assert_growth_plot(page)
    assert_whole(page)
