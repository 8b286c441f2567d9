"""Weights of a ranker, chosen on brands that are kept aside within the training brands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.evaluation.brand_ranking.figures import (
    MAP,
    BrandFigures,
    brand_figures,
    brand_folds,
    mean_and_error,
    together,
)
from core.models.ranking.balance import FEWEST_BRANDS, balanced
from core.models.ranking.parts import HISTORY, SHARED, Parts, fit_parts
from core.models.ranking.ranker import RankerConfig, joined
from core.models.ranking.views import Collaborations
from core.progress import Report, silent

_FOLDS = 5
_FOLD_BRANDS = 20  # at least, with a creator; weights are not chosen by fewer than two such folds
_WEIGHTS = (0.0, 0.5, 1.0, 1.5)
_TEMPERATURES = (0.0, 0.5, 0.75, 1.0)
# A change has to gain this many standard errors of the paired gain: the defaults already rank
# well, and the best of forty trials always looks better than it is.
_ERRORS_TO_CHANGE = 1.0
_LARGEST_POOL = 5_000  # creators in a fold; more would not change which weights are best


@dataclass(frozen=True)
class RankerChoice:
    """Attributes:
    config: the best, or the default.
    brands_count: brands it was chosen on; 0 with too few to choose by.
    before, after: MAP of the default and of the choice on these brands; NaN without any.
    suits_balance: whether many brands may be balanced with these weights: they were chosen with it,
        or are the defaults.
    """

    config: RankerConfig
    brands_count: int
    before: float
    after: float
    suits_balance: bool = True


def choose_ranker(
    training: Collaborations,
    *,
    keep_history: bool = False,
    balance: bool = True,
    seed: int,
    report: Report = silent,
) -> RankerChoice:
    """Weights and temperature by the mean average precision of brands kept aside.

    Args:
        keep_history: creators to be ranked have worked with training brands, so that popularity
            and similar brands have a say.
        balance: many brands will be ranked together.
    """
    default = RankerConfig()
    usable = np.flatnonzero(training.positives.any(axis=1))
    # Balance does nothing in a fold of few brands, so that its temperature needs larger ones.
    needed = FEWEST_BRANDS if balance and len(usable) >= 2 * FEWEST_BRANDS else _FOLD_BRANDS
    folds_count = min(_FOLDS, len(usable) // needed)
    if folds_count < 2:
        return RankerChoice(default, 0, float("nan"), float("nan"))
    held_out: list[tuple[Parts, NDArray[np.bool_]]] = []
    positives = training.positives[usable]
    for number, fold in enumerate(
        brand_folds(positives, folds_count, seed=seed, keep_history=keep_history)
    ):
        report("weights", number, folds_count, "")
        pool = _pool(positives[fold.test_brands], fold.test_creators, seed)
        sample = training.among(usable[fold.test_brands], pool)
        fitted = fit_parts(
            training.among(usable[fold.train_brands], fold.train_creators), seed=seed
        )
        held_out.append((fitted.of(sample.brands, sample.creators), sample.positives))

    def measured(config: RankerConfig) -> BrandFigures:
        figures = []
        for parts, hits in held_out:
            scores = joined(parts, config)
            if balance and config.temperature > 0:
                scores = balanced(scores, config.temperature)
            figures.append(brand_figures(scores, hits))
        return together(figures)

    before = best_figures = measured(default).values[:, MAP]
    best = default
    names = [name for name in held_out[0][0] if keep_history or name not in HISTORY]
    for name in sorted(names, key=lambda part: part != SHARED):
        for weight in _WEIGHTS:
            trial = replace(best, views={**best.views, name: weight})
            if weight != best.weight(name) and sum(trial.weight(part) for part in names) > 0:
                found = measured(trial).values[:, MAP]
                if _is_better(found, best_figures):
                    best, best_figures = trial, found
    if balance:
        for temperature in _TEMPERATURES:
            trial = replace(best, temperature=temperature)
            if temperature != best.temperature:
                found = measured(trial).values[:, MAP]
                if _is_better(found, best_figures):
                    best, best_figures = trial, found
    report("weights", folds_count, folds_count, "")
    return RankerChoice(
        best,
        len(before),
        float(before.mean()),
        float(best_figures.mean()),
        best == default or needed == FEWEST_BRANDS,
    )


def _pool(
    positives: NDArray[np.bool_], creators: NDArray[np.int64], seed: int
) -> NDArray[np.int64]:
    """The creators, or where they are many, the partners of these brands and some of the others."""
    if len(creators) <= _LARGEST_POOL:
        return creators
    is_partner = positives[:, creators].any(axis=0)
    others = np.random.default_rng(seed).permutation(creators[~is_partner])
    kept = max(_LARGEST_POOL - int(is_partner.sum()), 0)
    return np.sort(np.concatenate([creators[is_partner], others[:kept]]))


def _is_better(found: NDArray[np.float64], than: NDArray[np.float64]) -> bool:
    gain, error = mean_and_error(found - than)
    return gain > _ERRORS_TO_CHANGE * error
