"""How much each post of an account counts, and what its posts say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.softmax import account_softmax, softmax

_MIN_SPREAD = 1e-6
# Scores are measured in standard deviations: a post's best category gets most of its share. Chosen
# on demo accounts with half of their posts exchanged (docs/benchmarks/profiling.md).
_TEMPERATURE = 0.3
CLARITY, AGREEMENT = "clarity", "agreement"


@dataclass(frozen=True)
class PoolingRule:
    """Attributes:
    kind: CLARITY, how clearly a post speaks for any one category, or AGREEMENT, how far it speaks
        for the categories that the other posts of the account speak for.
    sharpness: 0 counts all readable posts alike; the larger, the more the best post counts.
    """

    kind: str
    sharpness: float


# Candidates; the one is taken that explains held-out accounts best.
RULES = (
    *(PoolingRule(CLARITY, sharpness) for sharpness in (0.25, 0.5, 1.0, 2.0)),
    *(PoolingRule(AGREEMENT, sharpness) for sharpness in (2.5, 5.0, 10.0)),
)


@dataclass(frozen=True)
class Pooling:
    """Posts weighted by a rule.

    Attributes:
        centres: (parts, k) mean score of each part over posts.
        spreads: (parts,) standard deviation of its scores around the post's mean.
        rule: what makes a post count.
    """

    centres: NDArray[np.float64]
    spreads: NDArray[np.float64]
    rule: PoolingRule

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
        mean = total / np.maximum(counts, 1)[:, None]
        is_read = counts > 0
        value = (
            mean.max(axis=1)
            if self.rule.kind == CLARITY
            else agreement(mean, account_rows, is_read)
        )
        return account_softmax(value * self.rule.sharpness, account_rows, is_read)


def agreement(
    scores: NDArray[np.floating], account_rows: NDArray[np.int64], is_read: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """(n_posts,) 0-1: how far a post speaks for the categories that the other readable posts of
    its account speak for; 0 for an only post and for unreadable ones.

    Args:
        scores: (n_posts, k) in standard deviations.
        account_rows: (n_posts,) ascending.
    """
    result = np.zeros(len(scores))
    rows = account_rows[is_read]
    if len(rows) == 0:
        return result
    shares = softmax(scores[is_read] / _TEMPERATURE)
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    counts = np.diff(np.append(starts, len(rows)))
    sums = np.repeat(np.add.reduceat(shares, starts, axis=0), counts, axis=0)
    others = (sums - shares) / np.maximum(np.repeat(counts, counts) - 1, 1)[:, None]
    result[is_read] = (shares * others).sum(axis=1)
    return result


def fit_pooling(scores: Sequence[NDArray[np.floating]], rule: PoolingRule) -> Pooling:
    """The scale on which scores of parts are compared."""
    centres, spreads = [], []
    for part in scores:
        x = part[~np.isnan(part).any(axis=1)].astype(np.float64)
        x = x - x.mean(axis=1, keepdims=True)
        centres.append(x.mean(axis=0) if len(x) else np.zeros(part.shape[1]))
        spreads.append(max(float((x - centres[-1]).std()), _MIN_SPREAD) if len(x) else 1.0)
    return Pooling(np.array(centres), np.array(spreads), rule)


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
