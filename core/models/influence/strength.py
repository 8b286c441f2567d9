"""One strength a person: P(A over B) is the logistic curve of the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.models.influence.basis import Basis, fit_basis
from core.models.influence.pairs import Floats, Pairs

_PATHS = 6


@dataclass(frozen=True)
class StrengthModel:
    """A Bradley-Terry model whose strengths are a function of a person's features.

    P(A over B) = 1 - P(B over A), and what holds for A over B and B over C holds for A over C.

    Attributes:
        weights: (k,) of the columns of `basis`.
        resampled: (m, k) the same, learned again with people drawn again.
    """

    basis: Basis
    weights: Floats
    resampled: Floats

    def strengths(self, x: Floats) -> Floats:
        """(n,) log odds up to a constant."""
        return np.asarray(self.basis.columns(x) @ self.weights)

    def log_odds(self, a: Floats, b: Floats) -> Floats:
        """(n,) of A being the more influential one."""
        return self.strengths(a) - self.strengths(b)

    def draws(self, a: Floats, b: Floats) -> Floats:
        """(n, m) the same by each resampled model."""
        return np.asarray((self.basis.columns(a) - self.basis.columns(b)) @ self.resampled.T)

    def strength_parts(self, x: Floats) -> Floats:
        """(n, d) what each feature adds to the strength; for shapes that are sums of features."""
        return self._by_feature(self.basis.columns(x))

    def strength_draws(self, x: Floats) -> Floats:
        """(n, m) strengths by each resampled model."""
        return np.asarray(self.basis.columns(x) @ self.resampled.T)

    def parts(self, a: Floats, b: Floats) -> Floats:
        """(n, d) what each feature adds to the log odds; rows add up to them.

        For the smooth shape: B is turned into A feature by feature, in several orders each read
        from both ends, and what each step adds is averaged (Shapley values by sampled orders,
        Strumbelj & Kononenko 2014).
        """
        if self.basis.shape != "smooth":
            return self._by_feature(self.basis.columns(a) - self.basis.columns(b))
        count = a.shape[1]
        rng = np.random.default_rng(0)
        orders = [rng.permutation(count) for _ in range(_PATHS)]
        parts = np.zeros(a.shape)
        for order in [*orders, *(path[::-1] for path in orders)]:
            at = np.array(b, dtype=np.float64)
            before = self.strengths(at)
            for feature in order:
                at[:, feature] = a[:, feature]
                after = self.strengths(at)
                parts[:, feature] += after - before
                before = after
        return parts / (2 * _PATHS)

    def _by_feature(self, columns: Floats) -> Floats:
        parts = np.zeros((len(columns), len(self.basis.median)))
        for column, feature in enumerate(self.basis.column_feature):
            parts[:, feature] += columns[:, column] * self.weights[column]
        return parts


def fit_strength(
    pairs: Pairs,
    shape: str,
    *,
    ridge: float,
    width: float = 0.5,
    seed: int,
    resamples: int = 0,
    increasing: Sequence[int] = (),
) -> StrengthModel:
    """A strength learned from pairs.

    Args:
        shape: as for `fit_basis`.
        increasing: features of which more may never lower the strength; shapes linear and ramps.
        ridge: penalty on squared weights; larger is flatter.
        width: of the smooth shape's kernel.
        resamples: rounds of the bootstrap over people.
    """
    basis = fit_basis(np.vstack([pairs.a, pairs.b]), shape, width=width, seed=seed)
    difference = basis.columns(pairs.a) - basis.columns(pairs.b)
    least = least_weights(basis, increasing)
    weights = fit_weights(difference, pairs.choice, None, ridge, least)
    rng = np.random.default_rng(seed)
    drawn = [
        fit_weights(difference, pairs.choice, people_weights(pairs, rng), ridge, least)
        for _ in range(resamples)
    ]
    return StrengthModel(basis, weights, np.array(drawn).reshape(resamples, len(weights)))


def people_weights(pairs: Pairs, rng: np.random.Generator) -> Floats:
    """(n,) weights of pairs, mean 1, of one round of a bootstrap over people.

    Everybody draws a weight and a pair counts by the product of both, so that all pairs of one
    person come and go together.

    Source: the bootstrap for crossed random effects of Owen & Eckles (2012), with exponential
    weights in place of counts so that no feature loses all its people.
    """
    people = np.union1d(pairs.person_a, pairs.person_b)
    weight = rng.exponential(size=len(people))
    weights = (
        weight[np.searchsorted(people, pairs.person_a)]
        * weight[np.searchsorted(people, pairs.person_b)]
    )
    return np.asarray(weights / weights.mean())


def least_weights(basis: Basis, increasing: Sequence[int]) -> Floats | None:
    """(k,) lower bounds of the weights; None when nothing is bounded."""
    if not len(increasing):
        return None
    bounded = np.isin(basis.column_feature, increasing)
    bounded[: len(basis.flags)] = False  # that a value is unknown may count either way
    return np.where(bounded, 0.0, -np.inf)


def fit_weights(
    difference: Floats,
    choice: Floats,
    weight: Floats | None,
    ridge: float,
    least: Floats | None = None,
) -> Floats:
    """(k,) weights of the columns by logistic regression without intercept.

    Args:
        difference: (n, k) columns of A minus those of B.
        weight: (n,) of the pairs; None for all alike.
        least: (k,) lower bounds; None for none.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    # As if A had always been chosen: which side stands first says nothing.
    signed = np.where(choice > 0.5, 1.0, -1.0)[:, None] * difference
    each = np.ones(len(choice)) if weight is None else weight

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = signed @ weights
        value = float(each @ np.logaddexp(0, -odds) + ridge / 2 * weights @ weights)
        return value, ridge * weights - signed.T @ (each * expit(-odds))

    bounds = None if least is None else [(bound, None) for bound in least]
    start = np.zeros(difference.shape[1])
    minimum = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1000}
    )
    return np.asarray(minimum.x, dtype=np.float64)
