"""The best set of a campaign as a mixed-integer linear program, and the candidates it needs."""

from __future__ import annotations

import copy
import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.models.campaign.constraints import Constraints

ADDS_NO_VALUE = "adds no value"
# Shares are fractions of whole numbers: 0.1 x 10 must not miss 1 by rounding.
_SLACK = 1e-9


# Pairs of candidates that are compared at once.
_PAIRS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Promise:
    """What the set has to bring together.

    Attributes:
        words: what it is, for example 'reach'.
        brought: (n,) by each candidate. least: by the set.
    """

    words: str
    brought: np.ndarray
    least: float


class MilpProblem:
    """Candidates that may be chosen, as arrays.

    Attributes:
        frame: the candidates, one row each.
        values, prices: (n,) float64; unknown ones of a must are 0.
        charges: (n,) what each counts against the `allowance`, EUR: its price and the budget,
            unless `charged` says otherwise. The allowance is None without a budget.
        promises: what the set has to bring.
        must: (n,) bool.
    """

    def __init__(self, frame: pd.DataFrame, constraints: Constraints) -> None:
        self.frame, self.constraints = frame, constraints
        self.values = np.nan_to_num(frame["value"].to_numpy(dtype=float, copy=True), nan=0.0)
        self.prices = np.nan_to_num(frame["price"].to_numpy(dtype=float, copy=True), nan=0.0)
        self.charges, self.allowance = self.prices, constraints.budget
        self.promises: tuple[Promise, ...] = ()
        self.must = frame["influencer_id"].isin(constraints.must).to_numpy()
        self.tiers = {tier: (frame["tier"] == tier).to_numpy() for tier, _ in constraints.tier_most}
        self.countries = {
            code: (frame["country"] == code).to_numpy() for code, _ in constraints.country_least
        }
        named = (
            sorted(frame["niche"].dropna().unique()) if constraints.niche_most is not None else []
        )
        self.niches = {str(name): (frame["niche"] == name).to_numpy() for name in named}

    def charged(
        self, charges: np.ndarray, allowance: float | None, promises: Sequence[Promise]
    ) -> MilpProblem:
        """The same problem with other charges, another allowance and other promises."""
        problem = copy.copy(self)
        problem.charges, problem.allowance = np.nan_to_num(charges, nan=0.0), allowance
        problem.promises = tuple(promises)
        return problem

    def linear_rows(self) -> list[tuple[np.ndarray, float, float, float]]:
        """(coefficients (n,), coefficient of the size of the set, least, most), one each."""
        w = self.constraints
        rows = [(np.ones(len(self.values)), -1.0, 0.0, 0.0)]
        if self.allowance is not None:
            # In shares of the budget, for the solver's tolerance is an absolute one.
            unit = max(self.allowance, 1.0)
            rows.append((self.charges / unit, 0.0, -np.inf, self.allowance / unit))
        rows += [
            (promise.brought / max(promise.least, 1.0), 0.0, min(promise.least, 1.0), np.inf)
            for promise in self.promises
        ]
        rows += [(self.tiers[tier] * 1.0, 0.0, -np.inf, float(most)) for tier, most in w.tier_most]
        rows += [
            (self.countries[code] * 1.0, -(share - _SLACK), 0.0, np.inf)
            for code, share in w.country_least
        ]
        if w.niche_most is not None:
            most_of_one = -(w.niche_most + _SLACK)
            rows += [(mask * 1.0, most_of_one, -np.inf, 0.0) for mask in self.niches.values()]
        return rows

    def size_most(self) -> int:
        """No set that keeps to the budget and the most creators is larger."""
        most = len(self.values) if self.constraints.at_most is None else self.constraints.at_most
        if self.allowance is not None:
            paid = np.cumsum(np.sort(self.charges))
            # The solver may be off by a millionth.
            budget = self.allowance * (1 + 1e-6)
            most = min(most, int(np.searchsorted(paid, budget, side="right")))
        return min(most, len(self.values))

    def broken_by(self, rows: np.ndarray, row: int) -> tuple[list[str], float]:
        """What adding `row` to the set would break, in words, and the EUR that would be missing.

        Where all places are taken the money is counted as if it stood in the place of the dearest.
        """
        together = np.append(rows, row)
        fails, extra = self._over_budget(together, row)
        fails += [*self._promises_missed(together), *self._groups_broken(together, row)]
        if not fails and self.values[row] <= 0:
            fails.append(ADDS_NO_VALUE)
        return fails, extra

    def _over_budget(self, together: np.ndarray, row: int) -> tuple[list[str], float]:
        if self.allowance is None:
            return [], 0.0
        free = together[:-1][~self.must[together[:-1]]]
        spared = self.charges[free].max() if self._is_too_large(together) and len(free) else 0.0
        extra = max(float(self.charges[together].sum() - spared) - self.allowance, 0.0)
        if self.charges[row] > self.allowance:
            over = np.ceil(self.charges[row] - self.allowance)
            return [f"alone €{over:,.0f} above the budget"], extra
        return ([f"would need €{np.ceil(extra):,.0f} more"] if extra > 0 else []), extra

    def _is_too_large(self, together: np.ndarray) -> bool:
        most = self.constraints.at_most
        return most is not None and len(together) > most

    def _promises_missed(self, together: np.ndarray) -> list[str]:
        return [
            f"less than {promise.least:,.0f} {promise.words}"
            for promise in self.promises
            if promise.brought[together].sum() < promise.least * (1 - _SLACK)
        ]

    def _groups_broken(self, together: np.ndarray, row: int) -> list[str]:
        w, fails, size = self.constraints, [], len(together)
        if self._is_too_large(together):
            noun = "creator" if w.at_most == 1 else "creators"
            fails.append(f"the limit of {w.at_most} {noun} is reached")
        for tier, most in w.tier_most:
            if self.tiers[tier][row] and int(self.tiers[tier][together].sum()) > most:
                fails.append(f"tier {tier} is full ({most})")
        for code, share in w.country_least:
            if self.countries[code][together].sum() < (share - _SLACK) * size:
                fails.append(f"share from {code} would fall below {share:.0%}")
        for name, mask in self.niches.items():
            most_of_one = (w.niche_most or 0.0) + _SLACK
            if mask[row] and mask[together].sum() > most_of_one * size:
                fails.append(f"niche '{name}' would be above {w.niche_most:.0%}")
        return fails


def useful_rows(problem: MilpProblem) -> np.ndarray:
    """Rows that some best set is made of; leaving out the others changes no best value.

    A set has at most `size_most` creators. Where as many others of the same tier, countries and
    niche (as far as constraints tell them apart) cost no more and are worth no less, one of them is
    free to take the place, so the creator is never needed. With promises the other must bring no
    less of each, too.
    """
    if problem.promises:
        return _useful_with_promises(problem)
    most = problem.size_most()
    kinds = _kinds(problem)
    order = np.lexsort((np.arange(len(kinds)), -problem.values, problem.charges))
    better: dict[int, list[float]] = {}
    keep = problem.must.copy()
    for row in order:
        if problem.must[row]:
            continue  # in any set already, so it is free to take nobody's place
        value, heap = problem.values[row], better.setdefault(int(kinds[row]), [])
        if len(heap) < most:
            heapq.heappush(heap, value)
            keep[row] = True
        elif heap and value > heap[0]:
            heapq.heapreplace(heap, value)
            keep[row] = True
    return np.flatnonzero(keep)


def _kinds(problem: MilpProblem) -> np.ndarray:
    """(n,) a number for each group of candidates that no constraint tells apart."""
    kinds = np.zeros(len(problem.values), dtype=np.int64)
    for mask in (*problem.tiers.values(), *problem.countries.values(), *problem.niches.values()):
        kinds = np.unique(kinds * 2 + mask, return_inverse=True)[1]
    return kinds


def _useful_with_promises(problem: MilpProblem) -> np.ndarray:
    """`useful_rows` by comparing all pairs, some at once."""
    kinds, n = _kinds(problem), len(problem.values)
    better = np.column_stack(
        [-problem.charges, problem.values, *(promise.brought for promise in problem.promises)]
    )
    # A must is in any set already, so it is free to take nobody's place.
    able = np.flatnonzero(~problem.must)
    keep, most = problem.must.copy(), problem.size_most()
    step = max(_PAIRS_AT_ONCE // max(n, 1), 1)
    for start in range(0, len(able), step):
        rows = able[start : start + step]
        beaten = kinds[rows, None] == kinds[None, able]
        same = np.ones_like(beaten)
        for column in better.T:
            beaten &= column[None, able] >= column[rows, None]
            same &= column[None, able] == column[rows, None]
        # Of those that are alike the first come first.
        beaten &= ~same | (able[None, :] < rows[:, None])
        keep[rows] = beaten.sum(axis=1) < most
    return np.flatnonzero(keep)
