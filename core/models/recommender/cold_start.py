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
    """The same factors with rows that learnt nothing replaced.

    A user without interactions gets the mean factor of the 20 users nearest by features, each
    weighed by cosine; without features no factor, which leaves the items' biases: what is
    chosen most. An item without interactions is replaced likewise; without features its score
    is the lowest bias of all, since nothing speaks for it.

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
    reference = features[warm]
    k = min(_NEIGHBOURS, len(warm))
    for start in range(0, len(cold), _ROWS_AT_ONCE):
        rows = cold[start : start + _ROWS_AT_ONCE]
        closeness = np.asarray((features[rows] @ reference.T).todense(), dtype=np.float32)
        near = np.argpartition(-closeness, k - 1, axis=1)[:, :k]
        weights = np.maximum(np.take_along_axis(closeness, near, axis=1), 0.0)
        found = weights.any(axis=1)
        shares = weights[found] / weights[found].sum(axis=1, keepdims=True)
        factors[rows[found]] = np.einsum("nk,nkd->nd", shares, factors[warm][near[found]])
        biases[rows[found]] = (shares * biases[warm][near[found]]).sum(axis=1)
        alone[rows[found]] = False
    return factors, biases, alone
