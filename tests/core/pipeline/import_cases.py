"""Small imports of every shape: how many creators, which tables, what stands in their columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.store.ingest import TABLE_NAMES, ImportFile

LAST_DAY = date(2026, 11, 20)
SIZES = (1, 2, 3, 9, 15, 40)
# Columns as they come, without dates, one value throughout, without a value, or left out.
SHAPES = ("dated", "undated", "constant", "empty", "absent")
TABLE_SETS = tuple(
    chosen
    for length in range(1, len(TABLE_NAMES) + 1)
    for chosen in combinations(TABLE_NAMES, length)
)
# Columns without which a row is no row of its table.
_NEEDED = {
    "influencers": ("influencer_id",),
    "posts": ("influencer_id", "caption"),
    "follower_history": ("influencer_id", "day", "followers_count"),
    "brands": ("brand_id", "brand_name"),
    "ratings": ("brand_id", "influencer_id"),
    "collaborations": ("brand_id", "influencer_id"),
    "interactions": ("brand_id", "influencer_id", "kind", "happened_at"),
}
_DATES = ("posted_at", "started_on", "daily_followers", "day", "happened_at")
_WORDS = ("serum", "skin", "pasta", "basil", "hike", "summit", "guitar", "game", "dog", "garden")
_KINDS = ("view", "info", "contact", "campaign", "collaboration")


@dataclass(frozen=True)
class ImportCase:
    """One import.

    Attributes:
        tables: of which there is a file each.
        shapes: one of `SHAPES` for each table.
        deep: every post is encoded.
        seed: of the values.
    """

    number: int
    creators_count: int
    tables: tuple[str, ...]
    shapes: tuple[str, ...]
    deep: bool
    seed: int

    def __str__(self) -> str:
        parts = "+".join(f"{a}:{b}" for a, b in zip(self.tables, self.shapes, strict=True))
        return f"{self.number}-{self.creators_count}-{parts}{'-deep' if self.deep else ''}"


def import_cases(count: int, *, seed: int = 12) -> Iterator[ImportCase]:
    """`count` cases, the same for the same seed: the first do not depend on how many follow.

    Sizes and shapes take turns, so that few cases hold all of them; the sets of tables are drawn.
    """
    rng = np.random.default_rng(seed)
    for number in range(count):
        tables = TABLE_SETS[int(rng.integers(len(TABLE_SETS)))]
        if number % 3 == 0:  # what people have most: creators and their posts
            tables = tuple(
                name for name in TABLE_NAMES if name in tables or name in ("influencers", "posts")
            )
        shapes = tuple(
            SHAPES[0] if rng.random() < 0.4 else SHAPES[int(rng.integers(len(SHAPES)))]
            for _ in tables
        )
        yield ImportCase(
            number,
            SIZES[number % len(SIZES)],
            tables,
            shapes,
            deep=bool(rng.random() < 0.5),
            seed=int(rng.integers(2**31)),
        )


def import_files(case: ImportCase, folder: Path) -> list[ImportFile]:
    """The files of a case, written to `folder`."""
    rng = np.random.default_rng(case.seed)
    files = []
    for table, shape in zip(case.tables, case.shapes, strict=True):
        frame = _shaped(_FRAMES[table](rng, case.creators_count), table, shape)
        path = folder / f"{table}.csv"
        frame.to_csv(path, index=False)
        files.append(ImportFile(path, path.name, table))
    return files


def _shaped(frame: pd.DataFrame, table: str, shape: str) -> pd.DataFrame:
    needed = _NEEDED[table]
    optional = [name for name in frame.columns if name not in needed]
    if shape == "undated":
        return frame.drop(columns=[name for name in optional if name in _DATES]).assign(
            **{name: frame[name].iloc[0] for name in needed if name in _DATES}
        )
    if shape == "constant":
        keys = ("influencer_id", "brand_id", "day", "handle")
        return frame.assign(
            **{name: [frame[name].iloc[0]] * len(frame) for name in frame if name not in keys}
        )
    if shape == "empty":
        return frame.assign(**dict.fromkeys(optional, ""))
    return frame[list(needed)] if shape == "absent" else frame


def _ids(count: int) -> list[str]:
    return [f"c{number:02d}" for number in range(count)]


def _text(rng: np.random.Generator) -> str:
    words = rng.choice(_WORDS, size=int(rng.integers(2, 7)))
    return " ".join([*words, f"#{words[0]}", f"@{words[-1]}shop"])


def _some(rng: np.random.Generator, values: list[Any], missing: float = 0.2) -> list[Any]:
    return [None if rng.random() < missing else value for value in values]


def _counts(rng: np.random.Generator, days: int) -> list[int]:
    """Daily counts: ordinary, still, one step, from zero, falling, or all zero."""
    start = int(np.exp(rng.uniform(2, 15)))
    kind = int(rng.integers(6))
    steps = rng.poisson(max(start / 500, 0.5), days)
    return [
        (start + steps.cumsum()).tolist(),
        [start] * days,
        [start if day < days / 2 else start * 2 for day in range(days)],
        steps.cumsum().tolist(),
        np.maximum(start - steps.cumsum(), 0).tolist(),
        [0] * days,
    ][kind]


def _influencers(rng: np.random.Generator, count: int) -> pd.DataFrame:
    followers = np.exp(rng.uniform(0, 16, count)).round().astype(int)
    followers[rng.random(count) < 0.1] = 0
    texts = [[_text(rng) for _ in range(int(rng.integers(0, 6)))] for _ in range(count)]
    return pd.DataFrame(
        {
            "influencer_id": _ids(count),
            "handle": [f"handle{number}" for number in range(count)],
            "name": [f"Name {number}" for number in range(count)],
            "platform": rng.choice(["instagram", "tiktok", "youtube", "mastodon", ""], count),
            "bio": _some(rng, [_text(rng) for _ in range(count)]),
            "category": _some(rng, list(rng.choice(["Beauty", "Food", "Travel"], count))),
            "country": _some(rng, list(rng.choice(["DE", "France", "??"], count))),
            "audience_country": _some(rng, list(rng.choice(["DE", "ES"], count))),
            "language": _some(rng, list(rng.choice(["de", "en", "es"], count))),
            "followers": _some(rng, followers.tolist(), 0.1),
            "following": _some(rng, rng.integers(0, 3000, count).tolist()),
            "avg_likes": _some(rng, (followers * rng.random(count) * 0.1).round(1).tolist()),
            "avg_comments": _some(rng, (followers * rng.random(count) * 0.01).round(1).tolist()),
            "authentic_engagement": _some(rng, (followers * 0.02).round().tolist(), 0.5),
            "post_price": _some(rng, (followers * 0.01).round(2).tolist(), 0.3),
            "story_price": _some(rng, (followers * 0.004).round(2).tolist(), 0.3),
            "hashtags": _some(rng, [" ".join(rng.choice(_WORDS, 3)) for _ in range(count)]),
            "recent_captions": [repr(one) if one else "" for one in texts],
            "daily_followers": _some(
                rng, [str(_counts(rng, int(rng.choice([1, 3, 31, 60])))) for _ in range(count)]
            ),
        }
    )


def _posts(rng: np.random.Generator, count: int) -> pd.DataFrame:
    each = int(rng.choice([1, 2, 12, 45]))
    spacing = float(rng.choice([0, 0.3, 1, 7, 45]))
    total = count * each
    last = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12)
    days_ago = [spacing * (row // count) + float(rng.random()) for row in range(total)]
    times = [(last - timedelta(days=days)).isoformat(" ", "seconds") for days in days_ago]
    comments = [repr([_text(rng)]) if rng.random() < 0.2 else "" for _ in range(total)]
    return pd.DataFrame(
        {
            "influencer_id": [_ids(count)[row % count] for row in range(total)],
            "posted_at": times,
            "caption": [_text(rng) if rng.random() > 0.05 else "" for _ in range(total)],
            "likes": _some(rng, rng.integers(0, 900, total).tolist(), 0.1),
            "comments": _some(rng, rng.integers(0, 90, total).tolist(), 0.1),
            "views": _some(rng, rng.integers(0, 9000, total).tolist(), 0.5),
            "is_sponsored": rng.choice(["yes", "no", ""], total),
            "comment_texts": comments,
        }
    )


def _follower_history(rng: np.random.Generator, count: int) -> pd.DataFrame:
    days = int(rng.choice([1, 2, 3, 30, 90]))
    step = int(rng.choice([1, 1, 1, 7]))
    frames = [
        pd.DataFrame(
            {
                "influencer_id": one,
                "day": [LAST_DAY - timedelta(days=step * back) for back in range(days)][::-1],
                "followers_count": _counts(rng, days),
            }
        )
        for one in _ids(count)
    ]
    return pd.concat(frames)


def _brands(rng: np.random.Generator, count: int) -> pd.DataFrame:
    ids = _brand_ids(count)
    return pd.DataFrame(
        {
            "brand_id": ids,
            "brand_name": [f"Brand {one}" for one in ids],
            "description": _some(rng, [_text(rng) for _ in ids]),
            "category": _some(rng, list(rng.choice(["Beauty", "Food", "Sport"], len(ids)))),
            "country": _some(rng, list(rng.choice(["DE", "ES"], len(ids)))),
            "keywords": _some(rng, [", ".join(rng.choice(_WORDS, 3)) for _ in ids]),
            "hashtags": _some(rng, [" ".join(rng.choice(_WORDS, 3)) for _ in ids]),
            "followers": _some(rng, rng.integers(0, 10**6, len(ids)).tolist()),
        }
    )


def _brand_ids(count: int) -> list[str]:
    return [f"b{number}" for number in range(max(1, min(count // 3, 8)))]


def _pairs(rng: np.random.Generator, count: int) -> pd.DataFrame:
    pairs = [(brand, one) for brand in _brand_ids(count) for one in _ids(count)]
    chosen = rng.permutation(len(pairs))[: max(1, int(len(pairs) * rng.choice([0.1, 0.5, 1])))]
    return pd.DataFrame([pairs[index] for index in chosen], columns=["brand_id", "influencer_id"])


def _days(rng: np.random.Generator, count: int) -> list[str]:
    return [str(LAST_DAY - timedelta(days=int(back))) for back in rng.integers(0, 120, count)]


def _ratings(rng: np.random.Generator, count: int) -> pd.DataFrame:
    pairs = _pairs(rng, count)
    return pairs.assign(
        points=_some(rng, rng.integers(0, 101, len(pairs)).tolist()),
        category_points=_some(rng, rng.integers(0, 41, len(pairs)).tolist(), 0.6),
    )


def _collaborations(rng: np.random.Generator, count: int) -> pd.DataFrame:
    pairs = _pairs(rng, count)
    return pairs.assign(
        started_on=_some(rng, _days(rng, len(pairs))),
        price=_some(rng, rng.integers(0, 5000, len(pairs)).tolist()),
    )


def _interactions(rng: np.random.Generator, count: int) -> pd.DataFrame:
    pairs = pd.concat([_pairs(rng, count)] * int(rng.choice([1, 3])), ignore_index=True)
    return pairs.assign(kind=rng.choice(_KINDS, len(pairs)), happened_at=_days(rng, len(pairs)))


_FRAMES = {
    "influencers": _influencers,
    "posts": _posts,
    "follower_history": _follower_history,
    "brands": _brands,
    "ratings": _ratings,
    "collaborations": _collaborations,
    "interactions": _interactions,
}
