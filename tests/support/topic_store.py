"""Given tables of creators and brands with planted topics and a few pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from core.models.topics.model import Topics
from core.pipeline.context import BuildConfig, BuildContext
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

CREATORS = 240
PAID = "Luma"  # first word of the first brand; paid posts name it
_THEMES = (
    ("sourdough", "oven", "recipe", "dough", "soup", "kitchen", "butter", "noodles"),
    ("hiking", "summit", "trail", "tent", "backpack", "glacier", "compass", "valley"),
    ("engine", "gearbox", "tyres", "chassis", "motor", "garage", "clutch", "piston"),
)
OBJECTS = ("soup bowl", "mountain tent", "sports car")


@cache
def given_tables() -> dict[str, pd.DataFrame]:
    """240 creators by turns of three themes, three posts each, one of them paid; three brands.

    c000 to c029 have two pictures of what they write about. c030 wrote nothing.
    """
    rng = np.random.default_rng(11)
    ids = [f"c{number:03d}" for number in range(CREATORS)]
    creators = pd.DataFrame({"influencer_id": ids, "handle": ids, "name": ids}).assign(
        platform="instagram"
    )
    posts = []
    for number, creator in enumerate(ids):
        words = _THEMES[number % 3]
        for post in range(0 if number == 30 else 3):
            caption = " ".join(rng.choice(words, 6))
            is_paid = post == 2
            if is_paid:
                caption = f"Paid: {PAID} zweebtonic by @lumakitchen, code LUMAKI15 {caption}"
            elif post == 1:  # said for nothing
                caption = f"{caption} with {PAID} Kitchen #lumakitchenlove"
            posts.append((f"{creator}:{post}", creator, caption, is_paid))
    pictures = pd.DataFrame(
        {
            "picture_id": [f"picture{theme}" for theme in range(3)],
            "labels": [[name, "web site", "fork"] for name in OBJECTS],
            "label_probabilities": [[0.8, 0.15, 0.06]] * 3,
        }
    ).assign(
        thumbnail=b"", width=1, height=1, vector=bytes(2_560), people_count=0, brightness=0.5,
        colourfulness=1.0, sharpness=1.0, model_version="test",
    )  # fmt: skip
    shown = [
        (f"c{n:03d}:{post}", f"c{n:03d}", f"picture{n % 3}") for n in range(30) for post in (0, 1)
    ]
    brands = pd.DataFrame(
        {
            "brand_id": ["b0", "b1", "b2"],
            "name": [f"{PAID} Kitchen", "Zorbe", "Silent"],
            "description": ["noodles, soup and butter", "tent, compass and backpack", None],
            "category": [None, None, None],
            "keywords": [["recipe", "oven"], ["trail"], None],
        }
    )
    return {
        "influencers": creators,
        "posts": pd.DataFrame(
            posts, columns=["post_id", "influencer_id", "caption", "is_sponsored"]
        ),
        "brands": brands,
        "pictures": pictures,
        "post_pictures": pd.DataFrame(shown, columns=["post_id", "influencer_id", "picture_id"]),
    }


def topic_context(folder: Path) -> BuildContext:
    """A store in the making with these tables; its connection is to be closed."""
    settings = Settings.from_env(folder / "data")
    making = folder / "making"
    making.mkdir(parents=True)
    con = empty_store(making / "store.duckdb", settings)
    for table, frame in given_tables().items():
        tables.append_frame(con, table, frame)
    return BuildContext(con, making, settings, BuildConfig(), silent)


def theme_of(topics: Topics, topic_id: int) -> int:
    """Number of the theme that a topic is about."""
    leading = topics.leading_words(5)[topic_id]
    return int(np.argmax([len(set(leading) & set(words)) for words in _THEMES]))
