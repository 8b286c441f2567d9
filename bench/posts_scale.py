"""What posts say and trends for 100,000 creators with 12 posts: seconds and memory.

    python -m bench.posts_scale [--creators 100000]

Captions are those of 4,000 demo creators, repeated; every one is read again. Making the store is
not counted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from bench.measuring import peak_gib
from core.demo.generator import DemoConfig, generate
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.post_texts import read_posts
from core.pipeline.steps.trends import find_trends
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import create_schema, open_store

_MADE = 4000


def fill(con: duckdb.DuckDBPyConnection, creators_count: int) -> None:
    """Creators, posts and brands of a demo store, creators repeated under other ids."""
    made = generate(DemoConfig(creators_count=min(_MADE, creators_count)), seed=42)
    for name in ("influencers", "posts", "brands"):
        tables.append_frame(con, name, made.tables[name])
    for turn in range(1, creators_count // _MADE):
        for name, key in (("influencers", ""), ("posts", f", post_id = post_id || '-{turn}'")):
            con.execute(
                f"""CREATE OR REPLACE TEMP TABLE copied AS SELECT * FROM {name}
                    WHERE NOT contains(influencer_id, '-')"""
            )
            con.execute(f"UPDATE copied SET influencer_id = influencer_id || '-{turn}'{key}")
            con.execute(f"INSERT INTO {name} SELECT * FROM copied")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings.from_env(folder)
        con = open_store(folder / "store.duckdb", settings, read_only=False)
        create_schema(con)
        fill(con, chosen.creators)
        context = BuildContext(con, folder, settings, BuildConfig(deep=False), silent)
        seconds = {}
        for step, work in (("posts", read_posts), ("trends", find_trends)):
            started = time.perf_counter()
            work(context)
            seconds[step] = time.perf_counter() - started
        row = con.execute("SELECT count(*) FROM post_texts").fetchone()
        con.close()
    peak = peak_gib()
    print(f"{'creators':>9} {'posts':>10} {'what they say, s':>17} {'trends, s':>10} {'GiB':>6}")
    print(
        f"{chosen.creators:>9,} {row[0] if row else 0:>10,} {seconds['posts']:>17.1f} "
        f"{seconds['trends']:>10.1f} {peak:>6.2f}"
    )


if __name__ == "__main__":
    main()
