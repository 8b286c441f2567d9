"""What the recommender reads of a store."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from core.features.recommender_tables import (
    brand_columns,
    creator_columns,
    recommender_tables,
    with_brand,
)
from core.models.recommender.features import feature_matrix
from core.settings import Settings
from tests.support.recommender_store import LAST, planted_store


def test_collaborations_count_once_and_may_have_no_day(tmp_path: Path) -> None:
    events = pd.DataFrame(
        {
            "brand_id": ["b000", "b000", "gone", "b001"],
            "influencer_id": ["c000", "c001", "c000", "gone"],
            "kind": ["collaboration", "view", "view", "view"],
            "happened_at": [LAST] * 4,
        }
    )
    collaborations = pd.DataFrame(
        {
            "collaboration_id": ["1", "2", "3", "4"],
            "brand_id": ["b000", "b000", "b000", "b001"],
            "influencer_id": ["c000", "c001", "c001", "c002"],
            "started_on": [LAST.date(), pd.Timestamp("2026-03-02"), LAST.date(), None],
        }
    )
    made = planted_store(
        Settings.from_env(tmp_path),
        tmp_path / "made",
        creators=3,
        brands=2,
        events=events,
        collaborations=collaborations,
    )
    found = recommender_tables(made.con).events
    made.con.close()
    rows = [tuple(row) for row in found.itertuples(index=False)]
    assert rows[0][:3] == ("b001", "c002", "collaboration")
    assert pd.isna(rows[0][3])
    assert rows[1:] == [
        ("b000", "c001", "collaboration", pd.Timestamp("2026-03-02")),
        ("b000", "c000", "collaboration", pd.Timestamp(LAST)),
        ("b000", "c001", "view", pd.Timestamp(LAST)),
    ]


def test_tables_are_in_the_order_of_ids_with_features_of_each(tmp_path: Path) -> None:
    made = planted_store(Settings.from_env(tmp_path), tmp_path / "made", creators=9, brands=4)
    read = recommender_tables(made.con)
    made.con.close()
    assert read.brands["brand_id"].tolist() == ["b000", "b001", "b002", "b003"]
    assert read.creators["influencer_id"].tolist() == [f"c{i:03d}" for i in range(9)]
    columns = creator_columns(read.creators, np.array([0, 1, -1] * 3))
    assert columns["category"][:3] == ["glow", "pasta", "trails"]
    assert columns["hashtag"][0] == "glow|n0"
    assert columns["text cluster"][:3] == ["0c", "1c", None]
    assert columns["niche"] == [None] * 9
    names, table = feature_matrix(columns, 9)
    assert "category: glow" in names
    assert table.shape == (9, len(names))
    own = brand_columns(with_brand(read.brands, {"category": " GLOW "}), np.full(5, -1))
    assert own["category"] == ["glow", "pasta", "trails", "glow", "glow"]
    assert own["hashtag"][-1] is None
    assert own["country"] == ["de"] * 4 + [None]
