"""What collaborations teach about a brand, learned without the brand's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.models.ranking.parts import SHARED, FittedParts, shared_without
from core.models.ranking.ranker import Ranker
from core.models.ranking.shared_directions import SharedDirections
from core.models.ranking.views import Collaborations

# A brand is scored by what the collaborations of nine tenths of the brands teach, its own not among
# them.
_FOLDS = 10


@dataclass(frozen=True)
class WithoutOwn:
    """Attributes:
    folds: id of each brand with collaborations -> its fold.
    directions: of each fold, learned from the brands of all others; None without a pair.
    scales: mean and spread of the part over the training pairs, of each fold.
    """

    folds: Mapping[str, int]
    directions: tuple[SharedDirections | None, ...]
    scales: tuple[tuple[float, float], ...]

    def ranker_for(self, ranker: Ranker, brand_id: str) -> Ranker:
        """The ranker that scores this brand; the given one where it had no part in training.

        Shared directions alone are learned from who worked with whom. All other parts that count
        on Brand match come from the views of the accounts.
        """
        fold = self.folds.get(brand_id)
        if fold is None:
            return ranker
        parts = ranker.parts
        scales = {**parts.scales, SHARED: self.scales[fold]}
        return replace(ranker, parts=replace(parts, shared=self.directions[fold], scales=scales))


NOBODY = WithoutOwn({}, (), ())


def fit_without_own(training: Collaborations, parts: FittedParts, *, seed: int) -> WithoutOwn:
    """Shared directions for the brands of each of up to 10 folds, from those of the others.

    Args:
        training: what `parts` were fitted on.
    """
    if parts.shared is None:
        return NOBODY
    usable = np.flatnonzero(training.positives.any(axis=1))
    folds_count = min(_FOLDS, len(usable))
    dealt = np.random.default_rng(seed).permutation(usable)
    folds = [np.sort(dealt[number::folds_count]) for number in range(folds_count)]
    fitted = shared_without(training, parts, folds, seed=seed)
    return WithoutOwn(
        {training.brands.ids[row]: number for number, fold in enumerate(folds) for row in fold},
        tuple(directions for directions, _ in fitted),
        tuple(scale for _, scale in fitted),
    )
