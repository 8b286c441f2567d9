"""How well categories of accounts are told, on accounts that were not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BINS = 10


@dataclass(frozen=True)
class ProfileFigures:
    """Attributes:
    accounts_count: accounts with a known category, also those that nothing could be read of.
    macro_f1: mean F1 over the categories, 0-1.
    accuracy: share of accounts whose most probable category is theirs, 0-1.
    log_loss: mean negative log of the probability of the true category; NaN for mere scores.
    calibration_error: mean gap between the highest probability and how often it is right, over
        ten equal bins of probability, weighted by accounts; NaN for mere scores.
    """

    accounts_count: int
    macro_f1: float
    accuracy: float
    log_loss: float
    calibration_error: float


def figures(targets: NDArray[np.int64], scores: NDArray[np.float64]) -> ProfileFigures:
    """Figures of accounts with a known category.

    Args:
        targets: (n,) place of the true category; -1 a category that was not trained, which is
            always missed and is no category of the mean.
        scores: (n, k) probabilities, or scores of which the highest wins; a NaN row is a miss.
    """
    k = scores.shape[1]
    readable = np.asarray(~np.isnan(scores).any(axis=1))
    best = np.full(len(targets), -2)
    best[readable] = scores[readable].argmax(axis=1)
    is_right = best == targets
    f1 = []
    for place in np.unique(targets[targets >= 0]):
        hits = int((is_right & (targets == place)).sum())
        f1.append(2 * hits / (int((targets == place).sum()) + int((best == place).sum())))
    sums = scores[readable].sum(axis=1)
    is_probability = len(sums) > 0 and np.allclose(sums, 1) and scores[readable].min() >= 0
    log_loss = calibration = float("nan")
    if is_probability:
        filled = np.where(readable[:, None], scores, 1 / k)
        known = targets >= 0
        true = filled[np.flatnonzero(known), targets[known]]
        log_loss = float(-np.log(np.maximum(true, 1e-12)).mean())
        calibration = calibration_error(scores[readable].max(axis=1), is_right[readable])
    return ProfileFigures(
        len(targets),
        float(np.mean(f1)) if f1 else float("nan"),
        float(is_right.mean()) if len(targets) else float("nan"),
        log_loss,
        calibration,
    )


def calibration_error(probability: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Mean gap between probability and share of hits over ten bins, weighted by rows."""
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    counts = np.bincount(bins, minlength=_BINS)
    said = np.bincount(bins, weights=probability, minlength=_BINS)
    hits = np.bincount(bins, weights=is_right.astype(float), minlength=_BINS)
    return float(np.abs(said - hits).sum() / max(counts.sum(), 1))


def confusion(targets: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """(k, k) accounts by true category (row) and most probable one (column); readable ones."""
    k = scores.shape[1]
    counts = np.zeros((k, k), dtype=np.int64)
    used = ~np.isnan(scores).any(axis=1) & (targets >= 0)
    np.add.at(counts, (targets[used], scores[used].argmax(axis=1)), 1)
    return counts
