"""The parts that read words or characters: a linear score on TF-IDF of hashed n-grams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.models.profiling import text_views
from core.models.profiling.linear import LinearConfig, LinearHead, fit_head
from core.models.profiling.part_inputs import PartScores, PostFeatures, training_rows

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
        columns: (columns,) buckets that count, ascending.
        idf: (columns,)
    """

    view: str
    columns: NDArray[np.int32]
    idf: NDArray[np.float32]
    head: LinearHead

    def score(self, features: PostFeatures) -> PartScores:
        """Scores of posts; NaN rows for those without a known n-gram, as in another language."""
        x = _weighted(features.counts[self.view], self.columns, self.idf)
        scores = self.head.scores(x)
        scores[np.diff(x.indptr) == 0] = np.nan
        return PartScores(posts=scores)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Columns, weights and coefficients."""
        return {
            "columns": self.columns,
            "idf": self.idf,
            "coefficients": self.head.coefficients,
            "intercepts": self.head.intercepts,
        }


def fit_text(
    view: str,
    features: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    head_config: LinearConfig,
    *,
    most_posts: int,
    seed: int,
) -> TextPart | None:
    """Trained on the posts of accounts, each with its account's category; None without texts of
    two categories."""
    counts = features.counts[view]
    rows = training_rows(np.diff(counts.indptr) > 0, most_posts, seed)
    row_targets = targets[features.posts.account_rows[rows]]
    if len(np.unique(row_targets)) < 2:
        return None
    counts = counts[rows]
    document_counts = np.bincount(counts.indices, minlength=text_views.BUCKETS)
    columns = np.flatnonzero(document_counts >= min(_FEWEST_POSTS, 1 + len(rows) // 50))
    if len(columns) > _MOST_COLUMNS:
        order = np.argsort(-document_counts[columns], kind="stable")[:_MOST_COLUMNS]
        columns = np.sort(columns[order])
    idf = np.log((1 + len(rows)) / (1 + document_counts[columns])) + 1
    buckets: NDArray[np.int32] = columns.astype(np.int32)
    weights: NDArray[np.float32] = idf.astype(np.float32)
    x = _weighted(counts, buckets, weights)
    head = fit_head(x, row_targets, k, head_config, seed=seed)
    return TextPart(view, buckets, weights, head)


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
