"""How well bought growth is told in small, still and rounded accounts.

    python -m bench.growth_small_accounts [--seeds 61 62 63]

Accounts of `core.demo.histories.small_accounts`, alone and as half of a demo data set with posts,
of seeds that the shipped model was not trained on. By kind: the share with a probability of 50% or
more, which is recall for accounts that bought and false positives for the others. Mean and standard
deviation over the seeds. Then the textbook case by hand: still counts with a single step.
"""

from __future__ import annotations

import argparse

import numpy as np

from core.demo.generator import DemoConfig, generate
from core.demo.histories.small_accounts import BOUGHT_KINDS, HONEST_KINDS
from core.domain.histories import Histories
from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import GrowthModel, shipped
from core.pipeline.growth_learning.planted import PlantedGrowth, planted_growth
from core.pipeline.growth_learning.small import with_small_accounts

_CREATORS = 2000
# Counts before and after a single step, days of each, and followers gained every day.
_STEPS = (
    (500, 1000, 30, 30, 0),
    (500, 1000, 21, 9, 0),
    (500, 1000, 150, 150, 0),
    (500, 1000, 30, 30, 1),
    (20_000, 24_000, 30, 30, 0),
    (12_300, 15_100, 30, 30, 0),
    (12_300, 12_400, 30, 30, 0),
    (1_000_000, 1_100_000, 30, 30, 0),
    (500, 503, 30, 30, 0),
)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[61, 62, 63])
    chosen = parser.parse_args()
    model = shipped()
    shares: dict[str, dict[str, list[float]]] = {}
    for seed in chosen.seeds:
        data = generate(DemoConfig(creators_count=_CREATORS), seed=seed)
        readings = {
            "alone": (planted_growth(data, with_posts=False), 1.0),
            "among others, with posts": (planted_growth(data), 0.5),
        }
        for number, (name, (planted, share)) in enumerate(readings.items()):
            rng = np.random.default_rng([seed, number])
            for kind, flagged in _flagged(model, planted, rng, share).items():
                shares.setdefault(kind, {}).setdefault(name, []).append(flagged)
    seeds = ", ".join(map(str, chosen.seeds))
    print(f"Share at {WORTH_CHECKING:.0%} or more, seeds {seeds}\n")
    print("| accounts | alone | among others, with posts |\n|---|---|---|")
    for kind, by_size in shares.items():
        cells = [f"{np.mean(values):.1%} ± {np.std(values):.1%}" for values in by_size.values()]
        print(f"| {kind} | {' | '.join(cells)} |")
    print("\n| a single step in still counts | probability |\n|---|---|")
    for before, after, first, then, daily in _STEPS:
        more = f", {daily} more every day" if daily else ""
        words = f"{before:,} for {first} days, {after:,} for {then} days{more}"
        print(f"| {words} | {_of_step(model, before, after, first, then, daily):.2f} |")


def _flagged(
    model: GrowthModel, planted: PlantedGrowth, rng: np.random.Generator, share: float
) -> dict[str, float]:
    small = with_small_accounts(planted, rng, share=share)
    creators = growth_evidence(small.given, model).creators
    probability = creators["purchased_probability"].to_numpy(float)
    # Counts that never change are not judged.
    high = np.nan_to_num(probability) >= WORTH_CHECKING
    assert small.small_kinds is not None
    groups = {
        **{f"bought: {kind}": small.small_kinds == kind for kind in BOUGHT_KINDS},
        "**all that bought**": np.isin(small.small_kinds, BOUGHT_KINDS),
        **{f"honest: {kind}": small.small_kinds == kind for kind in HONEST_KINDS},
        "**all honest**": np.isin(small.small_kinds, HONEST_KINDS),
    }
    return {name: float(high[rows].mean()) for name, rows in groups.items()}


def _of_step(
    model: GrowthModel, before: int, after: int, first: int, then: int, daily: int
) -> float:
    counts = np.concatenate([np.full(first, before), np.full(then, after)])
    counts = counts + daily * np.arange(len(counts))
    days = np.arange(len(counts), dtype=np.int64)
    data = GrowthData(Histories(np.array([0, len(counts)]), days, counts), np.zeros(1, np.int64))
    return float(growth_evidence(data, model).creators["purchased_probability"].iloc[0])


if __name__ == "__main__":
    main()
