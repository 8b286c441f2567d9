"""Time and memory of every step of a build for 100,000 creators x 90 days, text encoding aside.

    python -m bench.build_scale [--creators 100000]

The embeddings are drawn around 24 centres, since encoding depends on the processor and is
cached across builds. Prints one table: step, seconds, peak resident memory so far.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.measuring import peak_gib
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.run import STEPS
from core.progress import silent
from core.settings import Settings
from core.store.connect import create_schema, open_store

FILL = """
INSERT INTO influencers BY NAME
SELECT 'c' || lpad(i::VARCHAR, 7, '0') AS influencer_id, 'handle' || i AS handle,
       'Name ' || i AS name, ['instagram', 'tiktok', 'youtube'][1 + i % 3] AS platform,
       'I write about topic' || (i % 24) || ' and life' AS bio, 'category ' || (i % 24) AS category,
       ['DE', 'FR', 'US', 'BR'][1 + i % 4] AS country,
       (1000 * exp(6 * random()))::BIGINT AS followers_count,
       100 * random() AS avg_likes, 5 * random() AS avg_comments,
       ['tag' || (i % 24), 'life'] AS hashtags
FROM range($creators) t(i);
INSERT INTO follower_history
SELECT influencer_id, DATE '2026-08-01' + d::INTEGER, (followers_count * (1 + d / 1000.0)
       + 20 * random())::BIGINT
FROM influencers, range(90) t(d);
INSERT INTO posts BY NAME
SELECT influencer_id || ':' || p AS post_id, influencer_id,
       TIMESTAMP '2026-08-01' + INTERVAL (p * 6) DAY AS posted_at,
       'A day with topic' || p || ' #tag' AS caption, (100 * random())::BIGINT AS likes_count
FROM influencers, range(12) t(p);
INSERT INTO brands BY NAME
SELECT 'b' || lpad(i::VARCHAR, 4, '0') AS brand_id, 'Brand ' || i AS name,
       'Things for topic' || (i % 24) AS description, 'category ' || (i % 24) AS category,
       'DE' AS country, ['tag' || (i % 24)] AS hashtags
FROM range(250) t(i);
INSERT INTO ratings BY NAME
SELECT brand_id, influencer_id FROM brands, influencers
USING SAMPLE 100000 ROWS (reservoir, 7);
"""


def main() -> None:
    """Prints seconds and memory of each step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--creators", type=int, default=100_000)
    creators = parser.parse_args().creators
    print(f"{'step':<14}{'seconds':>9}{'peak GiB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(folder)
        con = open_store(Path(folder) / "store.duckdb", settings, read_only=False)
        create_schema(con)
        context = BuildContext(con, Path(folder), settings, BuildConfig(deep=False), silent)
        started = time.perf_counter()
        for statement in FILL.strip().rstrip(";").split(";\n"):
            uses = {"creators": creators} if "$creators" in statement else None
            con.execute(statement, uses)
        show("fill", started)
        np.save(Path(folder) / "influencer_embeddings.npy", embeddings(creators, seed=1))
        np.save(Path(folder) / "brand_embeddings.npy", embeddings(250, seed=2))
        for name, step in STEPS.items():
            if name != "text":
                started = time.perf_counter()
                step(context)
                show(name, started)
        con.close()


def embeddings(count: int, seed: int, dimension: int = 384) -> np.ndarray:
    """(count, dimension) float32 unit rows around 24 centres."""
    centres = np.random.default_rng(0).normal(size=(24, dimension)).astype(np.float32)
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((count, dimension), dtype=np.float32)
    rows *= np.float32(1.2)
    rows += centres[np.arange(count) % 24]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def show(name: str, started: float) -> None:
    """Prints a line: seconds since `started`, peak memory in GiB so far."""
    print(f"{name:<14}{time.perf_counter() - started:>9.1f}{peak_gib():>10.2f}", flush=True)


if __name__ == "__main__":
    main()
