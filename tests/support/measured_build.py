"""The small build with figures on the recommender, as a deep build holds them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.settings import Settings
from core.store import builds, making, tables
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.small_build import make_small_build

FACTS: dict[str, Any] = {
    "model_version": "LightFM WARP · 16 components",
    "learns": True,
    "pairs_count": 1234,
    "brands_count": 40,
    "points": {"view": 1.0, "info": 2.0, "contact": 3.0, "campaign": 5.0, "collaboration": 10.0},
    "config": {"learning_rate": 0.015},
    "missing": "",
    "cut": "2026-09-21 23:29:00",
    "trials": [
        {"ndcg": 0.05, "components": 16, "epochs": 5},
        {"ndcg": 0.07, "components": 64, "epochs": 20},
    ],
    "join_runs": [{"trained": 1.0, "semantic": 0.8, "points": 0.4}],
}
# NDCG@10 a way; every other measure is twice that.
_NDCG = {
    "known": {"Chance": 0.01, "Semantic match": 0.04, "LightFM": 0.09, "LightFM + EASE": 0.1},
    "new": {"Chance": 0.03, "Semantic match": 0.12, "LightFM": 0.34, "Joined": 0.3},
}
_LISTS = {"coverage": 0.15, "popularity": 0.9, "gini": 0.8, "tier_nano": 0.25, "tier_micro": 0.75}


def make_measured_build(settings: Settings, facts: dict[str, Any], *, deep: bool = True) -> Build:
    """Publishes the small build with these facts; with figures when it is deep and none is missing.

    LightFM with EASE is 2.5 times the semantic match for known brands, Joined too for new ones.
    """
    made = make_small_build(settings)
    if deep and not facts.get("missing"):
        con = open_store(made.store_file, settings, read_only=False)
        try:
            con.execute("DELETE FROM recommender_quality")
            tables.append_frame(con, "recommender_quality", _quality())
        finally:
            con.close()
    manifest = {**made.manifest, "facts": {"recommender": facts}, "is_deep": deep}
    making.write_manifest(made.folder, manifest)
    return builds.get_build(settings, made.build_id)


def _quality() -> pd.DataFrame:
    measures = ("precision_at_10", "recall_at_10", "mrr", "auc")
    rows = []
    for group, ways in _NDCG.items():
        for way, value in ways.items():
            found = {"ndcg_at_10": value, **dict.fromkeys(measures, value * 2), **_LISTS}
            rows += [(group, way, metric, mean, 0.01, 3, 40) for metric, mean in found.items()]
    names = ["brand_group", "way", "metric", "mean_value", "sd_value", "runs_count", "brands_count"]
    return pd.DataFrame(rows, columns=names)
