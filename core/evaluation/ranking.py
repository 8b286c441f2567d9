"""How well ranked lists hit what users did next, as LightFM's own evaluation defines it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

_ROWS_AT_ONCE = 1024

Scores = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class RankingQuality:
    """Per user of `users`, who all have at least one item in the test part.

    Attributes:
        users: (n,) rows.
        precision, recall, ndcg: (n,) at k, 0-1.
        reciprocal_rank: (n,) of the first hit among all candidates.
        auc: (n,) chance that an item of the test part stands above another candidate.
        k: length of the lists.
    """

    users: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    ndcg: np.ndarray
    reciprocal_rank: np.ndarray
    auc: np.ndarray
    k: int

    def means(self) -> dict[str, float]:
        """Mean of each over the users; NaN without users."""
        named = {
            f"precision_at_{self.k}": self.precision,
            f"recall_at_{self.k}": self.recall,
            f"ndcg_at_{self.k}": self.ndcg,
            "mrr": self.reciprocal_rank,
            "auc": self.auc,
        }
        return {
            name: float(values.mean()) if len(values) else float("nan")
            for name, values in named.items()
        }


def ranking_quality(
    scores: Scores, test: Any, train: Any, *, k: int = 10, users: np.ndarray | None = None
) -> RankingQuality:
    """Quality of the ranking of all items that a user has not in the training part.

    Args:
        scores: rows of users -> (users, items), higher is better; any float.
        test, train: (users, items) CSR; what is stored counts, whatever its weight. A pair of
            both is left out of the test part.
        users: rows to look at; those without test items are left out.
    Source: LightFM's precision_at_k, recall_at_k and auc_score with train interactions; NDCG
        with binary gains.
    """
    from scipy.sparse import csr_array

    test, train = csr_array(test), csr_array(train)
    tested_users = np.flatnonzero(np.diff(test.indptr) > 0)
    if users is not None:
        tested_users = np.intersect1d(tested_users, users)
    rows: list[tuple[int, float, float, float, float, float]] = []
    for start in range(0, len(tested_users), _ROWS_AT_ONCE):
        block = tested_users[start : start + _ROWS_AT_ONCE]
        table = np.asarray(scores(block))
        for place, user in enumerate(block.tolist()):
            known = train.indices[train.indptr[user] : train.indptr[user + 1]]
            hits = np.setdiff1d(test.indices[test.indptr[user] : test.indptr[user + 1]], known)
            if len(hits):
                rows.append((user, *_one(table[place], hits, known, k)))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 6).T
    precision, recall, ndcg, reciprocal, auc = columns[1:]
    return RankingQuality(columns[0].astype(np.int64), precision, recall, ndcg, reciprocal, auc, k)


def first_places(scores: Scores, users: np.ndarray, train: Any, k: int) -> np.ndarray:
    """(users, k) rows of the best candidates, best first; -1 where there are fewer."""
    rows = np.full((len(users), k), -1, dtype=np.int64)
    for start in range(0, len(users), 256):
        block = users[start : start + 256]
        table = np.array(scores(block), dtype=np.float64)
        part = train[block]
        table[np.repeat(np.arange(len(block)), np.diff(part.indptr)), part.indices] = -np.inf
        order = np.argsort(-table, axis=1, kind="stable")[:, :k]
        shown = np.where(np.isneginf(np.take_along_axis(table, order, axis=1)), -1, order)
        rows[start : start + len(block), : shown.shape[1]] = shown
    return rows


def hit_ranks(candidates: np.ndarray, hits: np.ndarray) -> np.ndarray:
    """0-based ranks of hits among the scores of all candidates, hits included; ascending.

    Among equal scores the middle, or a model that says nothing would look good.
    """
    others = np.sort(candidates)
    above = len(others) - np.searchsorted(others, hits, side="right")
    below = np.searchsorted(others, hits, side="left")
    return np.asarray(np.sort((above + len(others) - below - 1) / 2))


def _one(
    scores: np.ndarray, hits: np.ndarray, known: np.ndarray, k: int
) -> tuple[float, float, float, float, float]:
    candidates = np.ones(len(scores), dtype=bool)
    candidates[known] = False
    ranks = hit_ranks(scores[candidates], scores[hits])
    at_top = ranks[ranks < k]
    gains = float((1 / np.log2(at_top + 2)).sum())
    ideal = float((1 / np.log2(np.arange(min(k, len(hits))) + 2)).sum())
    negatives = int(candidates.sum()) - len(hits)
    before = ranks - np.arange(len(ranks))  # negatives above each hit
    auc = 1 - float(before.mean()) / negatives if negatives else 0.5
    return len(at_top) / k, len(at_top) / len(hits), gains / ideal, float(1 / (ranks[0] + 1)), auc
