"""Wishes of a campaign as a binary programme, and its solution by HiGHS."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.models.campaign.wishes import Wishes

# Proven to a millionth of the objective; what is closer is the same to everybody.
_GAP = 1e-6
# Shares are fractions of whole numbers: 0.1 x 10 must not miss 1 by rounding.
_SLACK = 1e-9


class Programme:
    """Candidates that may be chosen, as arrays.

    Attributes:
        frame: the candidates, one row each.
        values, prices: (n,) float64; unknown ones of a must are 0.
        must: (n,) bool.
    """

    def __init__(self, frame: pd.DataFrame, wishes: Wishes) -> None:
        self.frame, self.wishes = frame, wishes
        self.values = np.nan_to_num(frame["value"].to_numpy(dtype=float, copy=True), nan=0.0)
        self.prices = np.nan_to_num(frame["price"].to_numpy(dtype=float, copy=True), nan=0.0)
        self.must = frame["influencer_id"].isin(wishes.must).to_numpy()
        self.tiers = {tier: (frame["tier"] == tier).to_numpy() for tier, _ in wishes.tier_most}
        self.countries = {
            code: (frame["country"] == code).to_numpy() for code, _ in wishes.country_least
        }
        named = sorted(frame["niche"].dropna().unique()) if wishes.niche_most is not None else []
        self.niches = {str(name): (frame["niche"] == name).to_numpy() for name in named}

    def constraints(self) -> list[tuple[np.ndarray, float, float, float]]:
        """(coefficients (n,), coefficient of the size of the set, least, most), one each."""
        w = self.wishes
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
        most = len(self.values) if self.wishes.at_most is None else self.wishes.at_most
        if self.wishes.budget is not None:
            paid = np.cumsum(np.sort(self.prices))
            # The solver may be off by a millionth.
            budget = self.wishes.budget * (1 + 1e-6)
            most = min(most, int(np.searchsorted(paid, budget, side="right")))
        return min(most, len(self.values))

    def broken_by(self, rows: np.ndarray, row: int) -> tuple[list[str], float]:
        """What adding `row` to the set would break, in words, and the EUR that would be missing."""
        w, fails, extra = self.wishes, [], 0.0
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


@dataclass(frozen=True)
class Answer:
    """Attributes:
    status: 'best' | 'time ran out' | 'impossible'.
    rows: of the programme, rising; None when no set was found.
    gap: share of the objective that is not proven.
    """

    status: str
    rows: np.ndarray | None
    gap: float


def useful_rows(programme: Programme) -> np.ndarray:
    """Rows that some best set is made of; leaving out the others changes no best value.

    A set has at most `size_most` creators. Where as many others of the same tier, countries and
    niche (as far as wishes tell them apart) cost no more and are worth no less, one of them is
    free to take the place, so the creator is never needed.
    """
    most = programme.size_most()
    masks = [*programme.tiers.values(), *programme.countries.values(), *programme.niches.values()]
    kinds = np.zeros(len(programme.values), dtype=np.int64)
    for mask in masks:
        kinds = np.unique(kinds * 2 + mask, return_inverse=True)[1]
    order = np.lexsort((np.arange(len(kinds)), -programme.values, programme.prices))
    better: dict[int, list[float]] = {}
    keep = programme.must.copy()
    for row in order:
        if programme.must[row]:
            continue  # in any set already, so it is free to take nobody's place
        value, heap = programme.values[row], better.setdefault(int(kinds[row]), [])
        if len(heap) < most:
            heapq.heappush(heap, value)
            keep[row] = True
        elif heap and value > heap[0]:
            heapq.heapreplace(heap, value)
            keep[row] = True
    return np.flatnonzero(keep)


def solved(
    programme: Programme, kept: np.ndarray, time_limit_s: float, *, forced: int | None = None
) -> Answer:
    """The best set made of the rows `kept`.

    Args:
        kept: rows that may be in the set, rising; must hold every must.
        forced: a row of `kept` that has to be in the set.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, hstack

    w, n = programme.wishes, len(kept)
    at_least = w.at_least or 0
    at_most = n if w.at_most is None else min(w.at_most, n)
    lower = programme.must[kept].astype(float)
    if forced is not None:
        lower[np.searchsorted(kept, forced)] = 1
    if at_least > at_most or lower.sum() > at_most:
        return Answer("impossible", None, 0.0)
    if n == 0:
        return Answer("best", np.zeros(0, dtype=np.int64), 0.0)
    values = programme.values[kept]
    rows = programme.constraints()
    # The size of the set is a variable of its own: shares written out over all candidates are
    # dense, and took HiGHS ten times as long.
    matrix = hstack(
        [
            csr_matrix(np.array([row[0][kept] for row in rows])),
            csr_matrix(np.array([[row[1]] for row in rows])),
        ]
    ).tocsr()
    found = milp(
        np.append(-values / max(np.abs(values).max(), 1e-12), 0.0),
        integrality=np.append(np.ones(n), 0.0),
        bounds=Bounds(np.append(lower, at_least), np.append(np.ones(n), at_most)),
        constraints=LinearConstraint(
            matrix, np.array([row[2] for row in rows]), np.array([row[3] for row in rows])
        ),
        # Presolve compares all pairs of candidates and does not heed the time limit.
        options={"mip_rel_gap": _GAP, "time_limit": time_limit_s, "presolve": False},
    )
    timed_out = found.status == 1
    if found.x is None:
        return Answer("time ran out" if timed_out else "impossible", None, 0.0)
    gap = float(found.mip_gap) if timed_out and found.mip_gap is not None else 0.0
    status = "time ran out" if timed_out and gap > _GAP else "best"
    return Answer(status, kept[np.flatnonzero(np.round(found.x[:n]) > 0)], gap)
