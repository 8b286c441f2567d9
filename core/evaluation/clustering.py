"""How far groups agree with categories that somebody else gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Agreement:
    """Attributes:
    nmi: normalised mutual information (arithmetic mean), 0 none to 1 the same groups.
    purity: share whose category is the most frequent one of its group, 0-1; it rises with
        the number of groups.
    largest_share: share of the most frequent category, the purity of a single group.
    rows_count: how many were compared.
    """

    nmi: float
    purity: float
    largest_share: float
    rows_count: int


def agreement(groups: Sequence[object], categories: Sequence[object]) -> Agreement | None:
    """Agreement over rows with both; None when no row has both.

    A group of -1 and a category of None, NaN or '' are unknown.
    """
    pairs = [
        (group, category)
        for group, category in zip(groups, categories, strict=True)
        if group != -1
        and category is not None
        and category != ""
        and not (isinstance(category, float) and np.isnan(category))
    ]
    if not pairs:
        return None
    _, group_codes = np.unique([str(group) for group, _ in pairs], return_inverse=True)
    _, category_codes = np.unique([str(category) for _, category in pairs], return_inverse=True)
    table = np.zeros((group_codes.max() + 1, category_codes.max() + 1))
    np.add.at(table, (group_codes, category_codes), 1)
    total = table.sum()
    return Agreement(
        nmi=_nmi(table / total),
        purity=float(table.max(axis=1).sum() / total),
        largest_share=float(table.sum(axis=0).max() / total),
        rows_count=int(total),
    )


def _nmi(joint: np.ndarray) -> float:
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    entropies = _entropy(rows) + _entropy(columns)
    if entropies <= 0:
        return 1.0  # one group and one category: the same grouping
    information = _entropy(rows) + _entropy(columns) - _entropy(joint.ravel())
    return float(np.clip(2 * information / entropies, 0.0, 1.0))


def _entropy(shares: np.ndarray) -> float:
    used = shares[shares > 0]
    return float(-(used * np.log(used)).sum())
