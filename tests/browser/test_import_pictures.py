"""An import with a ZIP of pictures, from the button to the picture beside its post."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from core.settings import Settings
from tests.browser.conftest import assert_whole
from tests.support.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # a whole build in the background

_WORDS = {"Cooking": "bread oven bake dinner recipe", "Hiking": "trail boots summit tent map"}
_CREATORS = 40
_BUILD_MS = 300_000


def _creators() -> str:
    names = list(_WORDS)
    rows = [f"c{n:02},Mira {n},{names[n % 2]},{1_000 + n}" for n in range(_CREATORS)]
    return "\n".join(["influencer_id,name,category,followers", *rows])


def _posts() -> str:
    rows = ["post_id,influencer_id,posted_at,caption,image_path"]
    for number in range(_CREATORS):
        words = _WORDS[list(_WORDS)[number % 2]].split()
        for post in range(3):
            path = {(2, 0): "trip/a.jpg", (2, 1): "broken.jpg"}.get((number, post), "")
            caption = f"{words[post]} and {words[post + 1]} today"
            rows.append(f"p{number}_{post},c{number:02},2026-10-0{post + 1},{caption},{path}")
    return "\n".join(rows)


def _pictures() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("pics/trip/a.jpg", picture(1))
        made.writestr("pics/broken.jpg", picture(2)[:150])
    return held.getvalue()


def test_pictures_of_a_zip_stand_beside_their_posts_after_the_import(
    served: Callable[[Settings], str], empty_settings: Settings, visitor: Any
) -> None:
    address, page = served(empty_settings), visitor
    page.goto(f"{address}/data?section=Import")
    page.locator("input[type=file]").first.set_input_files(
        [
            {"name": "creators.csv", "mimeType": "text/csv", "buffer": _creators().encode()},
            {"name": "posts.csv", "mimeType": "text/csv", "buffer": _posts().encode()},
        ]
    )
    page.get_by_text("Pictures of posts and creators, as one ZIP").wait_for()
    page.locator(".st-key-import_pictures input[type=file]").set_input_files(
        [{"name": "pics.zip", "mimeType": "application/zip", "buffer": _pictures()}]
    )
    page.get_by_text("2 files", exact=False).wait_for()
    page.get_by_role("button", name="Import 2 files").click()
    page.get_by_text("creators.csv, posts.csv: done").wait_for(timeout=_BUILD_MS)
    assert_whole(page)

    page.goto(f"{address}/creator?creator=c02")
    about = page.locator(".st-key-about_creator")
    about.get_by_text("Your data says Cooking too.").wait_for()
    assert about.locator("img").count() == 1
    small = about.locator("img").first
    assert small.evaluate("image => image.complete && image.naturalWidth > 0")
    assert_whole(page)

    page.goto(f"{address}/data?section=Rejected+rows")
    # The grid is a canvas: its cells are in the page for screen readers, and not visible.
    page.get_by_text("c02,p2_1,broken.jpg", exact=True).first.wait_for(state="attached")
    assert_whole(page)
