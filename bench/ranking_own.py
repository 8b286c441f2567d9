"""How much a brand's own collaborations lift its partners, and what is left of it in the product.

    python -m bench.ranking_own --data data

For the brands of the build in use with collaborations, over all creators: mean percentile of their
partners and how many of the first ten are partners, when the ranking was trained on all
collaborations, on those of others as on Brand match, and in five folds without any of the brand or
of those dealt with it. Mean and standard error over brands; default weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.evaluation.brand_ranking.figures import brand_folds
from core.models.ranking.ranker import fit_ranker
from core.models.ranking.views import Collaborations, Vectors
from core.models.ranking.without_own import fit_without_own
from core.services.ranking.of_build import collaborations_of_build
from core.services.ranking.views import BASE_VIEWS, kept_arrays
from core.services.session import open_session
from core.settings import Settings

_FOLDS, _SEED = 5, 1


def ways(known: Collaborations) -> dict[str, Vectors]:
    """Way of training -> (brands, creators) scores."""
    ranker = fit_ranker(known, seed=_SEED)
    own = fit_without_own(known, ranker.parts, seed=_SEED)
    without = np.vstack(
        [
            own.ranker_for(ranker, name).score(known.brands.rows(np.array([row])), known.creators)
            for row, name in enumerate(known.brands.ids)
        ]
    )
    held_out = np.zeros_like(without)
    for fold in brand_folds(known.positives, _FOLDS, seed=_SEED, keep_history=True):
        training = known.among(fold.train_brands, fold.train_creators)
        brands = known.brands.rows(fold.test_brands)
        held_out[fold.test_brands] = fit_ranker(training, seed=_SEED).score(brands, known.creators)
    return {
        "all collaborations": ranker.score(known.brands, known.creators),
        "those of others, as on Brand match": without,
        "five folds": held_out,
    }


def partner_figures(
    scores: Vectors, positives: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(brands,) mean percentile of the partners, 0-1, and share of partners in the first ten."""
    order = np.argsort(-scores, axis=1, kind="stable")
    places = np.argsort(order, axis=1)
    percentiles = 1 - places / (scores.shape[1] - 1)
    return (
        (percentiles * positives).sum(axis=1) / positives.sum(axis=1),
        np.take_along_axis(positives, order[:, :10], axis=1).mean(axis=1),
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=None, help="data folder")
    options = parser.parse_args()
    with open_session(Settings.from_env(options.data)) as session:
        known = collaborations_of_build(session.con, kept_arrays(session.folder)).known
    usable = np.flatnonzero(known.positives.any(axis=1))
    known = known.among(usable, np.arange(len(known.creators.ids))).of_views(BASE_VIEWS)
    print("| trained on | percentile of partners | partners in the first ten |\n|---|---|---|")
    for name, scores in ways(known).items():
        cells = [
            f"{values.mean():.3f} ± {values.std(ddof=1) / len(values) ** 0.5:.3f}"
            for values in partner_figures(scores, known.positives)
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
