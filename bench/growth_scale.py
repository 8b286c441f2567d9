"""Growth evidence for 100,000 creators with 90 daily counts: seconds and memory.

    python -m bench.growth_scale [--creators 100000] [--threads 2] [--posts]

The histories are those of the demo generator (habit, weekday, noise, posts, purchases, bursts,
purge); its posts are given with --posts. Generation is not counted. Each stage in seconds, and
the largest memory of the process, generation included.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from bench.measuring import peak_gib
from core.demo.config import DemoConfig
from core.demo.histories.events import make_events
from core.demo.histories.growth import make_growth
from core.demo.histories.schedule import make_schedule
from core.demo.people.cast import make_cast
from core.demo.words import load_words
from core.domain.histories import Histories
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.evidence.reading import GrowthData, read_growth
from core.models.growth.learner import shipped


def demo_growth(creators_count: int, *, with_posts: bool, seed: int) -> GrowthData:
    """Histories (and posts) of many demo creators, without their texts."""
    config = DemoConfig(creators_count=creators_count)
    rng = np.random.default_rng(seed)
    words = load_words()
    cast = make_cast(config, words, rng)
    schedule = make_schedule(cast, config, words, rng)
    events = make_events(cast, schedule, config, rng)
    counts = make_growth(cast, schedule, events, config, rng).counts
    posts = None
    if with_posts:
        reach = schedule.reach * (cast.followers * cast.engagement)[:, None]
        posts = pd.DataFrame(
            {
                "creator": np.repeat(np.arange(creators_count), reach.shape[1]),
                "day_number": schedule.days.ravel(),
                "engagements": np.rint(reach).ravel(),
            }
        )
    n, days = counts.shape
    return GrowthData(
        Histories(
            np.arange(n + 1, dtype=np.int64) * days,
            np.tile(np.arange(days, dtype=np.int64), n),
            counts.ravel(),
        ),
        cast.platform.astype(np.int64),
        posts=posts,
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--posts", action="store_true")
    parser.add_argument("--seed", type=int, default=42)
    chosen = parser.parse_args()
    data = demo_growth(chosen.creators, with_posts=chosen.posts, seed=chosen.seed)
    started = time.perf_counter()
    read_growth(data)
    reading = time.perf_counter() - started
    started = time.perf_counter()
    evidence = growth_evidence(data, shipped(), threads=chosen.threads)
    whole = time.perf_counter() - started
    peak = peak_gib()
    print(f"{'creators':>10} {'days':>5} {'threads':>7} {'events':>9} {'seconds':>8} {'GiB':>6}")
    print(
        f"{len(data):>10,} {len(data.histories.days) // len(data):>5} {chosen.threads:>7} "
        f"{len(evidence.events):>9,} {whole:>8.1f} {peak:>6.2f}"
    )
    print(f"of that, steps, same-day medians and noise of all: {reading:.1f} s")


if __name__ == "__main__":
    main()
