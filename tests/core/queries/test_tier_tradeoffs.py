"""What tiers reach and cost: medians worked out by hand."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.queries.tier_tradeoffs import tier_tradeoffs
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))


def _fill(con: duckdb.DuckDBPyConnection, views: list[float | None]) -> None:
    ids = ["a", "b", "c", "d"]
    followers = [5_000, 6_000, 20_000, None]
    tables.append_frame(
        con,
        "influencers",
        pd.DataFrame(
            {
                "influencer_id": ids,
                "handle": ids,
                "name": ids,
                "platform": "tiktok",
                "followers_count": pd.array(followers, dtype="Int64"),
                "avg_views": views,
                "post_price": [100.0, 300.0, 500.0, 50.0],
            }
        ),
    )
    tables.append_frame(
        con,
        "profile_stats",
        pd.DataFrame(
            {
                "influencer_id": ids,
                "tier": ["nano", "nano", "micro", None],
                "engagement_rate": [0.1, 0.05, None, None],
                "posts_stored": 0,
                "sponsored_count": 0,
            }
        ),
    )


def test_reach_is_views_where_most_have_them(con: duckdb.DuckDBPyConnection) -> None:
    _fill(con, [1_000.0, 3_000.0, None, None])
    found = tier_tradeoffs(con).set_index("tier")
    assert found.index.tolist() == ["nano", "micro"]
    nano = found.loc["nano"]
    assert nano["reach_kind"] == "views"
    assert nano["reach_p50"] == 2_000
    assert nano["price_per_engagement_p50"] == pytest.approx((100 / 500 + 300 / 300) / 2)
    assert nano["price_per_thousand_p50"] == pytest.approx(100)
    assert nano["priced_count"] == 2
    micro = found.loc["micro"]
    assert micro["priced_count"] == 0
    assert pd.isna(micro["reach_p50"])


def test_reach_is_reactions_where_few_have_views(con: duckdb.DuckDBPyConnection) -> None:
    _fill(con, [1_000.0, None, None, None])
    nano = tier_tradeoffs(con).set_index("tier").loc["nano"]
    assert nano["reach_kind"] == "likes and comments"
    assert nano["reach_p50"] == pytest.approx(400)
