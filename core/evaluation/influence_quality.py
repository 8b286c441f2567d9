"""How good probabilities of pairs are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.influence.basis import signed_log
from core.models.influence.pairs import Pairs

_BINS = 10


@dataclass(frozen=True)
class PairFigures:
    """Attributes:
    auc: of the probability for A; None when all choices are alike.
    accuracy: share of pairs whose likelier side was chosen; even odds count half.
    log_loss: mean negative log likelihood.
    calibration_error: mean distance of probability and share over ten bins of as many pairs.
    """

    pairs_count: int
    auc: float | None
    accuracy: float
    log_loss: float
    calibration_error: float


def pair_figures(choice: NDArray[np.float64], probability: NDArray[np.float64]) -> PairFigures:
    """Figures of (n,) probabilities that A is chosen against (n,) choices, 1 for A."""
    from sklearn.metrics import log_loss, roc_auc_score

    choice = np.asarray(choice, dtype=float)
    right = np.where(probability == 0.5, 0.5, (probability > 0.5) == (choice > 0.5))
    curve = reliability(choice, probability)
    gap = (curve["mean_probability"] - curve["share_a"]).abs()
    return PairFigures(
        len(choice),
        float(roc_auc_score(choice, probability)) if 0 < choice.sum() < len(choice) else None,
        float(right.mean()),
        float(log_loss(choice, np.clip(probability, 1e-6, 1 - 1e-6), labels=[0, 1])),
        float(np.average(gap, weights=curve["pairs_count"])),
    )


def reliability(choice: NDArray[np.float64], probability: NDArray[np.float64]) -> pd.DataFrame:
    """Mean probability, share of A and number of pairs in ten bins of as many pairs each."""
    order = np.argsort(probability, kind="stable")
    bins = [one for one in np.array_split(order, _BINS) if len(one)]
    return pd.DataFrame(
        {
            "mean_probability": [float(probability[one].mean()) for one in bins],
            "share_a": [float(choice[one].mean()) for one in bins],
            "pairs_count": [len(one) for one in bins],
        }
    )


_SINGLE = {
    "followers only": ("follower_count", "followers_count", "followers"),
    "lists only": ("listed_count",),
}


def baseline_probabilities(
    train: Pairs, a: NDArray[np.float64], b: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Logistic regression on log differences: of all features, and of single well-known ones.

    Args:
        a, b: (n, d) features of the pairs to judge, in the order of `train.names`.
    Returns:
        Way -> (n,) probability for A; ways whose feature is not there are left out.
    """
    found = {"log differences": _simple(train, a, b, list(range(len(train.names))))}
    for way, names in _SINGLE.items():
        place = next((train.names.index(name) for name in names if name in train.names), None)
        if place is not None:
            found[way] = _simple(train, a, b, [place])
    return found


def _simple(
    train: Pairs, a: NDArray[np.float64], b: NDArray[np.float64], places: list[int]
) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    def difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.nan_to_num(signed_log(one[:, places]) - signed_log(other[:, places]))

    learnt = difference(train.a, train.b)
    scale = np.maximum(np.sqrt((learnt**2).mean(axis=0)), 1e-9)
    model = LogisticRegression(fit_intercept=False, max_iter=1000)
    # Both orders, so that a file with one kind of choice can be learnt from as well.
    model.fit(np.vstack([learnt, -learnt]) / scale, np.r_[train.choice, 1 - train.choice])
    return np.asarray(model.predict_proba(difference(a, b) / scale)[:, 1])
