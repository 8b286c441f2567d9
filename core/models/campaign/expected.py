"""What a set costs at most and brings at least, with a given certainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.models.campaign.assumptions import Assumptions
from core.models.campaign.certainty import CERTAINTY, spread_of
from core.models.campaign.constraints import ENGAGED, REACHED, Constraints


@dataclass(frozen=True)
class ExpectedResults:
    """A set of creators as a whole; unknown figures of a creator are left out.

    Attributes:
        certainty: 0-1, of what is 'at most' and 'at least'.
        cost_mean: EUR. cost_most: EUR that the set costs at most.
        budget_probability: 0-1, that the budget is kept; None without one.
        reach_least: people, shared audience subtracted. engagements_least: likes and comments.
        promise_probabilities: of each promise of the constraints, 0-1, that it is kept.
    """

    certainty: float
    cost_mean: float
    cost_most: float
    budget_probability: float | None
    reach_least: float
    engagements_least: float
    promise_probabilities: dict[str, float]


def different_people(assumptions: Assumptions) -> float:
    """Share (0-1) of the summed reach of several creators that is different people, in the middle
    of what is assumed."""
    return 1 - (assumptions.overlap_low + assumptions.overlap_high) / 2


def expected_results(
    members: pd.DataFrame,
    constraints: Constraints,
    assumptions: Assumptions,
    *,
    certainty: float = CERTAINTY,
) -> ExpectedResults:
    """Sums of independent log-normal figures, see `certainty`.

    Args:
        members: one row per creator of the set, with the columns of `member_ranges`.
        constraints: their budget and promises.
    """
    costs = spread_of(members["cost_low"], members["cost_high"])
    share = different_people(assumptions) if len(members) > 1 else 1.0
    reach = spread_of(members["reach_low"] * share, members["reach_high"] * share)
    engagements = spread_of(members["engagements_low"], members["engagements_high"])
    sums = {REACHED: reach, ENGAGED: engagements}
    budget = constraints.budget
    return ExpectedResults(
        certainty,
        costs.mean,
        costs.quantile(certainty),
        None if budget is None else costs.probability_below(budget),
        reach.quantile(1 - certainty),
        engagements.quantile(1 - certainty),
        {
            words: 1 - sums[words].probability_below(float(np.nextafter(least, 0)))
            for words, least in constraints.promises().items()
        },
    )
