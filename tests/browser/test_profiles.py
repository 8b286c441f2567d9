"""What creators are about, clicked in a real browser: Creator, Classify, Niches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.settings import Settings
from tests.browser.conftest import assert_whole, click_row
from tests.support.profile_rows import STRAY, make_profiled_build, picture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(served: Callable[[Settings], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = Settings.from_env(tmp_path_factory.mktemp("profiled"))
    make_profiled_build(settings)
    return served(settings)


def test_a_row_that_differs_opens_the_creator_with_its_deciding_posts(
    address: str, visitor: Any
) -> None:
    page = visitor
    page.goto(f"{address}/niches?niche_section=Categories")
    page.get_by_text("Who differs from their niche?").wait_for()
    page.locator(".st-key-niche_categories .heatmaplayer").wait_for()
    about = page.locator(".st-key-about_creator")
    click_row(page.locator("[class*=st-key-disagreements_1] [data-testid=stDataFrame]"), 1, about)
    assert f"creator={STRAY}" in page.url
    about.get_by_text("Your data says Pasta; the posts read more like Trails").wait_for()
    small = about.locator("img").first
    small.wait_for()
    assert small.evaluate("image => image.complete && image.naturalWidth > 0")
    assert_whole(page)


def test_captions_and_a_picture_of_anybody_are_judged_and_forgotten(
    address: str, visitor: Any
) -> None:
    page = visitor
    page.goto(f"{address}/creator")
    page.get_by_role("textbox", name="Captions, one per line").fill("glow serum\nglow day")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(0)},
            {"name": "b.png", "mimeType": "image/png", "buffer": b"<svg/>"},
        ]
    )
    page.get_by_text("b.png").wait_for()
    page.get_by_role("button", name="See what they are about").click()
    judged = page.locator(".st-key-classified")
    judged.get_by_text("2 captions and 1 picture read").wait_for()
    page.get_by_text("It was left out").wait_for()
    assert judged.locator("img").count() == 1
    judged.get_by_text("What the pictures show").wait_for()
    assert_whole(page)
    page.get_by_role("button", name="Clear").click()
    judged.wait_for(state="detached")


def test_the_model_report_says_how_good_profiles_are(address: str, visitor: Any) -> None:
    page = visitor
    page.goto(f"{address}/model_report")
    page.get_by_role("radio", name="Profiles").click()
    page.wait_for_url("**report_section=Profiles*")
    page.get_by_text("Creators judged").wait_for()
    page.locator(".st-key-profile_views .barlayer .point").first.wait_for()
    page.locator(".st-key-profile_confusion .heatmaplayer").wait_for()
    assert page.locator(".st-key-profile_views .barlayer .point").count() == 3
    assert_whole(page)
