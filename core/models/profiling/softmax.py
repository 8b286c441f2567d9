"""Scores as shares that add up to 1: over the categories of a row, over the posts of an account."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# A post far below the best one of its account counts a little, never nothing.
_FARTHEST = -20.0


def softmax(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n, k) rows that add up to 1; NaN rows stay NaN."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True), dtype=np.float64)
    return powers / powers.sum(axis=1, keepdims=True)


def account_softmax(
    scores: NDArray[np.floating], account_rows: NDArray[np.int64], is_read: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """(n_posts,) weights that add up to 1 over the readable posts of each account, else 0.

    Args:
        account_rows: (n_posts,) ascending.
    """
    weights: NDArray[np.float32] = np.zeros(len(scores), dtype=np.float32)
    rows = account_rows[is_read]
    if len(rows):
        values = scores[is_read].astype(np.float64)
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        lengths = np.diff(np.append(starts, len(rows)))
        below = values - np.repeat(np.maximum.reduceat(values, starts), lengths)
        powers = np.exp(np.maximum(below, _FARTHEST))
        weights[is_read] = powers / np.repeat(np.add.reduceat(powers, starts), lengths)
    return weights
