"""Log odds as probabilities, and probabilities moved to another share of fakes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# From this many of the rarer kind on, steps of the data say more than one S-shaped curve.
ISOTONIC_FROM = 500
_PROBABILITY_MIN = 1e-4
_EM_ROUNDS = 200
# The share of a small sample is drawn towards that of the training data, as if this many more
# accounts with the training share had been looked at.
PRIOR_ACCOUNTS = 10.0


@dataclass(frozen=True)
class Calibrator:
    """A rising curve from log odds to probability.

    Attributes:
        slope, intercept: of the S-shaped curve (Platt).
        steps_at, steps: of the isotonic curve; empty when there was too little data for it.
        prior: share of fakes that the probabilities assume.
    """

    slope: float
    intercept: float
    steps_at: NDArray[np.float64]
    steps: NDArray[np.float64]
    prior: float

    @property
    def method(self) -> str:
        """Name of the method, for the manifest and pages."""
        return "isotonic and sigmoid" if len(self.steps) else "sigmoid"

    def probability(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """P(fake) at the share of fakes of the training data."""
        probability = sigmoid(self.slope * log_odds + self.intercept)
        if len(self.steps):
            # Steps alone would call accounts equal that the model tells apart.
            probability = (probability + np.interp(log_odds, self.steps_at, self.steps)) / 2
        return np.clip(probability, _PROBABILITY_MIN, 1 - _PROBABILITY_MIN)


def fit_calibrator(
    log_odds: NDArray[np.float64], fake: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Calibrator:
    """The curve that fits log odds of accounts the model had not seen.

    Source: Platt (1999) with his smoothed targets; Zadrozny & Elkan (2002) for the steps.
    """
    slope, intercept = platt(log_odds, fake, weights * (len(weights) / weights.sum()))
    at, steps = np.array([]), np.array([])
    if min(int(fake.sum()), int((~fake).sum())) >= ISOTONIC_FROM:
        from sklearn.isotonic import IsotonicRegression

        model = IsotonicRegression(out_of_bounds="clip").fit(
            log_odds, fake.astype(float), sample_weight=weights
        )
        at, steps = model.X_thresholds_, model.y_thresholds_
    return Calibrator(slope, intercept, at, steps, float(np.average(fake, weights=weights)))


def platt(
    log_odds: NDArray[np.float64], fake: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Slope (never below 0.05) and intercept of the S-shaped curve, by Newton's method.

    Ours, because the calibration of scikit-learn knows no pull to slope 1: with classes that do
    not overlap its slope runs to the end of its search.

    Args:
        weights: add up to the number of accounts.
    """
    fakes, reals = float(weights[fake].sum()), float(weights[~fake].sum())
    targets = np.where(fake, (fakes + 1) / (fakes + 2), 1 / (reals + 2))
    x = np.column_stack([log_odds, np.ones_like(log_odds)])
    coefficients = np.array([1.0, np.log(max(fakes, 1e-9) / max(reals, 1e-9))])
    for _ in range(50):
        p = sigmoid(x @ coefficients)
        # A weak pull to slope 1 keeps classes that do not overlap from an endless slope.
        gradient = x.T @ (weights * (p - targets)) + np.array([coefficients[0] - 1, 0.0])
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x + np.diag([1.0, 1e-6])
        step = np.linalg.solve(curvature, gradient)
        coefficients -= step / max(1.0, float(np.abs(step).max()) / 2)
        if np.abs(step).max() < 1e-8:
            break
    return max(float(coefficients[0]), 0.05), float(coefficients[1])


def sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logits to 0-1; values beyond +-500 count as 500."""
    return 1 / (1 + np.exp(-np.clip(values, -500, 500)))


def moved(probability: NDArray[np.float64], prior: float, new_prior: float) -> NDArray[np.float64]:
    """Probabilities as they are where the share of fakes is `new_prior` instead of `prior`."""
    above = probability * (new_prior / prior)
    return above / (above + (1 - probability) * ((1 - new_prior) / (1 - prior)))


def estimated_share(
    probability: NDArray[np.float64], prior: float, counts: NDArray[np.float64] | None = None
) -> float:
    """Share of fakes in a sample whose share may differ from that of the training data.

    Args:
        probability: of each account at the training share `prior`; at least one.
        counts: how many accounts each probability stands for; None for one each.
    Source: expectation maximisation of Saerens, Latinne & Decaestecker (2002), drawn weakly to
        the training share.
    """
    share = prior
    each = np.ones(len(probability)) if counts is None else counts
    total = float(each.sum()) + PRIOR_ACCOUNTS
    for _ in range(_EM_ROUNDS):
        expected = float(moved(probability, prior, share) @ each)
        new = (expected + PRIOR_ACCOUNTS * prior) / total
        if abs(new - share) < 1e-7:
            return new
        share = new
    return share
