"""Ranges around predictions that hold the truth as often as they say, by errors on others."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COVERAGE = 0.8
# What a range says of creators that are not like those it was measured on.
WIDE_COVERAGE = 0.95
GROUP_LEAST = 25
_ROUNDING = 1e-9  # 20 x (1 - .8) / 2 is 2


@dataclass(frozen=True)
class Margins:
    """How far the truth lies from a prediction, low and high, for each group.

    Attributes:
        of_group: group -> (low, high), to be added to a prediction.
        counts: group -> errors that its margins come from.
        wide: for groups with fewer than `GROUP_LEAST` errors, which have no margins of their own.
    """

    of_group: dict[str, tuple[float, float]]
    counts: dict[str, int]
    wide: tuple[float, float]

    def ends(
        self, predicted: NDArray[np.float64], groups: NDArray[np.object_], wide: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Low and high end of each prediction, and which of them are wide.

        Args:
            predicted, groups: (n,). wide: (n,) True where the wide margins are to be taken.
        """
        own = [
            None if out else self.of_group.get(str(group))
            for group, out in zip(groups, wide, strict=True)
        ]
        pairs = np.array([self.wide if pair is None else pair for pair in own]).reshape(-1, 2)
        is_wide = np.array([pair is None for pair in own], dtype=bool)
        return predicted + pairs[:, 0], predicted + pairs[:, 1], is_wide


def margins(errors: NDArray[np.float64], groups: NDArray[np.object_]) -> Margins:
    """Margins by errors of predictions for creators that the predictor was not trained on.

    The share of the coverage that is missed is the same on both sides. Within a group the truth of
    a further creator lies inside with probability `COVERAGE` or more, if it is drawn like the
    others of the group.

    Args:
        errors: (n,) truth - prediction, n >= 1. groups: (n,) names.
    Source: split conformal prediction by group (Mondrian), Vovk, Gammerman & Shafer 2005; errors
        of cross-validation in place of a second sample, Barber et al. 2021 (CV+).
    """
    of_group, counts = {}, {}
    for group in np.unique(groups.astype(str)):
        own = errors[groups.astype(str) == group]
        counts[str(group)] = len(own)
        if len(own) >= GROUP_LEAST:
            of_group[str(group)] = quantile_pair(own, COVERAGE)
    return Margins(of_group, counts, quantile_pair(errors, WIDE_COVERAGE))


def quantile_pair(errors: NDArray[np.float64], coverage: float) -> tuple[float, float]:
    """The pair of errors that holds a further one with probability `coverage` or more.

    Ranks are those of n + 1 exchangeable errors; with too few of them the ends are the extremes.
    """
    ordered = np.sort(errors)
    n = len(ordered)
    missed = (1 - coverage) / 2
    below = max(math.floor((n + 1) * missed + _ROUNDING), 1)
    above = min(math.ceil((n + 1) * (1 - missed) - _ROUNDING), n)
    return float(ordered[below - 1]), float(ordered[above - 1])
