"""The Concepts view of Brand match, clicked in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import assert_whole

pytestmark = pytest.mark.browser


def test_the_concepts_of_a_brand_are_drawn_with_its_creators(
    planted_dashboard: str, visitor: Any
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/brand_match?brand=b1")
    page.get_by_text("Concepts", exact=True).click()
    plot = page.locator(".st-key-concepts_neighbourhood .js-plotly-plot")
    plot.get_by_text("Where do creators stand among the concepts?").wait_for()
    plot.get_by_text("pasta", exact=True).wait_for()
    assert plot.locator(".scatterlayer .trace").last.locator("path.point").count() >= 5
    assert_whole(page)
    page.get_by_text("Cards", exact=True).click()
    page.locator("[class*=st-key-shared_concepts] .js-plotly-plot").first.wait_for()
    assert_whole(page)
