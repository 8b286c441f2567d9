"""A person's features as columns that a strength is a weighted sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.models.influence.pairs import Floats

_KNOTS = 6
_LANDMARKS_MAX = 250
# The share of the straight line beside the smooth surface: where nobody was seen, it leads on.
_LINEAR_WEIGHT = 0.3


def signed_log(x: Floats) -> Floats:
    """sign(x) log(1 + |x|): counts become ratios, rates below 1 stay nearly as they are."""
    return np.sign(x) * np.log1p(np.abs(x))


@dataclass(frozen=True)
class Basis:
    """Attributes:
    shape: linear | additive | ramps | smooth.
    column_feature: (k,) the feature a column belongs to; -1 for a column of all features.
    """

    shape: str
    column_feature: NDArray[np.int64]
    median: Floats
    mean: Floats
    sd: Floats
    flags: NDArray[np.int64]
    surface: Any

    def columns(self, x: Floats) -> Floats:
        """(n, k) columns of (n, d) features; what is unknown counts as the median, and is said."""
        logs = signed_log(np.asarray(x, dtype=np.float64))
        missing = ~np.isfinite(logs)
        scaled = (np.where(missing, self.median, logs) - self.mean) / self.sd
        parts = [missing[:, self.flags].astype(np.float64)]
        if self.shape == "additive":
            parts += [self.surface.transform(scaled), scaled]
        elif self.shape == "ramps":
            parts.append(_ramps(scaled, self.surface))
        elif self.shape == "smooth":
            parts += [self.surface.transform(scaled), _LINEAR_WEIGHT * scaled]
        else:
            parts.append(scaled)
        return np.hstack(parts)


def fit_basis(people: Floats, shape: str, *, width: float, seed: int) -> Basis:
    """The columns for people like these.

    Args:
        people: (n, d) features, one row an appearance in a pair.
        shape: linear; additive (a quadratic spline a feature); ramps (a line with kinks a
            feature, which never falls when no weight is below 0); smooth (a Gaussian kernel on
            all features, by the Nystroem approximation).
        width: of the kernel: gamma times the number of features.
    """
    logs = signed_log(people)
    missing = ~np.isfinite(logs)
    known = np.where(missing, np.nan, logs)
    empty = missing.all(axis=0)
    median = np.zeros(logs.shape[1])
    median[~empty] = np.nanmedian(known[:, ~empty], axis=0)
    filled = np.where(missing, median, logs)
    mean, sd = filled.mean(axis=0), filled.std(axis=0)
    sd = np.where(sd > 1e-9, sd, 1.0)
    scaled = (filled - mean) / sd
    count = logs.shape[1]
    flags = np.flatnonzero(missing.any(axis=0) & ~empty)
    features = np.arange(count)
    surface: Any = None
    owners = [flags, features]
    if shape == "additive":
        from sklearn.preprocessing import SplineTransformer

        # Spread over the range as well as over the people: equal knots would give no columns.
        surface = SplineTransformer(
            _KNOTS, degree=2, knots=_knots(scaled), extrapolation="linear"
        ).fit(scaled)
        owners = [flags, np.repeat(features, _KNOTS + 1), features]
    elif shape == "ramps":
        surface = _knots(scaled)[1:-1]
        owners = [flags, np.repeat(features, _KNOTS - 1)]
    elif shape == "smooth":
        from sklearn.kernel_approximation import Nystroem

        unique = np.unique(scaled, axis=0)
        landmarks = min(_LANDMARKS_MAX, len(unique))
        surface = Nystroem(
            kernel="rbf", gamma=width / count, n_components=landmarks, random_state=seed
        ).fit(unique)
        owners = [flags, np.full(landmarks, -1), features]
    return Basis(shape, np.concatenate(owners), median, mean, sd, flags, surface)


def _ramps(scaled: Floats, kinks: Floats) -> Floats:
    """(n, d * (kinks + 1)): how far a value has come between each two kinks, feature by feature."""
    edges = np.vstack([np.full(kinks.shape[1], -np.inf), kinks, np.full(kinks.shape[1], np.inf)])
    start = np.vstack([kinks[:1], kinks])
    ramps = np.clip(scaled[:, None, :], edges[:-1], edges[1:]) - start
    return np.asarray(ramps.transpose(0, 2, 1).reshape(len(scaled), -1))


def _knots(scaled: Floats) -> Floats:
    """(knots, d) quantiles, pushed apart where many people have the same value."""
    at = np.quantile(scaled, np.linspace(0, 1, _KNOTS), axis=0)
    span = np.maximum(at[-1] - at[0], 1e-6)
    even = at[0] + np.linspace(0, 1, _KNOTS)[:, None] * span
    return np.asarray(0.98 * at + 0.02 * even + np.arange(_KNOTS)[:, None] * 1e-9)
