"""Views of a ranker, chosen on brands that are kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluation.brand_ranking.figures import MAP, brand_figures, brand_folds, mean_and_error
from core.models.ranking.ranker import fit_ranker
from core.models.ranking.views import Collaborations, Vectors
from core.progress import Report, silent

_FOLDS = 5
_BRANDS_MIN = 20
# A view that says nothing new still moves the figures; the best of a few would often seem to help.
_ERRORS_TO_ADD = 2.0


@dataclass(frozen=True)
class TriedView:
    """Attributes:
    view: added to the base.
    gain, error: mean gain in MAP over the base and its standard error over brands.
    """

    view: str
    gain: float
    error: float

    @property
    def helps(self) -> bool:
        """Whether the gain is clear."""
        return self.gain > _ERRORS_TO_ADD * self.error


def choose_views(
    known: Collaborations, base: Sequence[str], *, seed: int, report: Report = silent
) -> tuple[tuple[str, ...], tuple[TriedView, ...]]:
    """The views to rank by, in the order of `known`, and what was tried.

    Each view beside the base is added alone, with the default weights, and stays where mean average
    precision for brands kept aside gains more than two standard errors. With fewer than 20 brands
    nothing is tried and the base stays.

    Args:
        known: with all views; creators are all candidates, as for the data in use.
        base: views that always stay, of those that `known` has; all where it has none of them.
    """
    names = list(known.brands.arrays)
    kept = [name for name in names if name in base] or names
    optional = [name for name in names if name not in kept]
    usable = np.flatnonzero(known.positives.any(axis=1))
    if not optional or len(usable) < _BRANDS_MIN:
        return tuple(kept), ()
    known = known.among(usable, np.arange(len(known.creators.ids)))
    without = _precision(known.of_views(kept), seed)
    tried = []
    for number, name in enumerate(optional):
        report("views", number, len(optional), name)
        gain = _precision(known.of_views([*kept, name]), seed) - without
        tried.append(TriedView(name, *mean_and_error(gain)))
    report("views", len(optional), len(optional), "")
    helpful = {trial.view for trial in tried if trial.helps}
    return tuple(name for name in names if name in kept or name in helpful), tuple(tried)


def _precision(known: Collaborations, seed: int) -> Vectors:
    """(brands,) average precision of each brand, ranked by what the others did."""
    values = np.zeros(len(known.brands.ids))
    for fold in brand_folds(known.positives, _FOLDS, seed=seed, keep_history=True):
        ranker = fit_ranker(known.among(fold.train_brands, fold.train_creators), seed=seed)
        sample = known.among(fold.test_brands, fold.test_creators)
        scores = ranker.score(sample.brands, sample.creators)
        found = brand_figures(scores, sample.positives, rows=fold.test_brands)
        values[found.rows] = found.values[:, MAP]
    return values
