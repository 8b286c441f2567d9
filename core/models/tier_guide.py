"""Micro or macro: which tier serves a goal for a budget, in words with numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.formats import compact, counted

REACH, ENGAGEMENT, TRUST = "reach", "engagement", "trust"
GOALS = (REACH, ENGAGEMENT, TRUST)
# A tier with fewer priced creators than this says little.
CREATORS_MIN = 20
# More posts than this are work of their own.
_POSTS_MANY = 20


@dataclass(frozen=True)
class TierAdvice:
    """Attributes:
    tier: that serves the goal best; None when no tier can be told.
    table: the tiers with affordable_count (creators that the budget buys at the median price),
        bought_reach and bought_engagements (their medians times that); NaN when unknown.
    sentence: the advice with its numbers.
    caveat: what weakens it; '' when nothing does.
    """

    tier: str | None
    table: pd.DataFrame
    sentence: str
    caveat: str


def tier_advice(tiers: pd.DataFrame, goal: str, budget: float) -> TierAdvice:
    """The tier that gives most of the goal for the budget.

    reach: lowest price per 1,000 reached. engagement: lowest price per like or comment. trust:
    highest engagement rate, less the share of creators whose growth is worth checking. Only tiers
    of which the budget buys one creator at the median price, and with at least twenty creators of
    known price when there is such a tier.

    Args:
        tiers: as from `tier_tradeoffs`, smallest first.
        budget: EUR, above 0.
    Raises:
        ValueError: an unknown goal.
    """
    if goal not in GOALS:
        raise ValueError(f"Expected a goal among {', '.join(GOALS)}, found '{goal}'.")
    price = tiers["post_price_p50"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        bought = np.floor(budget / price)
    # More than there are cannot be bought.
    bought = np.minimum(bought, tiers["creators_count"].to_numpy(float))
    engaged = tiers["post_price_p50"] / tiers["price_per_engagement_p50"]
    table = tiers.assign(
        affordable_count=bought,
        bought_reach=bought * tiers["reach_p50"],
        bought_engagements=bought * engaged,
    )
    worth = _worth(table, goal)
    usable = ~np.isnan(worth) & (bought >= 1)
    enough = usable & (table["priced_count"].to_numpy() >= CREATORS_MIN)
    among = enough if enough.any() else usable
    if not among.any():
        return TierAdvice(None, table, _no_advice(table, budget), "")
    place = int(np.argmax(np.where(among, worth, -np.inf)))
    row = table.iloc[place]
    others = [other for other in np.flatnonzero(among) if other != place]
    second = max(others, key=lambda tier: worth[tier]) if others else None
    return TierAdvice(
        str(row["tier"]),
        table,
        _sentence(row, None if second is None else table.iloc[second], goal, budget),
        _caveat(table, place, usable, enough),
    )


def _worth(table: pd.DataFrame, goal: str) -> np.ndarray:
    if goal == REACH:
        worth = 1 / table["price_per_thousand_p50"]
    elif goal == ENGAGEMENT:
        worth = 1 / table["price_per_engagement_p50"]
    else:
        worth = table["engagement_rate_p50"] * (1 - table["unusual_share"].fillna(0))
    return worth.to_numpy(float)


def _no_advice(table: pd.DataFrame, budget: float) -> str:
    known = table["post_price_p50"].dropna()
    if known.empty:
        return "No prices are known, so tiers cannot be compared for a budget."
    return (
        f"€{budget:,.0f} buys no post at the median price of any tier; the least is "
        f"€{known.min():,.0f}."
    )


def _sentence(row: pd.Series, second: pd.Series | None, goal: str, budget: float) -> str:
    number = int(row["affordable_count"])
    posts = counted(number, "post")
    start = f"For {goal}, €{budget:,.0f} goes furthest with {row['tier']} creators: about {posts}"
    if goal == REACH:
        start += f" with about {compact(row['bought_reach'])} {row['reach_kind']} in all"
    else:
        start += f" with about {compact(row['bought_engagements'])} likes and comments in all"
    compared = f"{_figure(row, goal)}"
    if second is not None:
        compared += f", against {_figure(second, goal)} for {second['tier']}"
    return f"{start} ({compared})."


def _figure(row: pd.Series, goal: str) -> str:
    if goal == REACH:
        return f"€{row['price_per_thousand_p50']:,.1f} per 1,000 {row['reach_kind']}"
    if goal == ENGAGEMENT:
        return f"€{row['price_per_engagement_p50']:,.2f} per like or comment"
    unusual = row["unusual_share"]
    checked = "" if np.isnan(unusual) else f", growth worth checking for {unusual:.0%}"
    return f"engagement {row['engagement_rate_p50']:.1%}{checked}"


def _caveat(table: pd.DataFrame, place: int, usable: np.ndarray, enough: np.ndarray) -> str:
    if not enough[place]:
        number = int(table["priced_count"].iloc[place])
        return f"Only {number} creators of this tier have prices: take it as a hint."
    few = table["tier"][usable & ~enough].tolist()
    said = []
    number = int(table["affordable_count"].iloc[place])
    if number > _POSTS_MANY:
        said.append(f"That is {number:,} creators to brief and to pay one by one.")
    if few:
        verb = "has" if len(few) == 1 else "have"
        said.append(f"Left out: {', '.join(few)} {verb} under {CREATORS_MIN} creators with prices.")
    return " ".join(said)
