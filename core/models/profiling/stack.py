"""What several parts say of an account, joined into one calibrated probability per category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.softmax import softmax
from core.models.profiling.top_probability import AS_IT_IS, fit_top, with_top

_STEPS = 200
_MIN_SPREAD = 1e-6


@dataclass(frozen=True)
class JoinConfig:
    """Attributes:
    pull: how strongly the weights of a part for single categories are drawn to its weight for
        all of them; in accounts. Small values let the join learn that a part mistakes one
        category for another, at the price of more weights than few accounts can tell.
    weight_pull: how strongly the weight of each part is drawn to that of an equal mean.
    balance: 0 counts every account alike, 1 every category. Between them rare categories are
        told more often at hardly any cost in accuracy.
    rows_per_weight: with fewer accounts for each weight of pairs of categories, there are none.
    """

    pull: float = 300.0
    weight_pull: float = 1.0
    balance: float = 0.35
    rows_per_weight: float = 10.0


@dataclass(frozen=True)
class Join:
    """A multinomial regression on the scores of parts.

    Attributes:
        centres: (parts, k) mean score of each part.
        spreads: (parts,) standard deviation of its scores around the account's mean.
        weights: (parts, k, k) how much a part's score for one category (row) speaks for another
            (column).
        absent: (parts, k) what counts instead when a part says nothing.
        intercepts: (k,)
        top: (3,) factors of log p and -log(1 - p) and a constant, which turn the probability p of
            the most probable category into the log odds of it being right. Where labels are wrong
            or posts stray, no clear text may get a probability that no label keeps.
    """

    centres: NDArray[np.float64]
    spreads: NDArray[np.float64]
    weights: NDArray[np.float64]
    absent: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    top: NDArray[np.float64]

    def logits(self, scores: Sequence[NDArray[np.floating]]) -> NDArray[np.float64]:
        """(n, k) before the softmax; a NaN row where no part says anything.

        Args:
            scores: of each part (n, k); NaN rows where it says nothing.
        """
        x, is_absent = _standardised(scores, self.centres, self.spreads)
        logits = self.intercepts + is_absent.T.astype(np.float64) @ self.absent
        logits = logits + np.einsum("pnc,pcd->nd", x, self.weights, optimize=True)
        logits[is_absent.all(axis=0)] = np.nan
        return logits

    def probabilities(self, scores: Sequence[NDArray[np.floating]]) -> NDArray[np.float64]:
        """(n, k) rows that add up to 1; NaN where no part says anything."""
        return with_top(softmax(self.logits(scores)), self.top)


def fit_join(
    scores: Sequence[NDArray[np.floating]], targets: NDArray[np.int64], config: JoinConfig
) -> Join:
    """The join that fits scores of accounts which the parts had not seen.

    Args:
        scores: of each part (n, k), out of fold; NaN rows where it says nothing.
        targets: (n,) place of the category.
    Source: stacked generalisation (Wolpert 1992); temperature scaling (Guo et al. 2017). Two
        steps are ours: one weight per part first, then weights per pair of categories drawn to it.
    """
    centred = [np.asarray(part, dtype=np.float64) for part in scores]
    centred = [part - part.mean(axis=1, keepdims=True) for part in centred]
    centres = np.stack([_nan_mean(part) for part in centred])
    spreads = np.array(
        [_nan_std(part - centre) for part, centre in zip(centred, centres, strict=True)]
    )
    x, is_absent = _standardised(scores, centres, spreads)
    parts, rows, k = x.shape
    counts = np.bincount(targets, minlength=k)
    sample = (rows / (k * np.maximum(counts, 1)))[targets] ** config.balance
    sample = sample * (rows / sample.sum())
    truth = np.zeros((rows, k))
    truth[np.arange(rows), targets] = 1
    absent_columns = is_absent.T.astype(np.float64)

    def shared_logits(values: NDArray[np.float64]) -> NDArray[np.float64]:
        total: NDArray[np.float64] = np.tensordot(values[:parts], x, axes=1)
        return (
            total
            + values[parts : parts + k]
            + absent_columns @ values[parts + k :].reshape(parts, k)
        )

    def shared_loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        loss, error = _loss(shared_logits(values), truth, sample)
        away = values[:parts] - 1 / parts
        absent = values[parts + k :]
        loss += config.weight_pull * float(away @ away) + float(absent @ absent)
        gradient = np.concatenate(
            [
                np.tensordot(x, error, axes=([1, 2], [0, 1])) + 2 * config.weight_pull * away,
                error.sum(axis=0),
                (absent_columns.T @ error).ravel() + 2 * absent,
            ]
        )
        return loss, gradient

    start = np.concatenate([np.full(parts, 1 / parts), np.zeros(k + parts * k)])
    shared = _minimum(shared_loss, start)
    base = shared_logits(shared)
    weights = np.stack([np.eye(k) * weight for weight in shared[:parts]])
    intercepts = shared[parts : parts + k]
    if rows >= config.rows_per_weight * parts * k * k:
        flat = x.transpose(1, 0, 2).reshape(rows, parts * k)

        def free_loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            extra, shift = values[: parts * k * k].reshape(parts * k, k), values[parts * k * k :]
            loss, error = _loss(base + flat @ extra + shift, truth, sample)
            loss += config.pull * float((extra * extra).sum())
            gradient = [(flat.T @ error + 2 * config.pull * extra).ravel(), error.sum(axis=0)]
            return loss, np.concatenate(gradient)

        free = _minimum(free_loss, np.zeros(parts * k * k + k))
        weights = weights + free[: parts * k * k].reshape(parts, k, k)
        intercepts = intercepts + free[parts * k * k :]
    join = Join(
        centres, spreads, weights, shared[parts + k :].reshape(parts, k), intercepts, AS_IT_IS
    )
    heat = _heat(join.logits(scores), truth)
    join = replace(
        join,
        weights=join.weights * heat,
        absent=join.absent * heat,
        intercepts=join.intercepts * heat,
    )
    return replace(join, top=fit_top(softmax(join.logits(scores)), targets))


def _heat(logits: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """What the logits are multiplied with, so that the probabilities hold on all accounts alike;
    the order of the categories stays."""
    from scipy.optimize import minimize_scalar

    every = np.ones(len(logits))
    result = minimize_scalar(
        lambda power: _loss(logits * np.exp(power), truth, every)[0],
        bounds=(-2, 2),
        method="bounded",
    )
    return float(np.exp(result.x))


def _standardised(
    scores: Sequence[NDArray[np.floating]],
    centres: NDArray[np.float64],
    spreads: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(parts, n, k) scores less their means, 0 where a part says nothing; and where (parts, n)."""
    x = np.stack([np.asarray(part, dtype=np.float64) for part in scores])
    is_absent = np.asarray(np.isnan(x).any(axis=2))
    x = x - x.mean(axis=2, keepdims=True) - centres[:, None, :]
    x = x / spreads[:, None, None]
    x[is_absent] = 0
    return x, is_absent


def _nan_mean(part: NDArray[np.float64]) -> NDArray[np.float64]:
    known = part[~np.isnan(part).any(axis=1)]
    return known.mean(axis=0) if len(known) else np.zeros(part.shape[1])


def _nan_std(part: NDArray[np.float64]) -> float:
    known = part[~np.isnan(part).any(axis=1)]
    return max(float(known.std()), _MIN_SPREAD) if len(known) else 1.0


def _loss(
    logits: NDArray[np.float64], truth: NDArray[np.float64], sample: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Sum of the weighted negative log likelihoods, and its gradient by the logits."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    log_probability = shifted - log_sum
    loss = -float((sample[:, None] * truth * log_probability).sum())
    return loss, sample[:, None] * (np.exp(log_probability) - truth)


def _minimum(loss, start: NDArray[np.float64]) -> NDArray[np.float64]:  # type: ignore[no-untyped-def]
    from scipy.optimize import minimize

    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return np.asarray(result.x, dtype=np.float64)
