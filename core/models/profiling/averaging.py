"""Averaging baselines: the mean of an account's posts, then a classifier of scikit-learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.posts import Posts, known_means

# Logistic regression, random forest, Gaussian naive Bayes.
KINDS = ("logistic", "forest", "bayes")
TREES = 200
LOGISTIC_C = 0.01  # on scaled columns
LOGISTIC_ROUNDS = 200


@dataclass(frozen=True)
class Scaler:
    """Columns less their mean, divided by their standard deviation, as on training accounts.

    Attributes:
        means, spreads: (columns,); a constant column has spread 1.
    """

    means: NDArray[np.float64]
    spreads: NDArray[np.float64]

    def scaled(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, columns); 0 for NaN, which is the mean of the training accounts."""
        scaled = (features - self.means) / self.spreads
        return np.where(np.isnan(scaled), 0.0, scaled)


@dataclass(frozen=True)
class AveragingModel:
    """Attributes:
    kind: one of `KINDS`.
    probability: scaled features in, (n, k) probabilities out.
    """

    kind: str
    scaler: Scaler
    probability: Callable[[NDArray[np.float64]], NDArray[np.float64]]

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, k) probabilities; a NaN row for an account without any feature.

        Args:
            features: of `average_features`.
        """
        probabilities = self.probability(self.scaler.scaled(features))
        probabilities[np.isnan(features).all(axis=1)] = np.nan
        return probabilities


def average_features(posts: Posts) -> NDArray[np.float32]:
    """(n_accounts, columns) mean of the text vectors, of the picture vectors and of the numbers of
    an account, each over the posts that have them; NaN where none has.

    Both engines, this one and Spark's, read these rows.
    """
    sides = [posts.text_vectors, posts.picture_vectors]
    means = [
        known_means(vectors, np.asarray(vectors.any(axis=1, keepdims=True)), posts)
        for vectors in sides
        if vectors is not None
    ]
    means.append(known_means(posts.numbers, ~np.isnan(posts.numbers), posts))
    return np.hstack(means)


def fit_scaler(features: NDArray[np.float32]) -> Scaler:
    """The scale of training accounts; NaN is not counted."""
    known = ~np.isnan(features)
    counts = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, features, 0).sum(axis=0, dtype=np.float64) / counts
    squares = np.where(known, features - means, 0) ** 2
    spreads = np.sqrt(squares.sum(axis=0) / counts)
    return Scaler(means, np.where(spreads > 1e-9, spreads, 1.0))


def fit_averaging(
    features: NDArray[np.float32],
    targets: NDArray[np.int64],
    k: int,
    kind: str,
    *,
    seed: int,
    threads: int = 1,
) -> AveragingModel:
    """A classifier of mean posts; scaler and classifier see training accounts alone.

    Args:
        features: of `average_features`, training accounts.
        targets: (n,) place of the category, 0 to k - 1.
        kind: one of `KINDS`.
    Raises:
        ModelError: an unknown kind, or fewer than two categories.
    """
    check_averaging(kind, targets)
    scaler = fit_scaler(features)
    model = _classifier(kind, seed, threads)
    model.fit(scaler.scaled(features), targets)

    def probability(x: NDArray[np.float64]) -> NDArray[np.float64]:
        result = np.zeros((len(x), k))
        if len(x):
            result[:, model.classes_] = model.predict_proba(x)
        return result

    return AveragingModel(kind, scaler, probability)


def check_averaging(kind: str, targets: NDArray[np.int64]) -> None:
    """Raises:
    ModelError: an unknown kind, or fewer than two categories.
    """
    if kind not in KINDS:
        raise ModelError(f"Averaging knows {', '.join(KINDS)}, found '{kind}'.")
    if len(np.unique(targets)) < 2:
        raise ModelError("Averaging needs accounts of two categories, found fewer.")


def _classifier(kind: str, seed: int, threads: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB

    if kind == "logistic":
        return LogisticRegression(C=LOGISTIC_C, max_iter=LOGISTIC_ROUNDS, tol=1e-3)
    if kind == "forest":
        return RandomForestClassifier(
            n_estimators=TREES, min_samples_leaf=2, n_jobs=threads, random_state=seed
        )
    return GaussianNB(var_smoothing=1e-3)
