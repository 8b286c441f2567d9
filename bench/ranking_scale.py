"""Seconds and memory to rank 100,000 creators for 360 brands, on synthetic accounts.

python -m bench.ranking_scale --creators 100000
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from bench.measuring import peak_gib
from core.evaluation.brand_ranking.choice import choose_ranker
from core.models.ranking.ranker import fit_ranker
from core.models.ranking.views import AccountViews, Collaborations


def accounts(count: int, prefix: str, rng: np.random.Generator) -> AccountViews:
    """Accounts with 19 topics and 128 concepts."""
    return AccountViews(
        tuple(f"{prefix}{number}" for number in range(count)),
        {
            "topics": rng.dirichlet(np.full(19, 0.2), count),
            "concepts": rng.normal(size=(count, 128)),
        },
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--brands", type=int, default=360)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--trained", type=int, default=3_748, help="creators with collaborations")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    brands = accounts(options.brands, "b", rng)
    partners = accounts(options.trained, "c", rng)
    positives = (
        rng.integers(0, options.brands, options.trained) == np.arange(options.brands)[:, None]
    )
    known = Collaborations(brands, partners, positives)
    started = time.perf_counter()
    choice = choose_ranker(known, seed=0)
    chosen = time.perf_counter()
    ranker = fit_ranker(known, choice.config, seed=0)
    trained = time.perf_counter()
    pool = accounts(options.creators, "n", rng)
    made = time.perf_counter()
    scores = ranker.score(brands, pool)
    scored = time.perf_counter()
    ranker.score(brands, pool, balance=True)
    ended = time.perf_counter()
    np.argpartition(scores, -100, axis=1)
    peak = peak_gib()
    print("| step | seconds |\n|---|---|")
    for name, seconds in (
        (f"choose weights on {options.brands} brands", chosen - started),
        (f"train on {options.trained:,} collaborations", trained - chosen),
        (f"score {options.brands} x {options.creators:,}", scored - made),
        ("the same, balanced", ended - scored),
    ):
        print(f"| {name} | {seconds:.1f} |")
    print(f"\nMost memory: {peak:.1f} GiB")


if __name__ == "__main__":
    main()
