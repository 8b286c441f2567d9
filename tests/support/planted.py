"""Evidence with a planted taste, or with none, made without a store."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.evaluation.recommender_report import Evidence
from core.features.recommender_tables import RecommenderTables
from core.models.recommender.features import feature_matrix

BRANDS, CREATORS, TASTES, PICKS = 40, 80, 4, 12
LAST = pd.Timestamp("2026-11-20")


def planted(*, seed: int = 1, noise: bool = False) -> Evidence:
    """Brands that choose creators of their own taste, or any; 12 each within 200 days.

    Texts say the taste weakly, rule points not at all.
    """
    generator = np.random.default_rng(seed)
    rows = []
    for brand in range(BRANDS):
        own = np.arange(CREATORS) if noise else np.arange(brand % TASTES, CREATORS, TASTES)
        for creator in generator.choice(own, PICKS, replace=False).tolist():
            day = LAST - pd.Timedelta(hours=int(generator.integers(0, 200 * 24)))
            rows.append((f"b{brand:03d}", f"c{creator:03d}", "view", day))
    names = ["brand_id", "influencer_id", "kind", "happened_at"]
    events = pd.DataFrame(rows, columns=names).sort_values("happened_at", ignore_index=True)
    likes = generator.normal(0, 1, (BRANDS, CREATORS))
    if not noise:
        likes += np.arange(BRANDS)[:, None] % TASTES == np.arange(CREATORS)[None, :] % TASTES
    lots = generator.random((BRANDS, CREATORS))
    return evidence_of(events, likes, lots)


def evidence_of(events: pd.DataFrame, likes: np.ndarray, lots: np.ndarray) -> Evidence:
    """Evidence of these events; a brand's category tells its taste, a creator's as well."""
    brands = pd.DataFrame({"brand_id": [f"b{i:03d}" for i in range(BRANDS)]})
    creators = pd.DataFrame(
        {
            "influencer_id": [f"c{i:03d}" for i in range(CREATORS)],
            "tier": [("nano", "micro", None)[i % 3] for i in range(CREATORS)],
        }
    )
    _, users = feature_matrix({"taste": [f"t{i % TASTES}" for i in range(BRANDS)]}, BRANDS)
    _, items = feature_matrix({"taste": [f"t{i % TASTES}" for i in range(CREATORS)]}, CREATORS)
    return Evidence(
        RecommenderTables(brands, creators, events),
        np.ones(len(events)),
        users,
        items,
        lambda picked: likes[picked],
        lambda picked: lots[picked],
    )
