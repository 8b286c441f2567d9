"""Linear classifiers whose coefficients are plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LinearConfig:
    """Attributes:
    kind: 'descent' (logistic loss per category by averaged stochastic gradient descent, for
        n-grams: as good as a support vector machine, and quicker) or 'logistic' (for vectors).
    strength: alpha of 'descent', C of 'logistic'.
    rounds: passes over the data or iterations.
    """

    kind: str
    strength: float
    rounds: int


@dataclass(frozen=True)
class LinearHead:
    """Attributes:
    coefficients: (features, k) float32; a column of zeros for a category without examples.
    intercepts: (k,) float32; the lowest of the others for a category without examples.
    """

    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def scores(self, x: Any) -> NDArray[np.float32]:
        """(n, k) of a sparse or dense (n, features)."""
        return np.asarray(x @ self.coefficients + self.intercepts, dtype=np.float32)


def fit_head(
    x: Any,
    targets: NDArray[np.int64],
    k: int,
    config: LinearConfig,
    *,
    seed: int,
) -> LinearHead:
    """One linear score per category, each category counted alike.

    Args:
        x: (n, features) sparse or dense.
        targets: (n,) places of categories, at least two different ones.
    """
    from sklearn.linear_model import LogisticRegression, SGDClassifier

    if config.kind == "descent":
        model = SGDClassifier(loss="log_loss", alpha=config.strength, class_weight="balanced",
                              average=True, max_iter=config.rounds, tol=None,
                              random_state=seed)  # fmt: skip
    else:
        model = LogisticRegression(
            C=config.strength, class_weight="balanced", max_iter=config.rounds, tol=1e-3
        )
    import warnings

    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # A few rounds are as good on held-out accounts as all it takes to converge.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(x, targets)
    rows, starts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        rows, starts = np.vstack([-rows, rows]), np.concatenate([-starts, starts])
    coefficients = np.zeros((x.shape[1], k), dtype=np.float32)
    coefficients[:, model.classes_] = rows.T
    intercepts = np.full(k, starts.min(), dtype=np.float32)
    intercepts[model.classes_] = starts
    return LinearHead(coefficients, intercepts)
