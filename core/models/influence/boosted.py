"""Boosted trees on pairs, made to say the same whoever stands first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.models.influence.basis import signed_log
from core.models.influence.pairs import Floats, Pairs
from core.models.influence.strength import people_weights

DEFAULTS: Mapping[str, float] = {
    "num_boost_round": 150,
    "learning_rate": 0.04,
    "num_leaves": 8,
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.6,
    "feature_fraction": 0.4,
    "lambda_l2": 5.0,
}


@dataclass(frozen=True)
class BoostedModel:
    """Trees learned from both orders of each pair; the log odds are half the difference of both.

    Attributes:
        resampled: the same, learned again with people drawn again.
    """

    trees: Any
    resampled: tuple[Any, ...]

    def log_odds(self, a: Floats, b: Floats) -> Floats:
        """(n,) of A being the more influential one."""
        return _both_orders(self.trees, a, b)

    def draws(self, a: Floats, b: Floats) -> Floats:
        """(n, m) the same by each resampled model."""
        log_odds = [_both_orders(trees, a, b) for trees in self.resampled]
        return np.array(log_odds).reshape(len(log_odds), len(a)).T

    def parts(self, a: Floats, b: Floats) -> Floats:
        """(n, d) what each feature adds to the log odds; rows add up to them.

        Source: TreeSHAP (Lundberg et al. 2020); A's, B's and the difference of a feature go
        together.
        """
        count = a.shape[1]
        there = np.asarray(self.trees.predict(_rows(a, b), pred_contrib=True))
        back = np.asarray(self.trees.predict(_rows(b, a), pred_contrib=True))
        half = (there - back)[:, :-1] / 2
        return np.asarray(half.reshape(len(a), 3, count).sum(axis=1))


def fit_boosted(
    pairs: Pairs,
    chosen: Mapping[str, float],
    *,
    seed: int,
    resamples: int = 0,
) -> BoostedModel:
    """Boosted trees of these pairs.

    Args:
        chosen: as `DEFAULTS`; integers may come as floats.
    """
    rng = np.random.default_rng(seed)
    weights = [None, *(people_weights(pairs, rng) for _ in range(resamples))]
    fitted = [_trees(pairs, chosen, weight, seed=seed) for weight in weights]
    return BoostedModel(fitted[0], tuple(fitted[1:]))


def _trees(pairs: Pairs, chosen: Mapping[str, float], weight: Floats | None, *, seed: int) -> Any:
    import lightgbm

    rows = np.vstack([_rows(pairs.a, pairs.b), _rows(pairs.b, pairs.a)])
    data = lightgbm.Dataset(
        rows,
        np.r_[pairs.choice, 1 - pairs.choice],
        weight=None if weight is None else np.r_[weight, weight],
    )
    settings = {**DEFAULTS, **chosen}
    rounds = int(settings.pop("num_boost_round"))
    for name in ("num_leaves", "min_data_in_leaf"):
        settings[name] = int(settings[name])
    fixed = {
        "objective": "binary",
        "bagging_freq": 1,
        "verbose": -1,
        "deterministic": True,
        "force_row_wise": True,
        # One thread: so few pairs are learned faster by one than by several that wait.
        "num_threads": 1,
        "seed": seed,
    }
    return lightgbm.train({**settings, **fixed}, data, num_boost_round=rounds)


def _rows(a: Floats, b: Floats) -> Floats:
    first, second = signed_log(a), signed_log(b)
    return np.hstack([first - second, first, second])


def _both_orders(trees: Any, a: Floats, b: Floats) -> Floats:
    there = np.asarray(trees.predict(_rows(a, b), raw_score=True))
    back = np.asarray(trees.predict(_rows(b, a), raw_score=True))
    return (there - back) / 2
