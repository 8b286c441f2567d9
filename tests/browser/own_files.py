"""Files to import: forty creators, their posts, and a ZIP with a whole and a torn picture."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.support.pictures import picture

CREATORS = 40
_WORDS = {"Cooking": "bread oven bake dinner recipe", "Hiking": "trail boots summit tent map"}


def tables() -> list[dict[str, Any]]:
    """Creators and posts as CSV, as a browser hands them over."""
    return [
        {"name": "creators.csv", "mimeType": "text/csv", "buffer": _creators().encode()},
        {"name": "posts.csv", "mimeType": "text/csv", "buffer": _posts().encode()},
    ]


def pictures() -> list[dict[str, Any]]:
    """The ZIP; the post p2_1 names the torn picture."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("pics/trip/a.jpg", picture(1))
        made.writestr("pics/broken.jpg", picture(2)[:150])
    return [{"name": "pics.zip", "mimeType": "application/zip", "buffer": held.getvalue()}]


def _creators() -> str:
    names = list(_WORDS)
    rows = [f"c{n:02},Mira {n},{names[n % 2]},{1_000 + n}" for n in range(CREATORS)]
    return "\n".join(["influencer_id,name,category,followers", *rows])


def _posts() -> str:
    rows = ["post_id,influencer_id,posted_at,caption,image_path"]
    for number in range(CREATORS):
        words = _WORDS[list(_WORDS)[number % 2]].split()
        for post in range(3):
            path = {(2, 0): "trip/a.jpg", (2, 1): "broken.jpg"}.get((number, post), "")
            caption = f"{words[post]} and {words[post + 1]} today"
            rows.append(f"p{number}_{post},c{number:02},2026-10-0{post + 1},{caption},{path}")
    return "\n".join(rows)
