"""The parts that read words or characters: a linear score on TF-IDF of hashed n-grams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.models.profiling import text_views
from core.models.profiling.linear import LinearConfig, LinearHead, fit_head
from core.models.profiling.part_inputs import PartScores, PostFeatures, view_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# An n-gram of fewer posts is not read.
_FEWEST_POSTS = 3
_MOST_COLUMNS = 300_000


@dataclass(frozen=True)
class TextPart:
    """A linear score on TF-IDF of hashed n-grams.

    Attributes:
        view: 'words' or 'characters'.
        by_account: reads all texts of an account as one.
        columns: (columns,) buckets that count, ascending.
        idf: (columns,)
    """

    view: str
    by_account: bool
    columns: NDArray[np.int32]
    idf: NDArray[np.float32]
    head: LinearHead

    def score(self, features: PostFeatures) -> PartScores:
        """Scores of posts, or of accounts."""
        counts = _counts(features, self.view, self.by_account)
        scores = self.head.scores(_weighted(counts, self.columns, self.idf))
        scores[np.diff(counts.indptr) == 0] = np.nan
        return PartScores(accounts=scores) if self.by_account else PartScores(posts=scores)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Columns, weights and coefficients."""
        return {
            "columns": self.columns,
            "idf": self.idf,
            "coefficients": self.head.coefficients,
            "intercepts": self.head.intercepts,
        }


def fit_text(
    name: str,
    features: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    head_config: LinearConfig,
    *,
    seed: int,
) -> TextPart | None:
    """Trained on the posts of accounts, or on each account's texts as one; None without texts of
    two categories."""
    view, by_account = str(view_of(name)), name.endswith("_by_account")
    counts = _counts(features, view, by_account)
    row_targets = targets if by_account else targets[features.posts.account_rows]
    readable = np.diff(counts.indptr) > 0
    if len(np.unique(row_targets[readable])) < 2:
        return None
    document_counts = np.bincount(counts.indices, minlength=text_views.BUCKETS)
    columns = np.flatnonzero(document_counts >= min(_FEWEST_POSTS, 1 + int(readable.sum()) // 50))
    if len(columns) > _MOST_COLUMNS:
        order = np.argsort(-document_counts[columns], kind="stable")[:_MOST_COLUMNS]
        columns = np.sort(columns[order])
    idf = np.log((1 + readable.sum()) / (1 + document_counts[columns])) + 1
    buckets: NDArray[np.int32] = columns.astype(np.int32)
    weights: NDArray[np.float32] = idf.astype(np.float32)
    x = _weighted(counts, buckets, weights)
    head = fit_head(x[readable], row_targets[readable], k, head_config, seed=seed)
    return TextPart(view, by_account, buckets, weights, head)


def _counts(features: PostFeatures, view: str, by_account: bool) -> csr_matrix:
    counts = features.counts[view]
    if not by_account:
        return counts
    from scipy.sparse import csr_matrix

    posts = features.posts
    sums = csr_matrix(
        (np.ones(len(posts), dtype=np.float32), np.arange(len(posts)), posts.starts),
        shape=(posts.accounts_count, len(posts)),
    )
    return (sums @ counts).tocsr()


def _weighted(
    counts: csr_matrix, columns: NDArray[np.int32], idf: NDArray[np.float32]
) -> csr_matrix:
    """(n, columns) unit rows of (1 + log count) * idf; a row of zeros without known n-grams."""
    from scipy.sparse import csr_matrix

    places = np.full(text_views.BUCKETS, -1, dtype=np.int32)
    places[columns] = np.arange(len(columns), dtype=np.int32)
    new_columns = places[counts.indices]
    kept = new_columns >= 0
    bounds = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(kept)])[counts.indptr]
    new_columns = new_columns[kept]
    data = (1 + np.log(counts.data[kept])) * idf[new_columns]
    lengths = np.diff(bounds)
    squares = np.add.reduceat(np.append(data * data, 0), np.minimum(bounds[:-1], len(data)))
    norms = np.sqrt(np.where(lengths > 0, squares, 1)).astype(np.float32)
    data = (data / np.repeat(norms, lengths)).astype(np.float32)
    return csr_matrix((data, new_columns, bounds), shape=(counts.shape[0], len(columns)))
