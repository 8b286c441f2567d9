"""What a brand did since the factors were learned, worked into its own factor."""

from __future__ import annotations

import numpy as np

_NEGATIVES = 400
# Pull towards the factor before: weaker ones made new brands worse, since a few looks say less
# than what like brands did (bench/recommender_fold_in.py). Without a factor before there is
# nothing to stay near.
_STAY, _STAY_UNPLACED = 20.0, 0.3
_ROUNDS = 60


def folded_in(
    user_factor: np.ndarray,
    item_factors: np.ndarray,
    item_biases: np.ndarray,
    chosen: np.ndarray,
    weights: np.ndarray,
    *,
    known: np.ndarray | None = None,
    stay: float | None = None,
    seed: int = 0,
) -> np.ndarray:
    """(d,) float32 factor of a user after some more choices; the items stay as they are.

    The factor that makes the chosen items stand above others that the user did not choose, by
    the logistic loss of their differences, while staying near the factor before. Convex, so the
    answer does not depend on the order of the choices.

    Args:
        user_factor: (d,) as learned, or as placed by features; zeros when nothing is known.
        item_factors, item_biases: (m, d) and (m,).
        chosen: (n,) rows of items, each once.
        weights: (n,) above 0; what each choice says, 1 being a usual one.
        known: (m,) bool of items that are no negatives: chosen before.
        stay: strength of the pull towards the factor before, where one usual choice pulls with
            1; as measured when None.
        seed: of the items drawn as not chosen.
    Source: folding in with fixed items (as implicit ALS does with squares), here with the
        pairwise logistic loss of BPR (Rendle et al. 2009).
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    start = np.asarray(user_factor, dtype=np.float64)
    pull = stay if stay is not None else (_STAY if start.any() else _STAY_UNPLACED)
    if not len(chosen) or not len(start):
        return start.astype(np.float32)
    others = np.ones(len(item_biases), dtype=bool)
    others[chosen] = False
    if known is not None:
        others &= ~known
    pool = np.flatnonzero(others)
    if not len(pool):
        return start.astype(np.float32)
    if len(pool) > _NEGATIVES:
        pool = np.sort(np.random.default_rng(seed).choice(pool, _NEGATIVES, replace=False))
    factors = np.asarray(item_factors, dtype=np.float64)
    good, bad = factors[chosen], factors[pool]
    gap = np.asarray(item_biases, dtype=np.float64)[chosen][:, None] - item_biases[pool][None, :]
    share = np.asarray(weights, dtype=np.float64)[:, None] / len(pool)

    def loss(factor: np.ndarray) -> tuple[float, np.ndarray]:
        margin = (good @ factor)[:, None] - (bad @ factor)[None, :] + gap
        slope = -share * expit(-margin)
        away = factor - start
        value = float((share * np.logaddexp(0.0, -margin)).sum() + pull / 2 * away @ away)
        return value, slope.sum(axis=1) @ good - slope.sum(axis=0) @ bad + pull * away

    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    return np.asarray(result.x, dtype=np.float32)
