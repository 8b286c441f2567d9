"""Which candidates may be chosen at all, and what keeps the others out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.models.campaign.constraints import Constraints
from core.models.campaign.left_out import LeftOut
from core.models.growth.verdict import is_worth_checking

UNUSUAL_GROWTH = "growth worth checking"
NO_PRICE = "no price is known"
_HELD_BACK_SHOWN = 3


def allowed_candidates(
    frame: pd.DataFrame, constraints: Constraints
) -> tuple[np.ndarray, dict[str, int]]:
    """(n,) bool: may be chosen; and how many may not, by the first reason that holds."""
    allowed = np.ones(len(frame), dtype=bool)
    must = frame["influencer_id"].isin(constraints.must).to_numpy()
    excluded: dict[str, int] = {}
    for words, out in exclusions(frame, constraints):
        hit = out & allowed & ~must
        if hit.any():
            excluded[words] = int(hit.sum())
            allowed &= ~hit
    return allowed, excluded


def exclusions(frame: pd.DataFrame, constraints: Constraints) -> list[tuple[str, np.ndarray]]:
    """(words, (n,) bool: whom it keeps out) of each rule, in the order in which they count."""
    caution = pd.to_numeric(frame["caution_score"], errors="coerce").to_numpy(dtype=float)
    prices = frame["price"].to_numpy(dtype=float)
    probability = pd.to_numeric(frame["purchased_probability"], errors="coerce")
    rules = [
        ("ruled out by you", frame["influencer_id"].isin(constraints.never).to_numpy()),
        (NO_PRICE, ~(np.isfinite(prices) & (prices >= 0))),
        ("no value is known", ~np.isfinite(frame["value"].to_numpy(dtype=float))),
    ]
    if "in_filters" in frame:
        rules.append(("outside your filters", ~frame["in_filters"].to_numpy(dtype=bool)))
    if not constraints.includes_unusual:
        rules.append((UNUSUAL_GROWTH, is_worth_checking(probability).to_numpy(dtype=bool)))
    if not constraints.unknown_growth:
        rules.append(("not enough data on growth", probability.isna().to_numpy()))
    if constraints.caution_max is not None:
        rules.append(
            (f"caution score above {constraints.caution_max:g}", caution > constraints.caution_max)
        )
    if constraints.budget is not None and constraints.budget_share_max is not None:
        most = constraints.budget * constraints.budget_share_max
        rules.append(
            (f"more than {constraints.budget_share_max:.0%} of the budget", prices > most + 1e-9)
        )
    return rules


def held_back(frame: pd.DataFrame, out: np.ndarray, constraints: Constraints) -> list[LeftOut]:
    """The most valuable that a constraint keeps from being chosen at all."""
    values = frame["value"].to_numpy(dtype=float)
    never = frame["influencer_id"].isin(constraints.never).to_numpy()
    rows = np.flatnonzero(out & np.isfinite(values) & ~never)
    rows = rows[np.lexsort((rows, -values[rows]))][:_HELD_BACK_SHOWN]
    rules = exclusions(frame, constraints)
    return [
        LeftOut(
            frame["influencer_id"].iloc[row],
            float(values[row]),
            float(frame["price"].iloc[row]),
            tuple(words for words, hit in rules if hit[row]),
            0.0,
            None,
            loss_is_exact=False,  # it is kept out before anything is worked out
        )
        for row in rows
    ]
