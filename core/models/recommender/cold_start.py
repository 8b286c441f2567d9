"""Factors for users and items without interactions, from those that share their features."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.models.recommender.factors import Factors
from core.models.recommender.interactions import Interactions

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
    for start in range(0, len(cold), _ROWS_AT_ONCE):
        rows = cold[start : start + _ROWS_AT_ONCE]
        means, mean_biases, near = nearest_mean(
            features[rows], features[warm], factors[warm], biases[warm]
        )
        has_neighbours = (near >= 0).any(axis=1)
        factors[rows[has_neighbours]] = means[has_neighbours]
        biases[rows[has_neighbours]] = mean_biases[has_neighbours]
        alone[rows[has_neighbours]] = False
    return factors, biases, alone


def nearest_mean(
    features: Any, known_features: Any, known_factors: np.ndarray, known_biases: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean factors of the 20 nearest by features, each weighed by cosine.

    Args:
        features: (n, f) CSR of unit rows to place.
        known_features: (k, f) CSR of unit rows, and known_factors (k, d), known_biases (k,).
    Returns:
        (n, d) factors and (n,) biases, zero where no known row shares a feature, and (n, 20)
        rows of the known ones that were used, nearest first, -1 where there are fewer.
    """
    n, count = features.shape[0], min(_NEIGHBOURS, known_features.shape[0])
    factors = np.zeros((n, known_factors.shape[1]), dtype=known_factors.dtype)
    biases = np.zeros(n, dtype=known_biases.dtype)
    if not count or not n:
        return factors, biases, np.full((n, count), -1)
    closeness = np.asarray((features @ known_features.T).todense(), dtype=np.float32)
    near = np.argpartition(-closeness, count - 1, axis=1)[:, :count]
    weights = np.maximum(np.take_along_axis(closeness, near, axis=1), 0.0)
    order = np.argsort(-weights, axis=1, kind="stable")
    near, weights = np.take_along_axis(near, order, 1), np.take_along_axis(weights, order, 1)
    has_neighbours = weights.any(axis=1)
    shares = weights[has_neighbours] / weights[has_neighbours].sum(axis=1, keepdims=True)
    factors[has_neighbours] = np.einsum("nk,nkd->nd", shares, known_factors[near[has_neighbours]])
    biases[has_neighbours] = (shares * known_biases[near[has_neighbours]]).sum(axis=1)
    return factors, biases, np.where(weights > 0, near, -1)
