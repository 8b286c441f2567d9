"""The parts of the profiler: each reads one side of the posts and scores every category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.models.profiling import text_views
from core.models.profiling.linear import LinearConfig, LinearHead, fit_head
from core.models.profiling.posts import Posts, account_means
from core.models.profiling.text_views import hashed_counts, rendered, weighted_counts

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TEXT, PICTURE, NUMBER = "text", "picture", "number"
_VIEWS = {"words": text_views.WORDS, "characters": text_views.CHARACTERS}


@dataclass(frozen=True)
class PostFeatures:
    """Posts and the counts of their n-grams, made once for all folds.

    Attributes:
        counts: view -> (n_posts, BUCKETS).
    """

    posts: Posts
    counts: Mapping[str, csr_matrix]

    def of_accounts(self, accounts: NDArray[np.int64]) -> PostFeatures:
        """Those of some accounts, as in `Posts.of_accounts`."""
        starts = self.posts.starts
        rows = [np.arange(starts[account], starts[account + 1]) for account in accounts]
        chosen = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
        counts = {name: counts[chosen] for name, counts in self.counts.items()}
        return PostFeatures(self.posts.of_accounts(accounts), counts)


def post_features(posts: Posts, parts: tuple[str, ...]) -> PostFeatures:
    """What the named parts read of posts."""
    views = [view for view in _VIEWS if any(_view_of(part) == view for part in parts)]
    texts = [rendered(text) for text in posts.texts] if views else []
    return PostFeatures(posts, {view: hashed_counts(texts, _VIEWS[view]) for view in views})


@dataclass(frozen=True)
class PartScores:
    """Attributes:
    posts: (n_posts, k), NaN rows for posts that the part cannot read; None for a part that
        reads an account as a whole.
    accounts: (n_accounts, k) of such a part, NaN rows where it reads nothing; else None.
    """

    posts: NDArray[np.float32] | None = None
    accounts: NDArray[np.float32] | None = None


class Part(Protocol):
    """A fitted part."""

    def score(self, features: PostFeatures) -> PartScores:
        """What it says of posts or accounts."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All there is to save."""


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
        scores = self.head.scores(weighted_counts(counts, self.columns, self.idf))
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


@dataclass(frozen=True)
class VectorPart:
    """A linear score on vectors of texts or of pictures.

    Attributes:
        side: TEXT or PICTURE.
    """

    side: str
    head: LinearHead

    def score(self, features: PostFeatures) -> PartScores:
        """Scores of posts."""
        vectors = _vectors(features.posts, self.side)
        k = len(self.head.intercepts)
        if vectors is None:
            return PartScores(posts=np.full((len(features.posts), k), np.nan, dtype=np.float32))
        scores = self.head.scores(vectors)
        scores[~vectors.any(axis=1)] = np.nan
        return PartScores(posts=scores)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Coefficients."""
        return {
            "coefficients": self.head.coefficients,
            "intercepts": self.head.intercepts,
        }


@dataclass(frozen=True)
class NumberPart:
    """A linear score on the mean numbers of an account, their squares and which are known.

    Attributes:
        means, spreads: (numbers,) of the training accounts.
    """

    means: NDArray[np.float32]
    spreads: NDArray[np.float32]
    head: LinearHead

    def score(self, features: PostFeatures) -> PartScores:
        """Scores of accounts; NaN rows for those without posts."""
        numbers = _account_numbers(features.posts)
        scores = self.head.scores(_number_columns(numbers, self.means, self.spreads))
        scores[np.isnan(numbers).all(axis=1)] = np.nan
        return PartScores(accounts=scores)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Means, spreads and coefficients."""
        return {
            "means": self.means,
            "spreads": self.spreads,
            "coefficients": self.head.coefficients,
            "intercepts": self.head.intercepts,
        }


# Chosen on inner folds of public posts (docs/benchmarks/profiling.md).
_HEADS = {
    "words": LinearConfig("descent", 2e-5, 6),
    "words_by_account": LinearConfig("descent", 2e-5, 6),
    "characters": LinearConfig("descent", 2e-5, 6),
    "characters_by_account": LinearConfig("descent", 2e-5, 6),
    "vectors": LinearConfig("logistic", 1.0, 100),
    "pictures": LinearConfig("logistic", 1.0, 100),
    "numbers": LinearConfig("logistic", 1.0, 100),
}
SIDES = {
    "words": TEXT,
    "words_by_account": TEXT,
    "characters": TEXT,
    "characters_by_account": TEXT,
    "vectors": TEXT,
    "pictures": PICTURE,
    "numbers": NUMBER,
}
# An n-gram of fewer posts is not read.
_FEWEST_POSTS = 3
_MOST_COLUMNS = 300_000


def fit_part(
    name: str, features: PostFeatures, targets: NDArray[np.int64], k: int, *, seed: int
) -> Part | None:
    """A part trained on accounts.

    Args:
        name: one of `SIDES`.
        targets: (accounts,) place of the category.
    Returns:
        None when the posts have nothing for it, or only for one category.
    """
    posts = features.posts
    if name == "numbers":
        numbers = _account_numbers(posts)
        known = ~np.isnan(numbers).all(axis=1)
        if len(np.unique(targets[known])) < 2:
            return None
        means, spreads = _spread(numbers[known])
        x = _number_columns(numbers[known], means, spreads)
        head = fit_head(x, targets[known], k, _HEADS[name], seed=seed)
        return NumberPart(means, spreads, head)
    if name in ("vectors", "pictures"):
        vectors = _vectors(posts, SIDES[name])
        if vectors is None:
            return None
        known = vectors.any(axis=1)
        post_targets = targets[posts.account_rows[known]]
        if len(np.unique(post_targets)) < 2:
            return None
        return VectorPart(
            SIDES[name], fit_head(vectors[known], post_targets, k, _HEADS[name], seed=seed)
        )
    return _fit_text(name, features, targets, k, seed)


def part_of_arrays(name: str, arrays: Mapping[str, NDArray[Any]]) -> Part:
    """The part that wrote these arrays."""
    head = LinearHead(arrays["coefficients"], arrays["intercepts"])
    if name == "numbers":
        return NumberPart(arrays["means"], arrays["spreads"], head)
    if name in ("vectors", "pictures"):
        return VectorPart(SIDES[name], head)
    by_account = name.endswith("_by_account")
    return TextPart(str(_view_of(name)), by_account, arrays["columns"], arrays["idf"], head)


def _fit_text(
    name: str, features: PostFeatures, targets: NDArray[np.int64], k: int, seed: int
) -> TextPart | None:
    view, by_account = str(_view_of(name)), name.endswith("_by_account")
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
    x = weighted_counts(counts, buckets, weights)
    head = fit_head(x[readable], row_targets[readable], k, _HEADS[name], seed=seed)
    return TextPart(view, by_account, buckets, weights, head)


def _view_of(part: str) -> str | None:
    view = part.removesuffix("_by_account")
    return view if view in _VIEWS else None


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


def _vectors(posts: Posts, side: str) -> NDArray[np.float32] | None:
    return posts.text_vectors if side == TEXT else posts.picture_vectors


def _account_numbers(posts: Posts) -> NDArray[np.float32]:
    """(accounts, numbers) mean of what is known; NaN where nothing is."""
    known = ~np.isnan(posts.numbers)
    rows, count = posts.account_rows, posts.accounts_count
    sums = account_means(np.where(known, posts.numbers, 0).astype(np.float32), rows, count)
    shares = account_means(known.astype(np.float32), rows, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(shares > 0, sums / shares, np.nan).astype(np.float32)


def _spread(
    numbers: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    known = ~np.isnan(numbers)
    counts = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, numbers, 0).sum(axis=0) / counts
    away = np.where(known, numbers - means, 0)
    spreads = np.sqrt((away**2).sum(axis=0) / counts)
    return means.astype(np.float32), np.where(spreads > 1e-6, spreads, 1).astype(np.float32)


def _number_columns(
    numbers: NDArray[np.float32], means: NDArray[np.float32], spreads: NDArray[np.float32]
) -> NDArray[np.float32]:
    known = ~np.isnan(numbers)
    # Far outliers would rule a linear score.
    x = np.clip(np.where(known, (numbers - means) / spreads, 0), -4, 4)
    return np.hstack([x, x * x, known]).astype(np.float32)
