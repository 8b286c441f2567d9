"""A store of planted tastes with vectors written by hand, for tests of the recommender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.profiles import summarise_profiles
from core.progress import silent
from core.services.session import BuildSession
from core.settings import Settings
from core.store import tables
from core.store.builds import STORE_FILE
from core.store.connect import empty_store

TASTES = ("Glow", "Pasta", "Trails")
LAST = datetime(2026, 11, 20, 12)
DIMENSION = 8


@dataclass(frozen=True)
class Planted:
    """Attributes:
    context: of a build in the making, with profiles and without recommendations.
    con, folder: of the context.
    """

    context: BuildContext
    con: duckdb.DuckDBPyConnection
    folder: Path

    @property
    def session(self) -> BuildSession:
        """The same store as services take it."""
        return BuildSession(self.folder.name, self.folder, self.con, self.context.settings)


def creators_frame(count: int) -> pd.DataFrame:
    """Creators c000, c001, ... of one taste after the other; inserted out of order."""
    taste = np.arange(count) % 3
    followers = 5_000.0 + 97 * np.arange(count)
    frame = pd.DataFrame(
        {
            "influencer_id": [f"c{i:03d}" for i in range(count)],
            "handle": [f"handle{i}" for i in range(count)],
            "name": [f"Mira {i}" for i in range(count)],
            "platform": [("instagram", "tiktok")[i % 2] for i in range(count)],
            "category": [TASTES[k] for k in taste],
            "country": [("DE", "FR", "IT", "ES")[i % 4] for i in range(count)],
            "followers_count": followers,
            "avg_likes": followers * 0.04,
            "avg_comments": followers * 0.01,
            "post_price": 50.0 + np.arange(count),
            "hashtags": [[TASTES[k].lower(), f"n{i % 5}"] for i, k in enumerate(taste)],
        }
    )
    return frame.sort_values("influencer_id", ascending=False)


def brands_frame(count: int) -> pd.DataFrame:
    """Brands b000, b001, ... of one taste after the other."""
    return pd.DataFrame(
        {
            "brand_id": [f"b{i:03d}" for i in range(count)],
            "name": [f"Brand {i}" for i in range(count)],
            "description": [f"{TASTES[i % 3].lower()} for all" for i in range(count)],
            "category": [TASTES[i % 3] for i in range(count)],
            "country": "DE",
            "hashtags": [[TASTES[i % 3].lower()] for i in range(count)],
        }
    )


def events_frame(brands: int, creators: int, picks: int, *, seed: int = 1) -> pd.DataFrame:
    """Each brand's looks at creators of its taste, within 120 days; every third is a campaign."""
    generator = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for brand in range(brands):
        own = np.arange(brand % 3, creators, 3)
        chosen = generator.choice(own, min(picks, len(own)), replace=False)
        for place, creator in enumerate(chosen.tolist()):
            at = LAST - timedelta(hours=int(generator.integers(0, 120 * 24)))
            kinds = ["view", "campaign"] if place % 3 == 0 else ["view"]
            rows += [
                {
                    "brand_id": f"b{brand:03d}",
                    "influencer_id": f"c{creator:03d}",
                    "kind": kind,
                    "happened_at": at + timedelta(minutes=number),
                }
                for number, kind in enumerate(kinds)
            ]
    return pd.DataFrame(rows, columns=["brand_id", "influencer_id", "kind", "happened_at"])


def taste_vectors(tastes: Sequence[int], *, seed: int = 4) -> np.ndarray:
    """(n, 8) float32 unit rows near the direction of each taste."""
    rows = np.eye(3, DIMENSION)[np.asarray(tastes, dtype=int)]
    rows = rows + np.random.default_rng(seed).normal(0, 0.15, rows.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def planted_store(
    settings: Settings,
    folder: Path,
    *,
    creators: int = 60,
    brands: int = 12,
    events: pd.DataFrame | None = None,
    collaborations: pd.DataFrame | None = None,
) -> Planted:
    """A store in the making in `folder`; the caller closes its connection."""
    folder.mkdir(parents=True, exist_ok=True)
    con = empty_store(folder / STORE_FILE, settings)
    tables.append_frame(con, "influencers", creators_frame(creators))
    tables.append_frame(con, "brands", brands_frame(brands))
    given = events_frame(brands, creators, 8) if events is None else events
    tables.append_frame(con, "interactions", given)
    if collaborations is not None:
        tables.append_frame(con, "collaborations", collaborations)
    np.save(
        folder / "influencer_embeddings.npy", taste_vectors([row % 3 for row in range(creators)])
    )
    np.save(
        folder / "brand_embeddings.npy", taste_vectors([row % 3 for row in range(brands)], seed=5)
    )
    context = BuildContext(con, folder, settings, BuildConfig(deep=False), silent)
    summarise_profiles(context)
    return Planted(context, con, folder)
