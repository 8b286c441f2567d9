"""Brand-disjoint cross-validation of the ranker beside what needs no training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import ModelError
from core.evaluation.brand_ranking.choice import choose_ranker
from core.evaluation.brand_ranking.figures import (
    MAP,
    MEASURES,
    BrandFigures,
    BrandFold,
    averaged,
    brand_figures,
    brand_folds,
    gain_interval,
    mean_and_error,
    together,
)
from core.models.ranking.fit_join import FIT_SHARES, joined_with_fit
from core.models.ranking.ranker import Ranker, fit_ranker
from core.models.ranking.views import (
    AccountViews,
    Collaborations,
    Vectors,
    cosines,
    fit_view,
)
from core.processes import numeric_threads
from core.progress import Report, silent

RANKER = "ranker"
FIT, JOINED = "fit", "ranker and fit"
RANDOM, POPULARITY = "random", "popularity"
CENTRED, WHITENED = "centred cosine", "whitened cosine"
METHODS = (RANDOM, POPULARITY, CENTRED, WHITENED, RANKER)
_DEALS_SEED_STEP = 1_000
_FEWEST_BRANDS = 4  # two to train on and two to measure
# An order is the default where it gains this many standard errors over the fit.
_ERRORS_TO_LEAD = 2.0

Fits = Callable[[AccountViews, AccountViews], Vectors]


@dataclass(frozen=True)
class RankingReport:
    """Attributes:
    deals: method -> figures of all brands in each deal of folds.
    rivals: methods without training that the ranker is to beat.
    seed: of the first deal.
    fit_share: of `joined_with_fit`, the best for all brands together; NaN without a fit. What is
        measured of the joined order used the share that is best for the brands of other folds.
    """

    deals: Mapping[str, list[BrandFigures]]
    rivals: tuple[str, ...]
    seed: int
    fit_share: float = float("nan")

    def joined_leads(self) -> bool:
        """Whether the joined order clearly beats the fit in MAP; False without a fit."""
        if JOINED not in self.deals:
            return False
        joined, fit = averaged(self.deals[JOINED]), averaged(self.deals[FIT])
        gain, error = mean_and_error(joined.values[:, MAP] - fit.values[:, MAP])
        return gain > _ERRORS_TO_LEAD * error

    def means(self) -> dict[str, dict[str, float]]:
        """Method -> measure -> mean over brands and deals."""
        return {name: averaged(figures).means() for name, figures in self.deals.items()}

    def spreads(self) -> dict[str, dict[str, float]]:
        """Method -> measure -> standard deviation of the means of the deals; NaN of one deal."""
        spreads = {}
        for name, figures in self.deals.items():
            means = [deal.means() for deal in figures]
            spreads[name] = {
                measure: float(np.std([mean[measure] for mean in means], ddof=1))
                if len(means) > 1
                else float("nan")
                for measure in means[0]
            }
        return spreads

    def gains(self) -> dict[str, tuple[str, float, float, float]]:
        """Measure -> the best rival, gain of the ranker over it and the ends of its interval.

        95%, by resampling brands, each of them averaged over the deals.
        """
        means = self.means()
        gains = {}
        for measure in MEASURES:
            better = max(self.rivals, key=lambda name: means[name][measure])
            gains[measure] = (better, *self.gains_over(RANKER, better)[measure])
        return gains

    def gains_over(self, method: str, other: str) -> dict[str, tuple[float, float, float]]:
        """Measure -> gain of one method over another and the ends of its interval, as `gains`."""
        figures, others = averaged(self.deals[method]), averaged(self.deals[other])
        return gain_interval(figures, others, seed=self.seed)


@dataclass(frozen=True)
class _FoldFigures:
    """Figures of the brands of a fold, by method, and joined with the fit by its share."""

    methods: Mapping[str, BrandFigures]
    shares: Mapping[float, BrandFigures]


def ranking_report(
    known: Collaborations,
    *,
    folds: int = 5,
    deals: int = 3,
    known_creators: bool = False,
    with_history: bool = True,
    fits: Fits | None = None,
    seed: int,
    threads: int = 1,
    report: Report = silent,
) -> RankingReport:
    """Figures of brands that training has not seen, over all creators of the held-out brands.

    What a fold's candidates did with training brands is taken out of training. The ranker's
    weights are chosen within the training brands of each fold.

    Args:
        known_creators: candidates are all creators instead, what they did with training brands
            counts, and each brand is ranked on its own.
        with_history: popularity and similar brands may count for known creators.
        fits: (brands, creators) fit of Brand match, to measure too, alone and joined.
        threads: folds that are measured side by side; the result is the same.
    Raises:
        ModelError: fewer than four brands with a collaboration.
    """
    usable = np.flatnonzero(known.positives.any(axis=1))
    if len(usable) < _FEWEST_BRANDS:
        raise ModelError(
            f"Expected at least {_FEWEST_BRANDS} brands with collaborations to measure on, found "
            f"{len(usable)}. Give more, or leave --evaluate out."
        )
    known = known.among(usable, np.arange(len(known.creators.ids)))
    folds = min(folds, len(usable) // 2)
    tests = [
        (fold, deal_seed)
        for deal_seed in (seed + _DEALS_SEED_STEP * deal for deal in range(deals))
        for fold in brand_folds(known.positives, folds, seed=deal_seed, keep_history=known_creators)
    ]

    def measured(test: tuple[BrandFold, int]) -> _FoldFigures:
        fold, deal_seed = test
        sample = known.among(fold.test_brands, fold.test_creators)
        scores = method_scores(
            known.among(fold.train_brands, fold.train_creators),
            sample.brands,
            sample.creators,
            known_creators=known_creators,
            with_history=with_history,
            seed=deal_seed,
        )
        shares = {}
        if fits is not None:
            scores[FIT] = fits(sample.brands, sample.creators)
            for share in FIT_SHARES:
                both = joined_with_fit(scores[RANKER], scores[FIT], share)
                shares[share] = _figures(both, sample, fold)
        of_methods = {name: _figures(values, sample, fold) for name, values in scores.items()}
        return _FoldFigures(of_methods, shares)

    report("testing", 0, len(tests), "")
    results = []
    with numeric_threads(threads) as pool:
        for result in pool.map(measured, tests):
            results.append(result)
            report("testing", len(results), len(tests), "")
    figures: dict[str, list[BrandFigures]] = {}
    for start in range(0, len(tests), folds):
        of_deal = results[start : start + folds]
        for name in of_deal[0].methods:
            parts = [result.methods[name] for result in of_deal]
            figures.setdefault(name, []).append(together(parts))
        if fits is not None:
            joined = _by_other_folds([result.shares for result in of_deal])
            figures.setdefault(JOINED, []).append(together(joined))
    rivals = (CENTRED, WHITENED) if fits is None else (CENTRED, WHITENED, FIT)
    ordered = {
        name: figures[name] for name in (*METHODS[:-1], FIT, RANKER, JOINED) if name in figures
    }
    share = float("nan") if fits is None else _best_share([result.shares for result in results])
    return RankingReport(ordered, rivals, seed, share)


def _figures(scores: Vectors, sample: Collaborations, fold: BrandFold) -> BrandFigures:
    return brand_figures(
        scores,
        sample.positives,
        sample.brands.categories,
        sample.creators.categories,
        fold.test_brands,
    )


def _by_other_folds(folds: Sequence[Mapping[float, BrandFigures]]) -> list[BrandFigures]:
    """Figures of each fold with the share of the fit that is best for the others."""
    return [
        fold[_best_share([other for place, other in enumerate(folds) if place != number])]
        for number, fold in enumerate(folds)
    ]


def _best_share(folds: Sequence[Mapping[float, BrandFigures]]) -> float:
    """The share with the highest MAP; the smallest of several."""
    means = {
        share: np.concatenate([fold[share].values[:, MAP] for fold in folds]).mean()
        for share in FIT_SHARES
    }
    return max(FIT_SHARES, key=lambda share: means[share])


def method_scores(
    training: Collaborations,
    brands: AccountViews,
    creators: AccountViews,
    *,
    known_creators: bool = False,
    with_history: bool = True,
    seed: int,
) -> dict[str, Vectors]:
    """Method -> (brands, creators) scores of brands that are not in `training`."""
    choice = choose_ranker(
        training,
        keep_history=known_creators and with_history,
        balance=not known_creators,
        seed=seed,
    )
    ranker = Ranker(choice.config, fit_ranker(training, seed=seed).parts)
    counts = dict(zip(training.creators.ids, training.positives.sum(axis=0).tolist(), strict=True))
    popularity = np.array([counts.get(name, 0) for name in creators.ids], dtype=np.float64)
    return {
        RANDOM: np.random.default_rng(seed).random((len(brands.ids), len(creators.ids))),
        POPULARITY: np.tile(popularity, (len(brands.ids), 1)),
        CENTRED: plain_cosine(training, brands, creators),
        WHITENED: plain_cosine(training, brands, creators, whitened=True),
        RANKER: ranker.score(brands, creators, balance=not known_creators),
    }


def plain_cosine(
    training: Collaborations,
    brands: AccountViews,
    creators: AccountViews,
    *,
    whitened: bool = False,
) -> Vectors:
    """(brands, creators) mean cosine over the views, centred by the training accounts."""
    total = np.zeros((len(brands.ids), len(creators.ids)))
    for name, array in training.brands.arrays.items():
        space = fit_view(array, training.creators.arrays[name], with_roots=False)
        left, right = space.brands(brands.arrays[name]), space.creators(creators.arrays[name])
        if whitened:
            left, right = left @ space.whitener, right @ space.whitener
        total += np.nan_to_num(cosines(left, right))
    return total / max(len(training.brands.arrays), 1)
