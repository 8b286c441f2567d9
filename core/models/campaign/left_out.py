"""Creators that the best set does without, and what having each would cost."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from core.models.campaign.solver.milp import MilpProblem
from core.models.campaign.solver.solving import Answer, solved

# Each re-solve tells one person one number, so it may take less than the main question.
FORCED_LIMIT_S = 0.4
_ALL_LIMIT_S = 1.5
# Losses are told to a tenth of a per cent of the value of the set.
_FORCED_GAP = 2e-4
_LOOKED_AT = 8


@dataclass(frozen=True)
class LeftOut:
    """A creator that is worth much and is not in the set.

    Attributes:
        fails: what adding it to the set would break, in words; empty when nothing would.
        extra_budget: EUR that adding it would need beyond the budget, in the place of the dearest
            where all places are taken; 0 when it fits in.
        loss: value lost by the best set that has it; None when no set can have it.
        loss_is_exact: False when the time ran out: the loss is then at most this, or with None
            not worked out.
    """

    influencer_id: str
    value: float
    price: float
    fails: tuple[str, ...]
    extra_budget: float
    loss: float | None
    loss_is_exact: bool = True


def left_out_of(problem: MilpProblem, kept: np.ndarray, rows: np.ndarray) -> list[LeftOut]:
    """The most valuable that may be chosen and were not, and the nearest; each forced in once."""
    best = float(problem.values[rows].sum())
    ids = problem.frame["influencer_id"]
    left_out = []
    deadline = time.perf_counter() + _ALL_LIMIT_S
    for row in _worth_explaining(problem, rows):
        fails, extra = problem.broken_by(rows, row)
        if time.perf_counter() < deadline:
            forced = solved(
                problem, np.union1d(kept, [row]), FORCED_LIMIT_S, forced=row, gap=_FORCED_GAP
            )
        else:
            forced = Answer("time ran out", None, 0.0)
        loss = None
        if forced.rows is not None:
            loss = max(best - float(problem.values[forced.rows].sum()), 0.0)
        left_out.append(
            LeftOut(
                ids.iloc[row],
                float(problem.values[row]),
                float(problem.prices[row]),
                tuple(fails),
                extra,
                loss,
                forced.status != "time ran out",
            )
        )
    return left_out


def _worth_explaining(problem: MilpProblem, rows: np.ndarray) -> list[int]:
    """Rows that somebody will ask about: the most valuable, and those nearest to getting in."""
    values, prices = problem.values, problem.charges
    paid = float(prices[rows].sum())
    # What a euro buys in the set: a creator that gives less for its price is far from getting in.
    rate = float(values[rows].sum()) / paid if paid > 0 else 0.0
    budget = problem.allowance
    rest = np.setdiff1d(np.arange(len(values)), rows)
    too_dear = rest[prices[rest] > budget] if budget is not None else rest[:0]
    affordable = np.setdiff1d(rest, too_dear)
    chosen: list[int] = []
    for group, worth, count in (
        (too_dear, values, 2),
        # Where the budget buys nobody, the question is what the cheapest would need.
        (too_dear if not len(rows) else rest[:0], -prices, 1),
        (affordable, values, 3),
        (affordable, values - rate * prices, 3),
    ):
        order = group[np.lexsort((group, -worth[group]))]
        chosen += [int(row) for row in order[:_LOOKED_AT] if row not in chosen][:count]
    return chosen
