"""Momentum and forecasts for 100,000 creators with 90 daily counts: seconds and memory.

    python -m bench.rising_scale [--creators 100000]

The histories and posts are those of the demo generator; a tenth of the creators has an event of
growth. Generation and growth evidence (see `bench.growth_scale`) are not counted.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from bench.growth_scale import demo_growth
from bench.measuring import peak_gib
from core.models.momentum.curves import curves_of
from core.models.momentum.outlook import outlook
from core.models.momentum.parts import MomentumData
from core.models.momentum.score import momentum


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=42)
    chosen = parser.parse_args()
    data = demo_growth(chosen.creators, with_posts=True, seed=chosen.seed)
    rng = np.random.default_rng(chosen.seed)
    n = len(data)
    owners = rng.choice(n, n // 10, replace=False)
    events = pd.DataFrame(
        {
            "creator": owners,
            "kind": "step",
            "first_day_number": rng.integers(10, 80, len(owners)),
            "size_fraction": rng.uniform(0.01, 0.2, len(owners)),
        }
    )
    events["last_day_number"] = events["first_day_number"] + 1
    probability = rng.uniform(0, 1, n) ** 4
    niches = rng.integers(0, 12, n)
    seconds = {}
    started = time.perf_counter()
    curves = curves_of(data.histories, days=120)
    seconds["curves"] = time.perf_counter() - started
    started = time.perf_counter()
    momentum(MomentumData(curves, data.platforms, niches, probability, events, posts=data.posts))
    seconds["momentum"] = time.perf_counter() - started
    started = time.perf_counter()
    forecasts = outlook(curves, data.platforms, probability, events)
    seconds["forecasts"] = time.perf_counter() - started
    peak = peak_gib()
    print(f"{'creators':>10} {'forecasts':>10} {'seconds':>8} {'GiB':>6}")
    print(f"{n:>10,} {len(forecasts):>10,} {sum(seconds.values()):>8.1f} {peak:>6.2f}")
    print(", ".join(f"{name} {spent:.1f} s" for name, spent in seconds.items()))


if __name__ == "__main__":
    main()
