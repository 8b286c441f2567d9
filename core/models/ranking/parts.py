"""The voices of the ranking: each tells of every pair of a brand and a creator how well it fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.models.ranking.shared_directions import SharedDirections, fit_shared_directions
from core.models.ranking.views import (
    AccountViews,
    Collaborations,
    Vectors,
    ViewSpace,
    cosines,
    fit_view,
)

CENTRED, WHITENED = "centred", "whitened"
SHARED = "shared directions"
POPULARITY, SIMILAR_BRANDS = "popularity", "similar brands"
# What a creator's own earlier brands say; nothing of a creator without any.
HISTORY = (POPULARITY, SIMILAR_BRANDS)
_NEIGHBOURS = 10
_CREATORS_FOR_SCALES = 5_000

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Parts = dict[str, Vectors]


@dataclass(frozen=True)
class History:
    """Who worked with whom in training.

    Attributes:
        brand_ids: of the training brands.
        brands: (n, d) their centred views side by side.
        creator_ids: of the training creators.
        shares: (n, creators) sparse, 1 / creators of the brand where they worked together.
        counts: (creators,) brands that worked with each.
    """

    brand_ids: tuple[str, ...]
    brands: Vectors
    creator_ids: tuple[str, ...]
    shares: csc_array
    counts: NDArray[np.int64]

    def nearness(self, brands: Vectors) -> Vectors:
        """(m, n) cosine of brands to the training brands, below 0 as 0; 0 to itself.

        Args:
            brands: (m, d) centred views side by side.
        """
        near = np.nan_to_num(cosines(brands, self.brands))
        # A brand is no witness of itself.
        near[near > 1 - 1e-9] = 0
        return np.maximum(near, 0)


@dataclass(frozen=True)
class FittedParts:
    """Attributes:
    spaces: view -> its space.
    shared: directions of all views together; None without a pair to learn from.
    history: of the training brands.
    scales: part -> its mean and spread over the training pairs.
    """

    spaces: Mapping[str, ViewSpace]
    shared: SharedDirections | None
    history: History
    scales: Mapping[str, tuple[float, float]]

    def of(
        self,
        brands: AccountViews,
        creators: AccountViews,
        *,
        wanted: Callable[[str], bool] = bool,
    ) -> Parts:
        """Part -> (brands, creators) standardised; 0 where a side is unknown.

        What is said of a pair depends on these two accounts and on the training accounts alone.

        Args:
            wanted: whether a part of this name is asked for; all by default.
        """
        raw = _raw(self.spaces, self.shared, self.history, brands, creators, wanted)
        return {name: _standardised(scores, *self.scales[name]) for name, scores in raw.items()}

    def nearness_to_training(self, brands: AccountViews) -> Vectors:
        """(m, n) cosine of brands to the training brands over all views; see `History`."""
        return self.history.nearness(_side_by_side(self.spaces, brands, "brands"))


def fit_parts(training: Collaborations, *, seed: int) -> FittedParts:
    """All parts, from the training accounts.

    Args:
        seed: of the sample of creators that the scales are taken from where there are many.
    """
    brands, creators, positives = training.brands, training.creators, training.positives
    spaces = {name: fit_view(array, creators.arrays[name]) for name, array in brands.arrays.items()}
    left = _side_by_side(spaces, brands, "brands")
    shared = None
    if positives.any():
        right = _side_by_side(spaces, creators, "creators")
        shared = fit_shared_directions(left, right, positives)
    history = _history(brands.ids, left, creators.ids, positives)
    raw = _raw(spaces, shared, history, brands, _for_scales(creators, seed))
    return FittedParts(
        spaces, shared, history, {name: _scale(scores) for name, scores in raw.items()}
    )


def shared_without(
    training: Collaborations,
    parts: FittedParts,
    folds: Sequence[NDArray[np.int64]],
    *,
    seed: int,
) -> list[tuple[SharedDirections | None, tuple[float, float]]]:
    """For each fold, shared directions of all brands but its own, and their scale.

    None without a pair.

    Args:
        training: what `parts` were fitted on, with the same seed.
        folds: rows of brands.
    """
    left = _side_by_side(parts.spaces, training.brands, "brands")
    right = _side_by_side(parts.spaces, training.creators, "creators")
    sample = _side_by_side(parts.spaces, _for_scales(training.creators, seed), "creators")
    fitted: list[tuple[SharedDirections | None, tuple[float, float]]] = []
    for brand_rows in folds:
        positives = training.positives.copy()
        positives[brand_rows] = False
        if positives.any():
            shared = fit_shared_directions(left, right, positives)
            fitted.append((shared, _scale(shared.similarity(left, sample))))
        else:
            fitted.append((None, (0.0, 1.0)))
    return fitted


def _for_scales(creators: AccountViews, seed: int) -> AccountViews:
    if len(creators.ids) <= _CREATORS_FOR_SCALES:
        return creators
    rng = np.random.default_rng(seed)
    places = rng.choice(len(creators.ids), _CREATORS_FOR_SCALES, replace=False)
    return creators.rows(np.sort(places))


def _history(
    brand_ids: tuple[str, ...],
    brands: Vectors,
    creator_ids: tuple[str, ...],
    positives: NDArray[np.bool_],
) -> History:
    from scipy.sparse import coo_array

    rows, columns = np.nonzero(positives)
    shares = coo_array((1 / positives.sum(axis=1)[rows], (rows, columns)), shape=positives.shape)
    return History(brand_ids, brands, creator_ids, shares.tocsc(), positives.sum(axis=0))


def _raw(
    spaces: Mapping[str, ViewSpace],
    shared: SharedDirections | None,
    history: History,
    brands: AccountViews,
    creators: AccountViews,
    wanted: Callable[[str], bool] = bool,
) -> Parts:
    parts: Parts = {}
    for name, space in spaces.items():
        left, right = space.brands(brands.arrays[name]), space.creators(creators.arrays[name])
        if wanted(f"{name}, {CENTRED}"):
            parts[f"{name}, {CENTRED}"] = cosines(left, right)
        if wanted(f"{name}, {WHITENED}"):
            parts[f"{name}, {WHITENED}"] = cosines(left @ space.whitener, right @ space.whitener)
    left = _side_by_side(spaces, brands, "brands")
    if shared is not None and wanted(SHARED):
        right = _side_by_side(spaces, creators, "creators")
        parts[SHARED] = shared.similarity(left, right)
    if any(wanted(name) for name in HISTORY):
        parts |= _history_parts(history, left, creators)
    return parts


def _history_parts(history: History, brands: Vectors, creators: AccountViews) -> Parts:
    places = {name: place for place, name in enumerate(history.creator_ids)}
    known = np.array([places.get(name, -1) for name in creators.ids], dtype=np.int64)
    is_known = known >= 0
    shape = (len(brands), len(known))
    popularity, similar = np.full(shape, np.nan), np.full(shape, np.nan)
    if is_known.any() and len(history.brands):
        popularity[:, is_known] = np.log1p(history.counts[known[is_known]])
        near = history.nearness(brands)
        cut = np.sort(near, axis=1)[:, -min(_NEIGHBOURS, near.shape[1])][:, None]
        near = np.where(near >= cut, near, 0)
        total = near.sum(axis=1, keepdims=True)
        weights = np.divide(near, total, out=np.zeros_like(near), where=total > 0)
        similar[:, is_known] = (history.shares[:, known[is_known]].T @ weights.T).T
    return {POPULARITY: popularity, SIMILAR_BRANDS: similar}


def _side_by_side(spaces: Mapping[str, ViewSpace], accounts: AccountViews, side: str) -> Vectors:
    """(n, all d) centred views; an unknown row is 0, the mean."""
    blocks = [getattr(space, side)(accounts.arrays[name]) for name, space in spaces.items()]
    return np.nan_to_num(np.hstack(blocks))


def _scale(scores: Vectors) -> tuple[float, float]:
    known = scores[np.isfinite(scores)]
    if not len(known):
        return 0.0, 1.0
    spread = float(known.std())
    return float(known.mean()), spread if spread > 1e-9 else 1.0


def _standardised(scores: Vectors, mean: float, spread: float) -> Vectors:
    return np.nan_to_num((scores - mean) / spread)
