"""What lists of recommendations look like beyond their hits: coverage, popularity, tiers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.domain.tiers import TIERS


def list_figures(
    rows: np.ndarray, popularity: np.ndarray, tiers: Sequence[str | None]
) -> dict[str, float]:
    """Figures of the first places of all users together.

    Args:
        rows: (users, k) rows of items, -1 where a list is shorter.
        popularity: (items,) how much each was chosen in training, at least 0.
        tiers: (items,) size class of each; None when unknown.
    Returns:
        coverage: share of all items that stand in any list, 0-1.
        popularity: mean place of the listed items among all items by popularity, 0 the least
            chosen, 1 the most.
        gini: inequality of how often items are listed, 0 all alike, near 1 a few take all.
        tier_<name>: share of the places that go to the tier.
        NaN each without any place.
    """
    items_count = len(popularity)
    listed = rows[rows >= 0]
    names = [f"tier_{tier.name}" for tier in TIERS]
    if not len(listed):
        return dict.fromkeys(["coverage", "popularity", "gini", *names], float("nan"))
    counts = np.bincount(listed, minlength=items_count)
    order = np.sort(popularity)
    # Items of equal popularity share the middle of their places.
    below = np.searchsorted(order, popularity, side="left")
    upto = np.searchsorted(order, popularity, side="right")
    place = (below + upto - 1) / 2 / max(items_count - 1, 1)
    tier_of_row = np.array([tier or "" for tier in tiers])
    shares = {
        name: float((tier_of_row[listed] == tier.name).mean())
        for name, tier in zip(names, TIERS, strict=True)
    }
    return {
        "coverage": float((counts > 0).mean()),
        "popularity": float(place[listed].mean()),
        "gini": gini(counts),
        **shares,
    }


def gini(counts: np.ndarray) -> float:
    """Gini coefficient of amounts at least 0: 0 when all are alike, (n - 1) / n when one has all.

    NaN without anything.
    """
    values = np.sort(np.asarray(counts, dtype=np.float64))
    total = values.sum()
    if not len(values) or total <= 0:
        return float("nan")
    places = np.arange(1, len(values) + 1)
    return float((2 * places - len(values) - 1) @ values / (len(values) * total))
