"""The program solved by HiGHS, on the few candidates that can matter."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.models.campaign.solver.milp import MilpProblem

# Proven to a millionth of the objective; what is closer is the same to everybody.
_GAP = 1e-6
# From here on the relaxed program pays: it takes less time than it saves.
_CORE_FROM = 600
_CORE_SIZE = 300
_WHOLE_MOST = 20_000
_INFEASIBLE = 2  # scipy's status


@dataclass(frozen=True)
class Answer:
    """Attributes:
    status: 'best' | 'time ran out' | 'impossible'.
    rows: of the problem, ascending; None when no set was found.
    gap: share of the objective that is not proven.
    """

    status: str
    rows: np.ndarray | None
    gap: float


@dataclass(frozen=True)
class _SolverInput:
    """Minimise `costs` over 0/1 with the size of the set as the last, whole variable.

    Attributes:
        costs: (n,) minus the value, in shares of the greatest.
        lower: (n,) 1 for what has to be in the set.
        matrix: (rows, n + 1). least, most: (rows,).
        size_least, size_most: of the set.
        gap: share of the objective that need not be proven.
    """

    costs: np.ndarray
    lower: np.ndarray
    matrix: Any  # scipy.sparse.csr_matrix
    least: np.ndarray
    most: np.ndarray
    size_least: int
    size_most: int
    gap: float

    def part(self, columns: np.ndarray) -> _SolverInput:
        """The same with these candidates only."""
        every = np.append(columns, len(self.costs))
        return _SolverInput(
            self.costs[columns],
            self.lower[columns],
            self.matrix[:, every],
            self.least,
            self.most,
            self.size_least,
            self.size_most,
            self.gap,
        )


def solved(
    problem: MilpProblem,
    kept: np.ndarray,
    time_limit_s: float,
    *,
    forced: int | None = None,
    gap: float = _GAP,
) -> Answer:
    """The best set made of the rows `kept`.

    With many rows the relaxed program (shares of creators allowed) comes first. The best set
    among the rows that it likes most is a set to beat; a row whose reduced cost says that no set
    with it can beat that set is left out, which changes no best value.

    Args:
        kept: rows that may be in the set, rising; must hold every must.
        forced: a row of `kept` that has to be in the set.
        gap: share of the objective that need not be proven.
    """
    deadline = time.perf_counter() + time_limit_s
    solver_input = _solver_input(problem, kept, forced, gap)
    if solver_input is None:
        return Answer("impossible", None, 0.0)
    if len(kept) == 0:
        if problem.promises:
            return Answer("impossible", None, 0.0)
        return Answer("best", np.zeros(0, dtype=np.int64), 0.0)
    if len(kept) < _CORE_FROM:
        answer = _integer(solver_input, time_limit_s)
    else:
        answer = _by_core(solver_input, deadline)
    return answer if answer.rows is None else Answer(answer.status, kept[answer.rows], answer.gap)


def relaxed_value(problem: MilpProblem, kept: np.ndarray, time_limit_s: float = 1.0) -> float:
    """Value that no set of the rows `kept` exceeds; -inf when none is possible."""
    solver_input = _solver_input(problem, kept, None, _GAP)
    if solver_input is None:
        return -np.inf
    if len(kept) == 0:
        return -np.inf if problem.promises else 0.0
    answer = _relaxed(solver_input, time.perf_counter() + time_limit_s)
    if answer.status == _INFEASIBLE:
        return -np.inf
    values = problem.values[kept]
    return np.inf if answer.fun is None else -float(answer.fun) * float(np.abs(values).max())


def _solver_input(
    problem: MilpProblem, kept: np.ndarray, forced: int | None, gap: float
) -> _SolverInput | None:
    """The problem on some rows; None when counting alone shows that no set is possible."""
    from scipy.sparse import csr_matrix, hstack

    w, n = problem.constraints, len(kept)
    at_least = w.at_least or 0
    at_most = n if w.at_most is None else min(w.at_most, n)
    lower = problem.must[kept].astype(float)
    if forced is not None:
        lower[np.searchsorted(kept, forced)] = 1
    if at_least > at_most or lower.sum() > at_most:
        return None
    values = problem.values[kept]
    rows = problem.linear_rows()
    # The size of the set is a variable of its own: shares written out over all candidates are
    # dense, and took HiGHS ten times as long.
    matrix = hstack(
        [
            csr_matrix(np.array([row[0][kept] for row in rows])),
            csr_matrix(np.array([[row[1]] for row in rows])),
        ]
    ).tocsr()
    return _SolverInput(
        -values / max(np.abs(values).max(initial=0), 1e-12),
        lower,
        matrix,
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]),
        at_least,
        at_most,
        gap,
    )


def _integer(solver_input: _SolverInput, time_limit_s: float) -> Answer:
    """The best set; rows are columns of the solver_input."""
    result = _milp(solver_input, time_limit_s)
    timed_out = result.status == 1
    if result.x is None:
        return Answer("time ran out" if timed_out else "impossible", None, 0.0)
    gap = float(result.mip_gap) if timed_out and result.mip_gap is not None else 0.0
    status = "time ran out" if timed_out and gap > solver_input.gap else "best"
    return Answer(status, np.flatnonzero(np.round(result.x[:-1]) > 0), gap)


def _by_core(solver_input: _SolverInput, deadline: float) -> Answer:
    relaxed = _relaxed(solver_input, deadline)
    if relaxed.status == _INFEASIBLE:
        return Answer("impossible", None, 0.0)  # not even with shares of creators
    if relaxed.status != 0:
        return Answer("time ran out", None, 0.0)
    n = len(solver_input.costs)
    bound, shares, reduced = (
        float(relaxed.fun),
        relaxed.x[:n],
        np.asarray(relaxed.lower.marginals[:n]),
    )
    order = np.lexsort((np.arange(len(reduced)), reduced))
    liked = np.zeros(len(reduced), dtype=bool)
    liked[order[:_CORE_SIZE]] = True
    core = np.flatnonzero(liked | (shares > 0) | (solver_input.lower > 0))
    first = _integer(solver_input.part(core), _left(deadline))
    if first.rows is None:
        # HiGHS does not stop in time on very many candidates.
        many = n > _WHOLE_MOST
        return (
            Answer("time ran out", None, 0.0) if many else _integer(solver_input, _left(deadline))
        )
    best = core[first.rows]
    worth = float(solver_input.costs[best].sum())
    able = bound + reduced <= worth - 1e-9
    able[best] = True
    able[core] = True
    rest = np.flatnonzero(able)
    if len(rest) == len(core):
        return Answer(first.status, best, first.gap)
    answer = _integer(solver_input.part(rest), _left(deadline))
    if answer.rows is None or float(solver_input.costs[rest[answer.rows]].sum()) > worth:
        # The time ran out: the set of the core stands, and the relaxed program says how near.
        return Answer("time ran out", best, max((worth - bound) / max(abs(worth), 1e-12), 0.0))
    return Answer(answer.status, rest[answer.rows], answer.gap)


def _left(deadline: float) -> float:
    return max(deadline - time.perf_counter(), 0.05)


def _relaxed(solver_input: _SolverInput, deadline: float) -> Any:
    """What HiGHS answers when creators may be in by a share."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    n = len(solver_input.costs)
    equal = solver_input.least == solver_input.most
    below, above = ~equal & np.isfinite(solver_input.most), ~equal & np.isfinite(solver_input.least)
    return linprog(
        np.append(solver_input.costs, 0.0),
        A_ub=vstack([solver_input.matrix[below], -solver_input.matrix[above]]),
        b_ub=np.concatenate([solver_input.most[below], -solver_input.least[above]]),
        A_eq=solver_input.matrix[equal],
        b_eq=solver_input.least[equal],
        bounds=np.column_stack(
            [
                np.append(solver_input.lower, solver_input.size_least),
                np.append(np.ones(n), solver_input.size_most),
            ]
        ),
        method="highs-ds",
        options={"time_limit": _left(deadline), "presolve": False},
    )


def _milp(solver_input: _SolverInput, time_limit_s: float) -> Any:
    """What HiGHS answers."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    n = len(solver_input.costs)
    return milp(
        np.append(solver_input.costs, 0.0),
        integrality=np.append(np.ones(n), 0.0),
        bounds=Bounds(
            np.append(solver_input.lower, solver_input.size_least),
            np.append(np.ones(n), solver_input.size_most),
        ),
        constraints=LinearConstraint(solver_input.matrix, solver_input.least, solver_input.most),
        # Presolve compares all pairs of candidates and does not heed the time limit.
        options={"mip_rel_gap": solver_input.gap, "time_limit": time_limit_s, "presolve": False},
    )
