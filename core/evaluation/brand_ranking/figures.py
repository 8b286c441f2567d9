"""How well a ranking of creators finds those that a brand worked with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.ranking import hit_ranks
from core.models.ranking.views import Vectors

MEASURES = ("AUC", "cAUC", "R@10", "R@50", "MRR", "MAP")
MAP = MEASURES.index("MAP")
_RESAMPLES = 2_000


@dataclass(frozen=True)
class BrandFigures:
    """Attributes:
    rows: (brands,) which brand each is.
    values: (brands, len(MEASURES)); NaN where it cannot be told. AUC: chance that a creator of
        the brand stands above another; cAUC: above another of the brand's category; R@k: share
        of its creators among the first k; MRR: 1 / rank of the first; MAP: mean over its
        creators of the share of its creators down to there.
    first_ranks: (brands,) 1-based rank of the first creator of each brand.
    """

    rows: NDArray[np.int64]
    values: NDArray[np.float64]
    first_ranks: NDArray[np.float64]

    def means(self) -> dict[str, float]:
        """Mean of each over the brands, and MedR, the median rank of the first; NaN without any."""
        named = {}
        for name, column in zip(MEASURES, self.values.T, strict=True):
            known = column[np.isfinite(column)]
            named[name] = float(known.mean()) if len(known) else float("nan")
        named["MedR"] = (
            float(np.median(self.first_ranks)) if len(self.first_ranks) else float("nan")
        )
        return named


def brand_figures(
    scores: Vectors,
    positives: NDArray[np.bool_],
    brand_categories: Sequence[str | None] | None = None,
    creator_categories: Sequence[str | None] | None = None,
    rows: NDArray[np.int64] | None = None,
) -> BrandFigures:
    """Figures of each brand that has a creator and a creator it has not.

    Args:
        scores, positives: (brands, creators).
        rows: (brands,) what to call the brands; their places by default.
    """
    names = np.arange(len(scores)) if rows is None else rows
    same = None
    if brand_categories is not None and creator_categories is not None:
        same = np.array(brand_categories, dtype=object)[:, None] == np.array(
            creator_categories, dtype=object
        )
        same[[category is None for category in brand_categories]] = False
    used, values, first = [], [], []
    for place, (row, is_hit) in enumerate(zip(scores, positives, strict=True)):
        if not is_hit.any() or is_hit.all():
            continue
        ranks = hit_ranks(row, row[is_hit])
        count = len(ranks)
        in_category = float("nan")
        if same is not None and (same[place] & is_hit).any() and (same[place] & ~is_hit).any():
            chosen = same[place]
            in_category = _auc(
                hit_ranks(row[chosen], row[chosen & is_hit]), int((chosen & ~is_hit).sum())
            )
        used.append(names[place])
        values.append(
            (
                _auc(ranks, len(row) - count),
                in_category,
                float((ranks < 10).mean()),
                float((ranks < 50).mean()),
                1 / (ranks[0] + 1),
                float(np.mean(np.arange(1, count + 1) / (ranks + 1))),
            )
        )
        first.append(ranks[0] + 1)
    return BrandFigures(
        np.array(used, dtype=np.int64),
        np.array(values, dtype=np.float64).reshape(-1, len(MEASURES)),
        np.array(first, dtype=np.float64),
    )


def together(figures: Sequence[BrandFigures]) -> BrandFigures:
    """The brands of several parts, one after the other."""
    return BrandFigures(
        np.concatenate([part.rows for part in figures]),
        np.vstack([part.values for part in figures]),
        np.concatenate([part.first_ranks for part in figures]),
    )


def averaged(deals: Sequence[BrandFigures]) -> BrandFigures:
    """Means per brand over several deals, by row; a brand counts in the deals that measured it."""
    rows = np.unique(np.concatenate([deal.rows for deal in deals]))
    values = np.full((len(deals), len(rows), len(MEASURES)), np.nan)
    first = np.full((len(deals), len(rows)), np.nan)
    for number, deal in enumerate(deals):
        places = np.searchsorted(rows, deal.rows)
        values[number, places] = deal.values
        first[number, places] = deal.first_ranks
    return BrandFigures(rows, _known_mean(values), _known_mean(first))


def _known_mean(values: Vectors) -> Vectors:
    """Mean over the first axis of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    total = np.where(known, values, 0).sum(axis=0)
    count = known.sum(axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def mean_and_error(gain: Vectors) -> tuple[float, float]:
    """Mean of what brands gain, and its standard error; NaN with one brand.

    Args:
        gain: (brands,) known, at least one.
    """
    error = float(gain.std(ddof=1)) / len(gain) ** 0.5 if len(gain) > 1 else float("nan")
    return float(gain.mean()), error


def gain_interval(
    figures: BrandFigures, other: BrandFigures, *, seed: int, level: float = 0.95
) -> dict[str, tuple[float, float, float]]:
    """Measure -> mean gain over `other` and the ends of its bootstrap interval, paired by brand.

    Brands that only one of them measured are left out.
    """
    _, mine, others = np.intersect1d(figures.rows, other.rows, return_indices=True)
    rng = np.random.default_rng(seed)
    gains = {}
    for place, name in enumerate(MEASURES):
        gain = figures.values[mine, place] - other.values[others, place]
        gain = gain[np.isfinite(gain)]
        if not len(gain):
            gains[name] = (float("nan"),) * 3
            continue
        means = rng.choice(gain, (_RESAMPLES, len(gain))).mean(axis=1)
        low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
        gains[name] = (float(gain.mean()), float(low), float(high))
    return gains


@dataclass(frozen=True)
class BrandFold:
    """Brands held out of training, with every creator they worked with.

    Attributes:
        train_brands, test_brands, train_creators, test_creators: rows, ascending. No creator is
            in both, unless its history was to be kept.
    """

    train_brands: NDArray[np.int64]
    test_brands: NDArray[np.int64]
    train_creators: NDArray[np.int64]
    test_creators: NDArray[np.int64]


def brand_folds(
    positives: NDArray[np.bool_], count: int, *, seed: int, keep_history: bool = False
) -> Iterator[BrandFold]:
    """Brands dealt into `count` folds; the candidates of a fold are all creators of its brands.

    Args:
        keep_history: candidates are all creators, and what they did with other brands stays in
            training.
    """
    order = np.random.default_rng(seed).permutation(len(positives))
    for fold in range(count):
        test_brands = np.sort(order[fold::count])
        is_candidate = positives[test_brands].any(axis=0)
        train_brands = np.setdiff1d(order, test_brands)
        is_trained = positives[train_brands].any(axis=0)
        if keep_history:
            is_candidate = np.ones_like(is_trained)
        else:
            is_trained &= ~is_candidate
        yield BrandFold(
            train_brands, test_brands, np.flatnonzero(is_trained), np.flatnonzero(is_candidate)
        )


def _auc(ranks: NDArray[np.float64], others_count: int) -> float:
    before = ranks - np.arange(len(ranks))  # others above each hit
    return float(1 - before.mean() / others_count)
