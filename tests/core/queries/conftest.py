"""A small store with facts planted by hand, filled through the real steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.caution import score_growth
from core.pipeline.steps.profiles import summarise_profiles
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

LAST_DAY = date(2026, 11, 20)

# id, handle, name, platform, country, followers, likes, comments
_CREATORS = [
    ("a", "mira", "Mira K.", "instagram", "DE", 20_000, 900.0, 100.0),  # 5 %
    ("b", "mira.cooks", "Tom B.", "tiktok", "FR", 20_000, 200.0, 0.0),  # 1 %
    ("c", "jonas", "Mira", "youtube", None, 30_000, None, None),
    ("d", "<b>lea</b>", "Lea <script>", "instagram", "DE", None, None, None),
    ("e", "omar", "Omar", "tiktok", "DE", 600_000, 6_000.0, 0.0),  # 1 %
    ("f", "ava", "Ava", "instagram", "US", 40_000, 2_800.0, 400.0),  # 8 %
    ("g", "zoe", "Zoe", "instagram", "US", 45_000, 4_000.0, 500.0),  # 10 %
    ("h", "noor", "Noor", "instagram", "US", 12_000, 240.0, 0.0),  # 2 %
]


def days_back(count: int, *, step: int = 1) -> list[date]:
    return [LAST_DAY - timedelta(days=step * i) for i in range(count)][::-1]


def _history(influencer_id: str, days: list[date], counts: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"influencer_id": influencer_id, "day": days, "followers_count": counts})


def _histories() -> pd.DataFrame:
    # a: +10 a day, but +500 on one day: mean of the 29 changes 26.9, sd about 89, one spike.
    steady = [1_000 + 10 * i for i in range(30)]
    jump = [count + (490 if i >= 15 else 0) for i, count in enumerate(steady)]
    gap_days = days_back(40)
    del gap_days[20:30]
    return pd.concat(
        [
            _history("a", days_back(30), jump),
            _history("b", days_back(2), [100, 130]),
            _history("e", days_back(52, step=7), [500_000 + 700 * i for i in range(52)]),
            _history("f", days_back(4_000), [10_000 + i + 300 * (i > 2_000) for i in range(4_000)]),
            _history("g", gap_days, [40_000 + 5 * i for i in range(30)]),
            _history("h", days_back(1), [12_000]),
        ]
    )


@pytest.fixture(scope="session")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("views")
    settings = Settings.from_env(folder)
    con = empty_store(folder / "store.duckdb", settings)
    names = ["influencer_id", "handle", "name", "platform", "country"]
    names += ["followers_count", "avg_likes", "avg_comments"]
    creators = pd.DataFrame(_CREATORS, columns=names)
    creators["post_price"] = [300.0, None, None, None, 4_000.0, 500.0, None, 90.0]
    given = {
        "influencers": creators,
        "follower_history": _histories(),
        "posts": pd.DataFrame(
            [
                ("p1", "a", "2026-11-06 10:00", "Glow serum review", 100, 10, False),
                ("p2", "a", "2026-11-06 18:00", "<b>Paid</b> serum", 300, 30, True),
                ("p3", "a", "2026-11-08 09:00", "Morning walk", None, None, None),
                ("p4", "a", None, "No time given", 5, 5, False),
                ("p5", "b", "2026-11-08 09:00", "Pasta", 7, 0, False),
            ],
            columns=[
                "post_id",
                "influencer_id",
                "posted_at",
                "caption",
                "likes_count",
                "comments_count",
                "is_sponsored",
            ],
        ),
        "brands": pd.DataFrame(
            {"brand_id": ["x", "y"], "name": ["Luma", "Peak"], "category": ["beauty", None]}
        ),
        "collaborations": pd.DataFrame(
            {
                "collaboration_id": ["1", "2", "3"],
                "brand_id": ["x", "y", "gone"],
                "influencer_id": ["a", "a", "a"],
                "started_on": [date(2026, 1, 5), date(2026, 3, 5), None],
                "price": [250.0, None, 10.0],
            }
        ),
        "niches": pd.DataFrame(
            {
                "niche_id": [0, 1],
                "name": ["Glow", "Pasta"],
                "keywords": [["glow"], ["pasta"]],
                "creators_count": [2, 1],
                "model_version": "test",
            }
        ),
        "influencer_niches": pd.DataFrame(
            {
                "influencer_id": ["a", "b", "f"],
                "niche_id": [0, 1, 0],
                "confidence": [0.9, 0.2, 0.5],
                "second_niche_id": [1, 0, None],
                "model_version": "test",
            }
        ),
        "brand_matches": pd.DataFrame(
            {
                "brand_id": ["x", "y"],
                "influencer_id": ["a", "a"],
                "match_rank": [3, 1],
                "similarity_score": [61.0, 72.0],
                "match_label": ["good", "excellent"],
                "percentile": [0.9, 1.0],
                "shared_words": [["serum"], ["walk"]],
                "model_version": "test",
            }
        ),
    }
    for table, frame in given.items():
        tables.append_frame(con, table, frame)
    context = BuildContext(con, folder, settings, BuildConfig(), silent)
    summarise_profiles(context)
    score_growth(context)
    yield con
    con.close()
