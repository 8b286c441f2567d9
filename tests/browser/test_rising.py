"""The path through the Rising page, as people click it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import Settings
from tests.browser.conftest import playwright


@pytest.fixture
def address(served: Callable[[Settings], str], settings: Settings) -> str:
    return served(settings)


def test_from_the_overview_to_a_riser_and_its_evidence(
    address: str, visitor: playwright.Page, tmp_path: Path
) -> None:
    visitor.goto(address)
    visitor.get_by_role("link", name="See what is rising").click()
    visitor.get_by_role("heading", name="Rising").wait_for()
    visitor.get_by_text("click a row to open it").wait_for()
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    best = text.splitlines()[1].split(",")[0].strip('"')
    visitor.goto(f"{address}/rising?creator={best}")
    visitor.get_by_text("Where are the followers heading?").wait_for()
    visitor.get_by_text("What is the score made of?").wait_for()
    visitor.get_by_role("link", name="Growth evidence").click()
    visitor.get_by_role("heading", name="Authenticity").wait_for()
    assert f"creator={best}" in visitor.url


def test_a_click_on_a_row_opens_the_creator(address: str, visitor: playwright.Page) -> None:
    visitor.goto(f"{address}/rising")
    table = visitor.locator("[data-testid=stDataFrame]").first
    table.wait_for()
    table.scroll_into_view_if_needed()
    visitor.wait_for_timeout(800)
    table.click(position={"x": 60, "y": 52})
    visitor.get_by_text("Where are the followers heading?").wait_for()
    assert "creator=" in visitor.url
    visitor.get_by_role("link", name="All rising").click()
    visitor.get_by_text("click a row to open it").wait_for()


def test_the_guide_answers_for_a_goal(address: str, visitor: playwright.Page) -> None:
    visitor.goto(f"{address}/rising")
    visitor.get_by_text("Micro or macro?").click()
    visitor.get_by_text("goes furthest with").wait_for()
    visitor.get_by_text("Medians of the loaded creators").wait_for()
