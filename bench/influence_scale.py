"""Influence of 100,000 creators: seconds of learning and of scoring, and memory.

    python -m bench.influence_scale [--creators 100000] [--posts 12]

A store without texts is made for it (30 follower counts in 90 days, posts with reactions that
follow a size of their own); making it is not counted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from bench.measuring import peak_gib
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps import influence
from core.progress import silent
from core.settings import Settings
from core.store.connect import create_schema, open_store

_FILL = """
SELECT setseed(0.42);
CREATE TEMP TABLE sizes AS
    SELECT 'c' || lpad(i::VARCHAR, 7, '0') AS id, exp(6 + 6 * random()) AS size, i
    FROM range($n) t(i);
INSERT INTO influencers BY NAME
    SELECT id AS influencer_id, 'h' || i AS handle, id AS name,
           ['instagram', 'tiktok', 'youtube'][1 + i % 3] AS platform,
           size::BIGINT AS followers_count FROM sizes;
INSERT INTO follower_history BY NAME
    SELECT id AS influencer_id, DATE '2026-11-20' - (3 * d)::INTEGER AS day,
           (size * (1 - 0.001 * d * random()))::BIGINT AS followers_count
    FROM sizes CROSS JOIN range(30) t(d);
INSERT INTO posts BY NAME
    SELECT id || ':' || p AS post_id, id AS influencer_id,
           TIMESTAMP '2026-11-20 18:00:00' - INTERVAL 1 HOUR * (24 * 90 * random())::INTEGER
               AS posted_at, '' AS caption, ['a', 'b'] AS hashtags,
           CASE WHEN random() < 0.1 THEN ['h' || (random() * $n)::INTEGER] END AS mentions,
           (size ** 0.9 * 0.05 * exp(0.6 * random()))::BIGINT AS likes_count,
           3 AS comments_count
    FROM sizes CROSS JOIN range($posts) t(p);
"""


def main() -> None:
    """Prints seconds and memory of the influence step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--posts", type=int, default=12)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(Path(folder))
        con = open_store(Path(folder) / "store.duckdb", settings, read_only=False)
        create_schema(con)
        for statement in _FILL.replace("$n", str(chosen.creators)).split(";"):
            if statement.strip():
                con.execute(statement.replace("$posts", str(chosen.posts)))
        context = BuildContext(con, Path(folder), settings, BuildConfig(), silent)
        _timed(con, context)


def _timed(con: duckdb.DuckDBPyConnection, context: BuildContext) -> None:
    seconds: dict[str, float] = {}
    for name in ("features_at", "outcome_after", "fit_store", "score_store", "_write"):
        setattr(influence, name, _measured(getattr(influence, name), name, seconds))
    started = time.perf_counter()
    influence.score_influence(context)
    whole = time.perf_counter() - started
    rows = con.execute("SELECT count(*) FROM influence").fetchone()
    print(f"{rows[0] if rows else 0:,} creators scored in {whole:.1f} s")
    for name, spent in seconds.items():
        print(f"  {name.lstrip('_'):14} {spent:6.1f} s")
    print(f"peak {peak_gib():.2f} GiB")


def _measured(work, name: str, seconds: dict[str, float]):  # type: ignore[no-untyped-def]
    def timed(*arguments: object, **options: object) -> object:
        started = time.perf_counter()
        result = work(*arguments, **options)
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - started
        return result

    return timed


if __name__ == "__main__":
    main()
