"""What a brand can do with a creator, and what each kind of interaction says, in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

VIEW, INFO, CONTACT, CAMPAIGN, COLLABORATION = (
    "view",
    "info",
    "contact",
    "campaign",
    "collaboration",
)
# A glance says little, an agreement says most; the order matters more than the figures.
INTERACTION_POINTS: dict[str, float] = {
    VIEW: 1.0,
    INFO: 2.0,
    CONTACT: 3.0,
    CAMPAIGN: 5.0,
    COLLABORATION: 10.0,
}
INTERACTION_KINDS = tuple(INTERACTION_POINTS)
# Kinds that say a brand chose the creator; a look may be mere curiosity.
CHOSEN_KINDS = (CONTACT, CAMPAIGN, COLLABORATION)


def points_of(kinds: Sequence[str], points: Mapping[str, float] | None = None) -> np.ndarray:
    """(n,) float64 points of interactions by kind; 0 for an unknown kind.

    Args:
        points: of each kind; `INTERACTION_POINTS` when not given.
    """
    table = INTERACTION_POINTS if points is None else points
    return np.array([table.get(kind, 0.0) for kind in kinds], dtype=np.float64)
