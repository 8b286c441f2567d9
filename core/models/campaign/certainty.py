"""How sure a sum of uncertain prices or results is to stay below, or to reach, a number.

Each end of a range is one that one in ten lies beyond (80% are inside). Errors are log-normal and
independent between creators; what moves all of them at once, such as a season in which everybody
asks more, is not covered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ModelError

CERTAINTY = 0.8
CERTAINTY_LEAST, CERTAINTY_MOST = 0.6, 0.99
_RANGE_Z = 1.2815515655446004  # standard deviations from the middle to an end of an 80% range
_VARIATIONS = np.linspace(0.01, 1.0, 100)


@dataclass(frozen=True)
class Spread:
    """Means and variances of independent log-normal numbers.

    Attributes:
        means, variances: (n,) NaN where the range is not known.
    """

    means: NDArray[np.float64]
    variances: NDArray[np.float64]

    def of(self, rows: NDArray[np.int64]) -> Spread:
        """The spread of some rows."""
        return Spread(self.means[rows], self.variances[rows])

    @property
    def mean(self) -> float:
        """Of the sum; unknown numbers are left out."""
        return float(np.nansum(self.means))

    @property
    def variance(self) -> float:
        """Of the sum."""
        return float(np.nansum(self.variances))

    def quantile(self, probability: float) -> float:
        """Number that the sum stays below with this probability, 0-1.

        Source: a log-normal with the mean and variance of the sum (Fenton 1960).
        """
        mean, sigma = self._log_normal()
        if sigma == 0:
            return mean
        from scipy.stats import norm

        return float(mean * np.exp(norm.ppf(probability) * sigma - sigma**2 / 2))

    def probability_below(self, most: float) -> float:
        """Probability (0-1) that the sum is at most `most`."""
        mean, sigma = self._log_normal()
        if sigma == 0:
            return float(mean <= most * (1 + 1e-9))
        if most <= 0:
            return 0.0
        from scipy.stats import norm

        return float(norm.cdf((np.log(most / mean) + sigma**2 / 2) / sigma))

    def _log_normal(self) -> tuple[float, float]:
        """Mean of the sum and standard deviation of its log; 0 when it is exact."""
        if self.mean <= 0 or self.variance <= 0:
            return self.mean, 0.0
        return self.mean, float(np.sqrt(np.log1p(self.variance / self.mean**2)))


def spread_of(low: ArrayLike, high: ArrayLike) -> Spread:
    """Mean and variance of log-normal numbers whose 80% ranges these are; exact where low is high.

    Args:
        low, high: (n,) 0 <= low <= high; NaN when unknown. A low end of 0 is no end of a
            log-normal: such a number has the mean and the spread of a normal one.
    """
    bottom, top = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    is_positive = bottom > 0
    safe_low, safe_high = np.where(is_positive, bottom, 1.0), np.where(is_positive, top, 1.0)
    sigma = np.log(safe_high / safe_low) / (2 * _RANGE_Z)
    means = np.sqrt(safe_low * safe_high) * np.exp(sigma**2 / 2)
    variances = means**2 * np.expm1(sigma**2)
    normal = ((top - bottom) / (2 * _RANGE_Z)) ** 2
    return Spread(
        np.where(is_positive, means, (bottom + top) / 2), np.where(is_positive, variances, normal)
    )


def check_certainty(certainty: float | None) -> None:
    """Raises ModelError when a certainty is outside of what the optimiser can hold."""
    if certainty is not None and not CERTAINTY_LEAST <= certainty <= CERTAINTY_MOST:
        raise ModelError(
            f"Certainty: expected {CERTAINTY_LEAST:g} to {CERTAINTY_MOST:g}, found {certainty:g}."
        )


def deviations_above(certainty: float) -> float:
    """Standard deviations above the mean that hold a log-normal sum with this certainty.

    The most over all variations (deviation / mean) up to 1, so that it serves any set.
    """
    sigma = np.sqrt(np.log1p(_VARIATIONS**2))
    ends = np.exp(_z(certainty) * sigma - sigma**2 / 2)
    # Towards no variation at all, a log-normal sum becomes a normal one.
    return float(max(np.max((ends - 1) / _VARIATIONS), _z(certainty), 0.0))


def deviations_below(certainty: float) -> float:
    """Standard deviations below the mean that a log-normal sum reaches with this certainty."""
    sigma = np.sqrt(np.log1p(_VARIATIONS**2))
    ends = np.exp(-_z(certainty) * sigma - sigma**2 / 2)
    return float(max(np.max((1 - ends) / _VARIATIONS), _z(certainty), 0.0))


def _z(probability: float) -> float:
    from scipy.stats import norm

    return float(norm.ppf(probability))
