"""Words and columns of the answer of the optimiser."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import streamlit as st

from core.models.campaign.left_out import LeftOut
from core.models.campaign.wishes import Wishes
from core.web.formats import MISSING, compact, country_name

VALUE_LABELS = {
    "recommended": "Score",
    "fit": "Fit",
    "reach": "Reach",
    "engagements": "Engagements",
    "mix": "Mix",
}


def plan_columns(goal: str) -> dict[str, Any]:
    """How the columns of both tables look, on top of `creator_columns`."""
    c = st.column_config
    return {
        "creator": c.TextColumn("Creator", width=175, pinned=True),
        "value": c.NumberColumn(
            VALUE_LABELS[goal],
            format="compact" if goal in ("reach", "engagements") else "%.0f",
            width="small",
        ),
        "price": c.NumberColumn("Price €", format="€%,d", width="small", help="Planned posts"),
        "per_100": c.NumberColumn(
            "For €100",
            format="compact" if goal in ("reach", "engagements") else "%.1f",
            width="small",
            help="Value for EUR 100",
        ),
        "why": c.TextColumn("Why", width=195),
        "fails": c.TextColumn("What kept it out", width=265),
        "loss": c.TextColumn(
            "The set loses",
            width=125,
            help="Value of the best set that has this creator, against the best set",
        ),
        "country": c.TextColumn("Audience", width="small"),
    }


def why_words(row: dict[str, Any], members: Collection[str], goal: str = "fit") -> str:
    """Why a creator is in the set.

    Args:
        row: of `CampaignPlan.chosen`.
        members: ids of those in the campaign.
        goal: of the plan.
    """
    if row["is_must"]:
        return "in the campaign" if row["influencer_id"] in members else "you want it in"
    if pd.isna(row["per_100"]):
        return "costs nothing"
    if pd.isna(row["against_median"]):
        return "fits the wishes"
    if goal == "recommended":
        # Half of all have a score of 0, so a multiple of the usual says nothing.
        return f"score {row['value']:.0f}, {row['per_100']:,.0f} for €100"
    times = row["against_median"]
    if times >= 1.05:
        return (
            f"{times:,.1f}x the usual value for money"
            if times < 10
            else (f"{times:,.0f}x the usual value for money")
        )
    return "high value, usual price" if times > 0.95 else "high value, though dear"


def loss_words(one: LeftOut, objective: float) -> str:
    """What the set would lose with a creator that is not in it."""
    if one.loss is None:
        return "no set can have it" if one.loss_is_exact else MISSING
    share = one.loss / objective if objective > 0 else 0
    if share < 0.0005:
        return "nothing: as good"
    return f"{'' if one.loss_is_exact else 'at most '}{share:.1%}"


def shown_value(value: float, goal: str) -> str:
    """A value in the unit of the goal."""
    return compact(value) if goal in ("reach", "engagements") else f"{value:,.0f}"


def with_names(words: str, wishes: Wishes) -> str:
    """The words with countries by name."""
    for code, _ in wishes.country_least:
        words = words.replace(f"from {code}", f"from {country_name(code)}")
    return words
