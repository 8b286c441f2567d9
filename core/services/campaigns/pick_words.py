"""What each creator of the best set brings, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.domain.fit_bands import fit_words
from core.formats import compact, is_missing

_WHOLE = 0.5  # EUR; prices closer than this are shown the same
_LABELS = {
    "recommended": "score",
    "fit": "fit",
    "reach": "reach",
    "engagements": "engagements",
    "mix": "mix",
}


def pick_reasons(
    chosen: pd.DataFrame, facts: pd.DataFrame, members: frozenset[str], goal: str
) -> list[str]:
    """One text per creator of a plan, parallel to `chosen`.

    Args:
        chosen: `CampaignPlan.chosen`.
        facts: of `campaign_plan.planned`, by influencer_id.
        members: ids of those in the campaign.
        goal: that was used.
    """
    return [
        _reason(row, facts.loc[row["influencer_id"]].to_dict(), facts, members, goal)
        for row in chosen.to_dict("records")
    ]


def _reason(
    row: Mapping[str, Any],
    creator: Mapping[str, Any],
    facts: pd.DataFrame,
    members: frozenset[str],
    goal: str,
) -> str:
    parts = []
    if row["is_must"]:
        parts.append("in the campaign" if row["influencer_id"] in members else "you want it in")
    if not is_missing(creator["fit_percentile"]):
        parts.append(fit_words(creator["fit"], creator["fit_percentile"]))
    rate, times = creator["engagements_per_euro"], creator["engagements_against_median"]
    if not is_missing(rate):
        against = "" if is_missing(times) else f" ({_times(times)} the median)"
        parts.append(f"{_rate(rate)} likes + comments per €{against}")
    elif row["price"] == 0:
        parts.append("costs nothing")
    if not row["is_must"]:
        parts.append(_next_words(row, facts, goal))
    return "; ".join(parts)


def _next_words(row: Mapping[str, Any], facts: pd.DataFrame, goal: str) -> str:
    """Why it beat the one that would take its place."""
    if is_missing(row["next_id"]):
        return "nobody else fits in its place"
    less = float(row["value"]) - float(row["next_value"])
    words = f"ahead of @{facts.loc[row['next_id'], 'handle']}: "
    if less > 0:
        shown, following = (_value(row[name], goal) for name in ("value", "next_value"))
        words += f"{_LABELS[goal]} {shown} against {following}"
    else:
        words += f"the same {_LABELS[goal]}"
    cheaper = float(row["next_price"]) - float(row["price"])
    if abs(cheaper) < _WHOLE:
        return f"{words} at the same price"
    return f"{words}, €{abs(cheaper):,.0f} {'less' if cheaper > 0 else 'more'}"


def _value(value: float, goal: str) -> str:
    return compact(value) if goal in ("reach", "engagements") else f"{value:.1f}"


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}" if rate >= 0.1 else f"{rate:.2g}"


def _times(times: float) -> str:
    return f"{times:,.0f}x" if times >= 10 else f"{times:.1f}x"
