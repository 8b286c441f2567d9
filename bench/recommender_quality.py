"""How well the next creators of a brand are found, on demo data, against simpler ways.

    python -m bench.recommender_quality [--seeds 42 43 44] [--trials 8] [--data DIR]
    python -m bench.recommender_quality --quick

The demo's interactions come from a preference model that no table shows. Both splits are those of
a build (`core.evaluation.recommender_report`): the last 60 days of known brands, and a fifth of
the brands left out altogether. Two ways stand here alone, learned by the package `implicit` and
tuned as fairly as LightFM: by the latest interactions of each brand inside the training part.
Prints one table: mean and standard deviation over the demo seeds. `--quick` judges known brands
alone, with the configuration of a quick build and without a search or those two.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

# implicit asks for it: its own threads and those of the algebra library get in each other's way.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd

from bench.demo_stores import demo_store
from core.domain.interactions import INTERACTION_POINTS
from core.evaluation.ranking import Scores, ranking_quality
from core.evaluation.recommender_choice import ChoiceConfig, kept_aside
from core.evaluation.recommender_report import Evaluation, evaluate
from core.models.recommender.interactions import Interactions
from core.pipeline.steps.recommending.recommendations import QUICK
from core.pipeline.steps.recommending.recommender_evidence import gathered
from core.settings import Settings

_COLUMNS = {
    "ndcg_at_10": "NDCG@10",
    "precision_at_10": "precision@10",
    "recall_at_10": "recall@10",
    "mrr": "MRR",
    "auc": "AUC",
    "coverage": "coverage",
    "popularity": "popularity",
    "gini": "Gini",
}
_ALS, _BPR = "implicit ALS (bench only)", "implicit BPR (bench only)"

Made = Callable[[int], Any]


def _als() -> Iterable[Made]:
    for settings in itertools.product((8, 16, 32), (0.1, 1.0, 10.0), (1, 10)):
        yield partial(_als_model, *settings)


def _als_model(factors: int, regularization: float, alpha: float, seed: int) -> Any:
    from implicit.cpu.als import AlternatingLeastSquares

    return AlternatingLeastSquares(
        factors=factors,
        regularization=regularization,
        alpha=alpha,
        random_state=seed,
        num_threads=1,
    )


def _bpr() -> Iterable[Made]:
    for settings in itertools.product((8, 16, 32), (0.01, 0.05), (0.01, 0.1)):
        yield partial(_bpr_model, *settings)


def _bpr_model(factors: int, rate: float, regularization: float, seed: int) -> Any:
    from implicit.cpu.bpr import BayesianPersonalizedRanking

    return BayesianPersonalizedRanking(
        factors=factors,
        learning_rate=rate,
        regularization=regularization,
        iterations=150,
        random_state=seed,
        num_threads=1,
    )


def _fitted(make: Made, part: Interactions, seed: int) -> Scores:
    from scipy.sparse import csr_matrix

    model = make(seed)
    weights = part.weights / part.weights.mean()
    table = csr_matrix((weights, (part.users, part.items)), shape=part.shape, dtype=np.float32)
    model.fit(table, show_progress=False)
    users, items = np.asarray(model.user_factors), np.asarray(model.item_factors)
    return lambda rows: users[rows] @ items.T


def _tuned(options: Callable[[], Iterable[Made]]) -> Callable[[Interactions, int], Scores]:
    """Learns with the option that was best on what is kept aside of the training part."""

    def learner(train: Interactions, seed: int) -> Scores:
        kept = kept_aside(train, ChoiceConfig(), seed=seed)
        rest, aside = train.part(~kept), train.part(kept)
        test, seen = aside.matrix(), rest.matrix()
        scored = [
            (ranking_quality(_fitted(make, rest, seed), test, seen).ndcg.mean(), make)
            for make in options()
        ]
        return _fitted(max(scored, key=lambda scored_maker: scored_maker[0])[1], train, seed)

    return learner


def _measured(settings: Settings, seed: int, trials: int, *, quick: bool) -> Evaluation:
    with demo_store(settings, seed) as (con, folder):
        evidence, _ = gathered(con, folder, seed=seed, points=INTERACTION_POINTS)
        if quick:
            return evaluate(evidence, seed=seed, runs=1, trials=0, start=QUICK, judges_new=False)
        return evaluate(
            evidence,
            seed=seed,
            runs=1,
            trials=trials,
            more={_ALS: _tuned(_als), _BPR: _tuned(_bpr)},
        )


def _cell(values: pd.Series) -> str:
    mean, spread = f"{values.mean():.3f}", f"{values.std(ddof=0):.3f}"
    return f"{mean.removeprefix('0')} ± {spread.removeprefix('0')}"


def main() -> None:
    """Prints the table, and what was chosen a demo seed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--trials", type=int, default=8)
    parser.add_argument("--data", default=None)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    settings, started = Settings.from_env(options.data), time.perf_counter()
    runs = [
        _measured(settings, seed, options.trials, quick=options.quick) for seed in options.seeds
    ]
    figures = pd.concat(
        [run.figures.assign(seed=seed) for seed, run in zip(options.seeds, runs, strict=True)]
    )
    print("| brands | way | " + " | ".join(_COLUMNS.values()) + " |")
    print("|---|---|" + "---|" * len(_COLUMNS))
    for (group, way), part in figures.groupby(["brand_group", "way"], sort=False):
        cells = [_cell(part.loc[part["metric"] == metric, "value"]) for metric in _COLUMNS]
        print(f"| {group} | {way} | " + " | ".join(cells) + " |")
    for seed, run in zip(options.seeds, runs, strict=True):
        print(f"\nseed {seed}: {run.config}; {run.blend}; {run.join[:1]}; {len(run.trials)} trials")
        for tried in run.tried_blends:
            print(f"{tried.config}: {tried.ndcg:.4f}, {tried.gain:+.4f} ± {tried.gain_error:.4f}")
        print("NDCG@10 of the trials: " + " ".join(f"{trial.ndcg:.3f}" for trial in run.trials))
        ndcg = run.figures[run.figures["metric"] == "ndcg_at_10"]
        for group, part in ndcg.groupby("brand_group", sort=False):
            ways = zip(part["way"], part["value"], strict=True)
            print(f"NDCG@10, {group}: " + ", ".join(f"{way} {value:.3f}" for way, value in ways))
    print(f"\n{len(runs)} demo seeds, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
