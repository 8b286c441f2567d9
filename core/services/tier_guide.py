"""Which tier serves a goal for a budget, on the creators of a build."""

from __future__ import annotations

from core.models.tier_guide import TierAdvice, tier_advice
from core.queries.tier_tradeoffs import tier_tradeoffs
from core.services.session import BuildSession


def tier_guide(session: BuildSession, goal: str, budget: float) -> TierAdvice:
    """The tier that gives most of the goal for the budget.

    Args:
        goal: one of `core.models.tier_guide.GOALS`.
        budget: EUR, above 0.
    Raises:
        ValueError: an unknown goal.
    """
    return tier_advice(tier_tradeoffs(session.con), goal, budget)
