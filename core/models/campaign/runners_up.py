"""Who would take the place of each creator of a set."""

from __future__ import annotations

import numpy as np

from core.models.campaign.solver.milp import MilpProblem

_TRIED = 200


def runners_up(problem: MilpProblem, rows: np.ndarray) -> list[int | None]:
    """For each row of the set, the most valuable row that could take its place.

    Args:
        rows: of the problem, the set.
    Returns:
        Parallel to `rows`: a row outside the set with which the set meets all constraints; None for
        a must, and where none of the most valuable affordable ones does.
    """
    values, prices, budget = problem.values, problem.charges, problem.allowance
    outside = np.setdiff1d(np.arange(len(values)), rows)
    outside = outside[np.lexsort((outside, -values[outside]))]
    paid = float(prices[rows].sum())
    replacements: list[int | None] = []
    for row in rows:
        free = np.inf if budget is None else budget - paid + prices[row]
        rest = rows[rows != row]
        affordable = outside[prices[outside] <= free][:_TRIED]
        fitting = (
            candidate for candidate in affordable if not problem.broken_by(rest, candidate)[0]
        )
        following = None if problem.must[row] else next(fitting, None)
        replacements.append(None if following is None else int(following))
    return replacements
