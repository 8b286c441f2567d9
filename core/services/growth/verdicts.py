"""What the growth evidence says of a creator, as a yes or no."""

from __future__ import annotations

from core.models.growth.verdict import UNUSUAL, growth_verdict
from core.queries.growth.evidence import growth_evidence
from core.services.session import BuildSession


def growth_is_worth_checking(session: BuildSession, influencer_id: str) -> bool:
    """Whether the growth evidence of a creator says so; False where nothing is known."""
    if not session.has_growth_evidence:
        return False
    evidence = growth_evidence(session.con, influencer_id)
    probability = None if evidence is None else evidence.purchased_probability
    return growth_verdict(probability).status == UNUSUAL
