"""Whose growth asks to be looked at: one rule for lists, cards, boards and warnings."""

from __future__ import annotations

import pandas as pd

from core.models.growth.kinds import WORTH_CHECKING

# The specified score from which the pages say "worth checking".
UNUSUAL_FROM = 70


def is_unusual(facts: pd.DataFrame) -> pd.Series:
    """Whose growth is worth checking: by the evidence, and by the specified score without any.

    Args:
        facts: purchased_probability (0-1) and suspicion_score (0-100), NaN when unknown.
    """
    probability = pd.to_numeric(facts["purchased_probability"], errors="coerce")
    score = pd.to_numeric(facts["suspicion_score"], errors="coerce")
    return (probability >= WORTH_CHECKING) | (probability.isna() & (score >= UNUSUAL_FROM))
