"""The parts of the profiler: each reads one side of the posts and scores every category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.linear import LinearConfig, LinearHead, fit_head
from core.models.profiling.part_inputs import (
    SIDES,
    TEXT,
    Part,
    PartScores,
    PostFeatures,
    training_rows,
)
from core.models.profiling.posts import Posts, known_means
from core.models.profiling.text_part import TextPart, fit_text


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


MOST_POSTS = 60_000
# Chosen on inner folds of public posts (docs/benchmarks/profiling.md).
_HEADS = {
    "words": LinearConfig("descent", 2e-5, 6),
    "characters": LinearConfig("descent", 2e-5, 6),
    "vectors": LinearConfig("logistic", 1.0, 100),
    "pictures": LinearConfig("logistic", 1.0, 100),
    "numbers": LinearConfig("logistic", 1.0, 100),
}


def fit_part(
    name: str,
    features: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    *,
    most_posts: int = MOST_POSTS,
    seed: int,
) -> Part | None:
    """A part trained on accounts.

    Args:
        name: one of `SIDES`.
        targets: (accounts,) place of the category.
        most_posts: that a part which reads posts is trained on; see `training_rows`.
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
        rows = training_rows(np.asarray(vectors.any(axis=1)), most_posts, seed)
        post_targets = targets[posts.account_rows[rows]]
        if len(np.unique(post_targets)) < 2:
            return None
        head = fit_head(vectors[rows], post_targets, k, _HEADS[name], seed=seed)
        return VectorPart(SIDES[name], head)
    return fit_text(
        name,
        features,
        targets,
        k,
        _HEADS[name],
        most_posts=most_posts,
        seed=seed,
    )


def fit_parts(
    names: Sequence[str],
    features: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    *,
    most_posts: int = MOST_POSTS,
    seed: int,
) -> dict[str, Part]:
    """The parts that the posts have something for, by name; arguments as of `fit_part`."""
    fitted = {
        name: fit_part(name, features, targets, k, most_posts=most_posts, seed=seed)
        for name in names
    }
    return {name: part for name, part in fitted.items() if part is not None}


def named(arrays: Mapping[str, NDArray[Any]], start: str) -> dict[str, NDArray[Any]]:
    """The arrays whose name starts so, by the rest of their name."""
    chosen = [name for name in arrays if name.startswith(start)]
    return {name.removeprefix(start): arrays[name] for name in chosen}


def part_of_arrays(name: str, arrays: Mapping[str, NDArray[Any]]) -> Part:
    """The part that wrote these arrays."""
    head = LinearHead(arrays["coefficients"], arrays["intercepts"])
    if name == "numbers":
        return NumberPart(arrays["means"], arrays["spreads"], head)
    if name in ("vectors", "pictures"):
        return VectorPart(SIDES[name], head)
    return TextPart(name, arrays["columns"], arrays["idf"], head)


def _vectors(posts: Posts, side: str) -> NDArray[np.float32] | None:
    return posts.text_vectors if side == TEXT else posts.picture_vectors


def _account_numbers(posts: Posts) -> NDArray[np.float32]:
    """(accounts, numbers) mean of what is known; NaN where nothing is."""
    return known_means(posts.numbers, ~np.isnan(posts.numbers), posts)


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
