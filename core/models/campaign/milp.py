"""The best set of a campaign as a mixed-integer linear program, and the candidates it needs."""

from __future__ import annotations

import heapq

import numpy as np
import pandas as pd

from core.models.campaign.constraints import Constraints

# Shares are fractions of whole numbers: 0.1 x 10 must not miss 1 by rounding.
_SLACK = 1e-9


class MilpProblem:
    """Candidates that may be chosen, as arrays.

    Attributes:
        frame: the candidates, one row each.
        values, prices: (n,) float64; unknown ones of a must are 0.
        must: (n,) bool.
    """

    def __init__(self, frame: pd.DataFrame, constraints: Constraints) -> None:
        self.frame, self.constraints = frame, constraints
        self.values = np.nan_to_num(frame["value"].to_numpy(dtype=float, copy=True), nan=0.0)
        self.prices = np.nan_to_num(frame["price"].to_numpy(dtype=float, copy=True), nan=0.0)
        self.must = frame["influencer_id"].isin(constraints.must).to_numpy()
        self.tiers = {tier: (frame["tier"] == tier).to_numpy() for tier, _ in constraints.tier_most}
        self.countries = {
            code: (frame["country"] == code).to_numpy() for code, _ in constraints.country_least
        }
        named = (
            sorted(frame["niche"].dropna().unique()) if constraints.niche_most is not None else []
        )
        self.niches = {str(name): (frame["niche"] == name).to_numpy() for name in named}

    def linear_rows(self) -> list[tuple[np.ndarray, float, float, float]]:
        """(coefficients (n,), coefficient of the size of the set, least, most), one each."""
        w = self.constraints
        rows = [(np.ones(len(self.values)), -1.0, 0.0, 0.0)]
        if w.budget is not None:
            # In shares of the budget, for the solver's tolerance is an absolute one.
            rows.append(
                (self.prices / max(w.budget, 1.0), 0.0, -np.inf, w.budget / max(w.budget, 1))
            )
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
        if self.constraints.budget is not None:
            paid = np.cumsum(np.sort(self.prices))
            # The solver may be off by a millionth.
            budget = self.constraints.budget * (1 + 1e-6)
            most = min(most, int(np.searchsorted(paid, budget, side="right")))
        return min(most, len(self.values))

    def broken_by(self, rows: np.ndarray, row: int) -> tuple[list[str], float]:
        """What adding `row` to the set would break, in words, and the EUR that would be missing."""
        w, fails, extra = self.constraints, [], 0.0
        together = np.append(rows, row)
        size = len(together)
        if w.budget is not None:
            extra = max(float(self.prices[together].sum()) - w.budget, 0.0)
            if self.prices[row] > w.budget:
                over = np.ceil(self.prices[row] - w.budget)
                fails.append(f"alone €{over:,.0f} above the budget")
            elif extra > 0:
                fails.append(f"would need €{np.ceil(extra):,.0f} more")
        if w.at_most is not None and size > w.at_most:
            fails.append(f"all {w.at_most} places are taken")
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
        if not fails and self.values[row] <= 0:
            fails.append("adds no value")
        return fails, extra


def useful_rows(problem: MilpProblem) -> np.ndarray:
    """Rows that some best set is made of; leaving out the others changes no best value.

    A set has at most `size_most` creators. Where as many others of the same tier, countries and
    niche (as far as constraints tell them apart) cost no more and are worth no less, one of them is
    free to take the place, so the creator is never needed.
    """
    most = problem.size_most()
    masks = [*problem.tiers.values(), *problem.countries.values(), *problem.niches.values()]
    kinds = np.zeros(len(problem.values), dtype=np.int64)
    for mask in masks:
        kinds = np.unique(kinds * 2 + mask, return_inverse=True)[1]
    order = np.lexsort((np.arange(len(kinds)), -problem.values, problem.prices))
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
