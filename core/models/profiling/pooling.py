"""How much each post of an account counts, and what its posts say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.softmax import account_softmax

_MIN_SPREAD = 1e-6


@dataclass(frozen=True)
class Pooling:
    """Posts weighted by how clearly they speak for one category.

    Attributes:
        centres: (parts, k) mean score of each part over posts.
        spreads: (parts,) standard deviation of its scores around the post's mean.
        sharpness: 0 counts all readable posts alike; the larger, the more the clearest post
            counts.
    """

    centres: NDArray[np.float64]
    spreads: NDArray[np.float64]
    sharpness: float

    def weights(
        self, scores: Sequence[NDArray[np.floating]], account_rows: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """(n_posts,) that add up to 1 over the posts of an account which a part can read; 0 for
        the others. They do not depend on the order of posts.

        Args:
            scores: of each part (n_posts, k); NaN rows for posts it cannot read.
        """
        total, counts = np.zeros(scores[0].shape), np.zeros(len(account_rows))
        for part, centre, spread in zip(scores, self.centres, self.spreads, strict=True):
            known = ~np.isnan(part).any(axis=1)
            x = part[known].astype(np.float64)
            total[known] += (x - x.mean(axis=1, keepdims=True) - centre) / spread
            counts[known] += 1
        clarity = (total / np.maximum(counts, 1)[:, None]).max(axis=1)
        return account_softmax(clarity * self.sharpness, account_rows, counts > 0)


def fit_pooling(scores: Sequence[NDArray[np.floating]], sharpness: float) -> Pooling:
    """The scale on which scores of parts are compared."""
    centres, spreads = [], []
    for part in scores:
        x = part[~np.isnan(part).any(axis=1)].astype(np.float64)
        x = x - x.mean(axis=1, keepdims=True)
        centres.append(x.mean(axis=0) if len(x) else np.zeros(part.shape[1]))
        spreads.append(max(float((x - centres[-1]).std()), _MIN_SPREAD) if len(x) else 1.0)
    return Pooling(np.array(centres), np.array(spreads), sharpness)


def pooled(
    scores: NDArray[np.floating],
    weights: NDArray[np.float32],
    account_rows: NDArray[np.int64],
    accounts_count: int,
) -> NDArray[np.float64]:
    """(accounts, k) weighted mean of the scores of an account's posts, of those that the part can
    read; a NaN row where there is none."""
    known = ~np.isnan(scores).any(axis=1) & (weights > 0)
    rows = account_rows[known]
    sums = np.zeros((accounts_count, scores.shape[1]))
    np.add.at(sums, rows, scores[known] * weights[known, None].astype(np.float64))
    totals = np.bincount(rows, weights=weights[known], minlength=accounts_count)
    result = np.full(sums.shape, np.nan)
    np.divide(sums, totals[:, None], out=result, where=totals[:, None] > 0)
    return result
