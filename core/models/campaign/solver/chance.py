"""The best set that keeps its budget, and what it promises, with a given certainty.

A set x costs M(x) on average with variance V(x), both linear in x. It keeps the budget B with the
certainty when M + z sqrt(V) <= B. For any s > 0, sqrt(V) <= (V / s + s) / 2, with equality at
s = sqrt(V): so each s gives a linear constraint that no set meets which breaks the budget, and the
right s loses nothing. The same holds for a promise, M - z sqrt(V) >= R. The relaxed programs of a
grid of s say which of them are worth solving.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.models.campaign.certainty import Spread, deviations_above, deviations_below
from core.models.campaign.solver.milp import MilpProblem, Promise, useful_rows
from core.models.campaign.solver.solving import Answer, relaxed_value, solved

# Deviations of the cost as shares of the budget; between two of them the bound is off by 3%.
_COST_SHARES = tuple(0.005 * 1.6**step for step in range(10))
# The same of results, which may lie far above what is promised.
_RESULT_SHARES = (0.06, 0.12, 0.25, 0.5, 1.0, 2.0)
_MIDDLE = 5  # of the shares of costs
_SOLVED = 2
# The bounds of the grid leave more open than this.
_GAP = 1e-3
# A second program is not solved for less.
_WORTH = 5e-3


@dataclass(frozen=True)
class CertainSet:
    """Attributes:
    problem: whose linear constraints the set meets.
    kept: its rows that can matter.
    answer: the set.
    """

    problem: MilpProblem
    kept: np.ndarray
    answer: Answer

    @property
    def value(self) -> float:
        """Of the set; -inf without one."""
        rows = self.answer.rows
        return -np.inf if rows is None else float(self.problem.values[rows].sum())


def certain_set(
    problem: MilpProblem,
    costs: Spread,
    results: Mapping[str, Spread],
    certainty: float,
    time_limit_s: float,
) -> CertainSet:
    """The set of most value that holds budget and promises with a certainty.

    Args:
        problem: with promises in the mean.
        costs: of the candidates of the problem, in its order.
        results: what each brings, by the words of the promise.
        certainty: see `check_certainty`.
        time_limit_s: for the programs; the relaxed ones come before.
    """
    is_costly = problem.allowance is not None and costs.variance > 0
    cost_shares = _COST_SHARES if is_costly else (0.0,)
    result_shares: tuple[float, ...] = (0.0,)
    if any(spread.variance > 0 for spread in results.values()):
        middle = cost_shares[min(_MIDDLE, len(cost_shares) - 1)]
        by_result = [
            _relaxed(_charged(problem, costs, results, certainty, middle, share))
            for share in _RESULT_SHARES
        ]
        order = np.argsort([-relaxed.bound for relaxed in by_result], kind="stable")
        result_shares = tuple(_RESULT_SHARES[place] for place in order[:_SOLVED])
    tried = [
        _relaxed(_charged(problem, costs, results, certainty, *shares))
        for shares in product(cost_shares, result_shares)
    ]
    likely = sorted(tried, key=lambda relaxed: -relaxed.bound)[:_SOLVED]
    return _solved(likely, time.perf_counter() + time_limit_s)


@dataclass(frozen=True)
class _Relaxed:
    """A problem, its rows that can matter, and the value that no set of them exceeds."""

    problem: MilpProblem
    kept: np.ndarray
    bound: float


def _relaxed(problem: MilpProblem) -> _Relaxed:
    kept = useful_rows(problem)
    return _Relaxed(problem, kept, relaxed_value(problem, kept))


def _solved(likely: Sequence[_Relaxed], deadline: float) -> CertainSet:
    """The best set of some problems, the likeliest first."""
    sets: list[CertainSet] = []
    for relaxed in likely:
        best = max((found.value for found in sets), default=-np.inf)
        if sets and relaxed.bound <= best * (1 + _WORTH):
            break
        left = max(deadline - time.perf_counter(), 0.1)
        answer = solved(relaxed.problem, relaxed.kept, left, gap=_GAP)
        sets.append(CertainSet(relaxed.problem, relaxed.kept, answer))
    return max(sets, key=lambda found: found.value)


def _charged(
    problem: MilpProblem,
    costs: Spread,
    results: Mapping[str, Spread],
    certainty: float,
    cost_share: float,
    result_share: float,
) -> MilpProblem:
    """The problem with charges and promises that hold with the certainty."""
    charges, allowance = costs.means, problem.allowance
    if allowance is not None and cost_share > 0:
        z, s = deviations_above(certainty), cost_share * max(allowance, 1.0)
        charges = costs.means + z * costs.variances / (2 * s)
        allowance = allowance - z * s / 2
    promises = []
    for promise in problem.promises:
        brought, least = results[promise.words].means, promise.least
        if result_share > 0:
            z, s = deviations_below(certainty), result_share * max(promise.least, 1.0)
            brought = brought - z * results[promise.words].variances / (2 * s)
            least = promise.least + z * s / 2
        promises.append(Promise(promise.words, np.nan_to_num(brought, nan=0.0), least))
    return problem.charged(charges, allowance, promises)
