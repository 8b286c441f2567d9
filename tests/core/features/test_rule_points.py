"""10 the same category, 5 the same country, 1 a shared hashtag, and the engagement in per cent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.features.rule_points import PARTS, rule_points
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.recommending.ratings import fill_points
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

CREATORS = pd.DataFrame(
    {
        "influencer_id": ["all", "audience", "nothing", "unknown"],
        "handle": ["all", "audience", "nothing", "unknown"],
        "name": ["All", "Audience", "Nothing", "Unknown"],
        "platform": "instagram",
        "category": [" beauty ", "Food", "Food", "BEAUTY"],
        "country": ["DE", "DE", "FR", None],
        "audience_country": [None, "FR", None, None],
        "hashtags": [["glow", "skin"], ["glow"], [], None],
    }
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))
    tables.append_frame(con, "influencers", CREATORS)
    stats = {
        "influencer_id": ["all", "audience", "nothing", "unknown"],
        "engagement_rate": [0.0425, 0.01, 0.0, None],
        "posts_stored": 0,
        "sponsored_count": 0,
    }
    tables.append_frame(con, "profile_stats", pd.DataFrame(stats))
    brand = {
        "brand_id": ["b"],
        "name": ["Luma"],
        "category": ["Beauty"],
        "country": ["DE"],
        "hashtags": [["glow", "night"]],
    }
    tables.append_frame(con, "brands", pd.DataFrame(brand))
    yield con
    con.close()


def test_the_worked_pairs(store: duckdb.DuckDBPyConnection) -> None:
    found = rule_points(store, "Beauty", "DE", ["glow", "night"])
    table = np.array([found[name] for name in PARTS]).T
    assert table[0].tolist() == pytest.approx([10, 5, 1, 4.25])
    # The country of the audience stands before that of the creator.
    assert table[1].tolist() == pytest.approx([0, 0, 1, 1])
    assert table[2].tolist() == [0, 0, 0, 0]
    assert table[3].tolist() == pytest.approx([10, 0, 0, np.nan], nan_ok=True)
    assert found["points"].tolist() == pytest.approx([20.25, 2, 0, 10])


def test_ratings_hold_the_same_points(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    pairs = {"brand_id": "b", "influencer_id": CREATORS["influencer_id"]}
    tables.append_frame(store, "ratings", pd.DataFrame(pairs))
    settings = Settings.from_env(tmp_path)
    fill_points(BuildContext(store, tmp_path, settings, BuildConfig(), silent))
    names = (*PARTS, "points")
    rows = store.execute(
        f"SELECT {', '.join(names)} FROM ratings ORDER BY influencer_id"
    ).fetchall()
    found = rule_points(store, "Beauty", "DE", ["glow", "night"])
    for place, name in enumerate(names):
        stored = [np.nan if row[place] is None else row[place] for row in rows]
        assert found[name].tolist() == pytest.approx(stored, nan_ok=True), name


def test_a_brand_that_says_nothing_gets_the_engagement_alone(
    store: duckdb.DuckDBPyConnection,
) -> None:
    found = rule_points(store, None, None, None)
    assert found["points"].tolist() == pytest.approx([4.25, 1, 0, 0])
    assert found["category_points"].tolist() == [0, 0, 0, 0]


def test_without_creators_there_are_no_points(tmp_path: Path) -> None:
    con = empty_store(tmp_path / "empty.duckdb", Settings.from_env(tmp_path))
    assert rule_points(con, "Beauty", "DE", ["glow"])["points"].shape == (0,)
    con.close()
