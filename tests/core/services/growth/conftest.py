"""A store of single creators with known growth, read as a build reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.growth_evidence import gather_evidence
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store
from tests.support.growth_cases import FIRST, history_rows, known_counts
from tests.support.series import calm, with_gains


@pytest.fixture(scope="session")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("case")
    settings = Settings.from_env(folder)
    con = empty_store(folder / "store.duckdb", settings)
    counts = known_counts()
    names = [*counts, "weekly", "pause", "silent"]
    tables.append_frame(
        con,
        "influencers",
        pd.DataFrame(
            {"influencer_id": names, "handle": names, "name": "x", "platform": "instagram"}
        ),
    )
    rng = np.random.default_rng(4)
    pause = history_rows("pause", calm(rng, days=3000)[:40])
    late = history_rows("pause", calm(rng, days=40))
    late["day"] += pd.Timedelta(days=3000)
    weekly = history_rows("weekly", with_gains(calm(rng, days=60), {30: 0.2}), 7)
    tables.append_frame(
        con,
        "follower_history",
        pd.concat([*(history_rows(k, v) for k, v in counts.items()), weekly, pause, late]),
    )
    posts = pd.DataFrame(
        {
            "post_id": [f"p{i}" for i in range(6)],
            "influencer_id": "bought",
            "posted_at": FIRST + pd.to_timedelta([5, 10, 39, 39, 50, 70], unit="D"),
            "likes_count": [100, 100, 900, 50, 100, 100],
            "comments_count": 0,
            "caption": "x",
        }
    )
    tables.append_frame(con, "posts", posts)
    gather_evidence(BuildContext(con, folder, settings, BuildConfig(), silent))
    yield con
    con.close()
