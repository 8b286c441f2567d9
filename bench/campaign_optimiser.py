"""Seconds and proof of the campaign optimiser on made-up candidates.

    python -m bench.campaign_optimiser [--sizes 4000 100000] [--seeds 3]

Prices follow the followers, fit does not. EUR 5,000, at most three of a tier, half of the
set from one country, at most 40% of a niche, caution score up to 80. Prints one table: seconds to
find the set, seconds with the explanations of those left out, creators chosen, gap.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import best_set
from core.models.campaign.solver.milp import MilpProblem, useful_rows
from core.models.campaign.solver.solving import solved


def main() -> None:
    """Prints one line per number of candidates, seed and problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=[4_000, 100_000])
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    header = ("candidates", "seed", "goal", "at most", "needed", "set s", "all s", "chosen", "gap")
    print("".join(f"{word:>12}" for word in header))
    for size in options.sizes:
        for seed in range(options.seeds):
            frame = people(size, seed)
            for goal in ("fit", "reach"):
                for at_most in (10, None):
                    row = measured(frame.assign(value=frame[goal]), at_most)
                    print("".join(f"{x!s:>12}" for x in (size, seed, goal, at_most, *row)))


def people(size: int, seed: int) -> pd.DataFrame:
    """`size` made-up candidates with fit, prices, reach and groups, one row per creator."""
    rng = np.random.default_rng(seed)
    followers = np.exp(rng.normal(10, 1.2, size))
    tiers = np.array(["nano", "micro", "mid", "macro"])
    return pd.DataFrame(
        {
            "influencer_id": [f"c{i:06d}" for i in range(size)],
            "fit": np.clip(rng.normal(30, 12, size), 0, 100),
            "reach": followers * 0.3,
            "price": np.round(followers * 0.01 * np.exp(rng.normal(0, 0.4, size))) + 20,
            "tier": tiers[np.digitize(followers, [10e3, 50e3, 500e3])],
            "country": rng.choice(list("ABCDEFGH"), size),
            "niche": rng.choice(list("abcdefghijklmno"), size),
            "caution_score": rng.integers(0, 100, size).astype(float),
            "purchased_probability": rng.beta(1, 8, size),
        }
    )


def measured(frame: pd.DataFrame, at_most: int | None) -> tuple[int, str, str, int, str]:
    """Useful rows, seconds of the solver alone, seconds in all, creators chosen, gap."""
    constraints = Constraints(
        budget=5_000,
        at_most=at_most,
        tier_most=(("micro", 3),),
        country_least=(("A", 0.5),),
        niche_most=0.4,
        caution_max=80,
    )
    started = time.perf_counter()
    problem = MilpProblem(
        frame[(frame["caution_score"] <= 80) & (frame["purchased_probability"] < 0.5)].reset_index(
            drop=True
        ),
        constraints,
    )
    kept = useful_rows(problem)
    answer = solved(problem, kept, 4)
    alone = time.perf_counter() - started
    started = time.perf_counter()
    plan = best_set(frame, constraints)
    whole = time.perf_counter() - started
    return len(kept), f"{alone:.2f}", f"{whole:.2f}", len(plan.chosen), f"{answer.gap:.1e}"


if __name__ == "__main__":
    main()
