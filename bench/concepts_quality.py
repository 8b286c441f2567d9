"""What the concepts of accounts add to the ranking of creators for brands it has not seen.

    python -m bench.concepts_quality --data DIR --deals 3

Reads the build in use. Five brand-disjoint folds in each deal; candidates are all creators, each
brand is ranked on its own, and the weights are chosen within the training brands, as
`python -m core rank --evaluate` does. Concepts are made without collaborations.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.evaluation.brand_ranking.figures import BrandFigures, averaged, gain_interval
from core.evaluation.brand_ranking.report import CENTRED, RANKER, WHITENED, ranking_report
from core.models.ranking.views import AccountViews, Collaborations
from core.services.ranking.of_build import collaborations_of_build
from core.services.session import open_session
from core.settings import Settings

FOLDS = 5
CONCEPTS = "concepts"
_SHOWN = ("AUC", "R@10", "R@50", "MRR", "MAP")
_SETS = {
    "fit + account": ("topics", "account"),
    "concepts": (CONCEPTS,),
    "fit": ("topics",),
    "fit + account + concepts": ("topics", "account", CONCEPTS),
}


def with_views(known: Collaborations, names: tuple[str, ...]) -> Collaborations:
    """The same collaborations with some views alone."""

    def chosen(accounts: AccountViews) -> AccountViews:
        return replace(accounts, arrays={name: accounts.arrays[name] for name in names})

    return Collaborations(chosen(known.brands), chosen(known.creators), known.positives)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--deals", type=int, default=3)
    parser.add_argument("--seed", type=int, default=500)
    options = parser.parse_args()
    with open_session(Settings.from_env(options.data)) as session:
        known = collaborations_of_build(session)
        arrays = {side: np.array(session.array(f"{side}_concepts"), dtype=np.float64)
                  for side in ("brand", "influencer")}  # fmt: skip
    known = Collaborations(
        replace(known.brands, arrays={**known.brands.arrays, CONCEPTS: arrays["brand"]}),
        replace(known.creators, arrays={**known.creators.arrays, CONCEPTS: arrays["influencer"]}),
        known.positives,
    )
    of_sets: dict[str, BrandFigures] = {}
    print(f"| views | method | {' | '.join(_SHOWN)} |\n|---|---|{'---|' * len(_SHOWN)}")
    for name, views in _SETS.items():
        started = time.perf_counter()
        report = ranking_report(
            with_views(known, views), folds=FOLDS, deals=options.deals, known_creators=True,
            seed=options.seed,
        )  # fmt: skip
        seconds = time.perf_counter() - started
        for method in (CENTRED, WHITENED, RANKER):
            means = averaged(report.deals[method]).means()
            cells = " | ".join(f"{means[measure]:.3f}".replace("0.", ".") for measure in _SHOWN)
            print(f"| {name} | {method} | {cells} |", flush=True)
        of_sets[name] = averaged(report.deals[RANKER])
        print(f"<!-- {seconds:.0f} s -->", flush=True)
    gains = gain_interval(
        of_sets["fit + account + concepts"], of_sets["fit + account"], seed=options.seed
    )
    print("\n| measure | gain of concepts | 95% interval |\n|---|---|---|")
    for measure in _SHOWN:
        gain, low, high = gains[measure]
        print(f"| {measure} | {gain:+.4f} | {low:+.4f} to {high:+.4f} |")


if __name__ == "__main__":
    main()
