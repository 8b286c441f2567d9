"""Factors for users and items without interactions, from those that share their features."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.models.recommender.factors import Factors
from core.models.recommender.interactions import Interactions
from core.models.recommender.nearest import NearestRows

_NEIGHBOURS = 20
_ROWS_AT_ONCE = 1024


def with_cold_start(
    factors: Factors,
    interactions: Interactions,
    *,
    user_features: Any = None,
    item_features: Any = None,
) -> Factors:
    """The same factors with rows that learned nothing replaced.

    A user without interactions gets the mean factor of the 20 users nearest by features, each
    weighed by cosine; without features no factor, which leaves the items' biases: what is
    chosen most. An item without interactions is replaced likewise; without features its score
    is the lowest bias of all, since nothing is known in its favour.

    Args:
        user_features, item_features: (rows, features) CSR of unit rows, or None.
    """
    users_count, items_count = interactions.shape
    user_known = np.bincount(interactions.users, minlength=users_count) > 0
    item_known = np.bincount(interactions.items, minlength=items_count) > 0
    user_factors, user_biases, _ = _replaced(
        factors.user_factors, factors.user_biases, user_known, user_features
    )
    item_factors, item_biases, alone = _replaced(
        factors.item_factors, factors.item_biases, item_known, item_features
    )
    if alone.any() and item_known.any():
        item_biases[alone] = factors.item_biases[item_known].min()
    return replace(
        factors,
        user_factors=user_factors,
        user_biases=user_biases,
        item_factors=item_factors,
        item_biases=item_biases,
    )


def _replaced(
    factors: np.ndarray, biases: np.ndarray, known: np.ndarray, features: Any
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """New factors and biases, and which rows found no neighbour."""
    factors, biases = factors.copy(), biases.copy()
    cold = np.flatnonzero(~known)
    factors[cold] = 0.0
    biases[cold] = 0.0
    alone = ~known
    if features is None or not features.shape[1] or not known.any():
        return factors, biases, alone
    warm = np.flatnonzero(known)
    placed = PlacedByFeatures(features[warm], factors[warm], biases[warm])
    for start in range(0, len(cold), _ROWS_AT_ONCE):
        rows = cold[start : start + _ROWS_AT_ONCE]
        means, mean_biases, near = placed.means(features[rows])
        has_neighbours = (near >= 0).any(axis=1)
        factors[rows[has_neighbours]] = means[has_neighbours]
        biases[rows[has_neighbours]] = mean_biases[has_neighbours]
        alone[rows[has_neighbours]] = False
    return factors, biases, alone


class PlacedByFeatures:
    """Factors of rows without interactions: the means of the 20 known rows nearest by features."""

    def __init__(self, features: Any, factors: np.ndarray, biases: np.ndarray) -> None:
        """Args: of the known rows (k, f) CSR of unit rows, (k, d) and (k,)."""
        self._nearest = NearestRows(features)
        self._factors, self._biases = factors, biases

    def means(self, features: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean factors, each known row weighed by its cosine.

        Args:
            features: (n, f) CSR of unit rows to place.
        Returns:
            (n, d) factors and (n,) biases, zero where no known row shares a feature, and (n, 20)
            rows of the known ones that were used, nearest first, -1 where there are fewer.
        """
        near, weights = self._nearest.nearest(features, _NEIGHBOURS)
        factors = np.zeros((len(near), self._factors.shape[1]), dtype=self._factors.dtype)
        biases = np.zeros(len(near), dtype=self._biases.dtype)
        has_neighbours = weights.any(axis=1)
        chosen, weights = near[has_neighbours], weights[has_neighbours]
        # A row of weight 0 stands for none; which one it is makes no difference.
        shares = weights / weights.sum(axis=1, keepdims=True)
        factors[has_neighbours] = np.einsum("nk,nkd->nd", shares, self._factors[chosen])
        biases[has_neighbours] = (shares * self._biases[chosen]).sum(axis=1)
        return factors, biases, near
