"""How often the most probable category is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SMALLEST = 1e-4  # probabilities nearer to 0 or 1 are not told apart
AS_IT_IS = np.array([1.0, 1.0, 0.0])


def fit_top(probabilities: NDArray[np.float64], targets: NDArray[np.int64]) -> NDArray[np.float64]:
    """(3,) factors of log p and -log(1 - p) and a constant, which turn the probability p of the
    most probable category into the log odds of it being right.

    Args:
        probabilities: (n, k) of accounts; rows add up to 1.
        targets: (n,) place of the true category.
    Source: beta calibration (Kull et al. 2017), with the targets of Platt 1999, which keep few
        accounts from giving a probability of 1.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    x = _logs(probabilities.max(axis=1))
    is_right = probabilities.argmax(axis=1) == targets
    right = int(is_right.sum())
    wanted = np.where(is_right, (right + 1) / (right + 2), 1 / (len(targets) - right + 2))

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        # Squares, for a negative factor would call the clearest accounts the least certain.
        logits = x @ np.append(values[:2] ** 2, values[2])
        error = expit(logits) - wanted
        total = float((np.logaddexp(0, logits) - wanted * logits).sum())
        gradient = error @ x
        gradient[:2] *= 2 * values[:2]
        return total, gradient

    factors = np.asarray(minimize(loss, AS_IT_IS, jac=True, method="L-BFGS-B").x, dtype=np.float64)
    return np.append(factors[:2] ** 2, factors[2])


def with_top(probabilities: NDArray[np.float64], top: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows with the highest probability changed and the others in the same proportions; the
    highest stays the highest."""
    from scipy.special import expit

    best = np.nanargmax(np.nan_to_num(probabilities), axis=1)
    rows = np.arange(len(probabilities))
    highest = probabilities[rows, best]
    rest = probabilities.copy()
    rest[rows, best] = 0
    # Divided by their own sum: 1 - highest keeps no digit of it where the highest is almost 1.
    sums = rest.sum(axis=1, keepdims=True)
    others = np.full(rest.shape, 1 / max(rest.shape[1] - 1, 1))
    others[rows, best] = 0
    np.divide(rest, sums, out=others, where=~(sums == 0))
    second = others.max(axis=1)
    logits = _logs(highest) @ top
    # As much as leaves the second below: p >= (1 - p) * second.
    new = np.maximum(expit(logits), second / (1 + second) + _SMALLEST)
    result = others * (1 - new)[:, None]
    result[rows, best] = new
    return result / result.sum(axis=1, keepdims=True)


def _logs(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3): log p, -log(1 - p) and 1."""
    bounded = np.clip(probabilities, _SMALLEST, 1 - _SMALLEST)
    return np.column_stack([np.log(bounded), -np.log(1 - bounded), np.ones(len(bounded))])
