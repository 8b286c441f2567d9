"""What each kind of interaction says, in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

# A glance says little, an agreement says most; the order matters more than the figures.
INTERACTION_POINTS: dict[str, float] = {
    "view": 1.0,
    "info": 2.0,
    "contact": 3.0,
    "campaign": 5.0,
    "collaboration": 10.0,
}


def points_of(kinds: Sequence[str], points: Mapping[str, float] | None = None) -> np.ndarray:
    """(n,) float64 points of interactions by kind; 0 for an unknown kind.

    Args:
        points: of each kind; `INTERACTION_POINTS` when not given.
    """
    table = INTERACTION_POINTS if points is None else points
    return np.array([table.get(kind, 0.0) for kind in kinds], dtype=np.float64)
