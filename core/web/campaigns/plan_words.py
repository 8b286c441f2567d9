"""Words and columns of the answer of the optimiser."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.models.campaign.constraints import Constraints
from core.models.campaign.left_out import LeftOut
from core.web.kit.formats import MISSING, compact, country_name

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
        "price": c.NumberColumn(
            "Planned €",
            format="€%,d",
            width="small",
            help="All planned posts: the agreed price, else the listed one with the spread that "
            "the assumptions give prices",
        ),
        "per_100": c.NumberColumn(
            "For €100",
            format="compact" if goal in ("reach", "engagements") else "%.1f",
            width="small",
            help="Value for EUR 100",
        ),
        "why": c.TextColumn("What it brings", width=330),
        "verdict": c.TextColumn("Growth", width=120, help="What the growth evidence says"),
        "listed": c.NumberColumn(
            "Listed €", format="€%,d", width="small", help="Price of one post, as listed"
        ),
        "fails": c.TextColumn("What kept it out", width=265),
        "loss": c.TextColumn(
            "The set loses",
            width=125,
            help="Value of the best set that has this creator, against the best set",
        ),
        "country": c.TextColumn("Audience", width="small"),
    }


def loss_words(creator: LeftOut, objective: float) -> str:
    """What the set would lose with a creator that is not in it."""
    if creator.loss is None:
        return "no set can have it" if creator.loss_is_exact else MISSING
    share = creator.loss / objective if objective > 0 else 0
    if share < 0.0005:
        return "nothing: as good"
    return f"{'' if creator.loss_is_exact else 'at most '}{share:.1%}"


def shown_value(value: float, goal: str) -> str:
    """A value in the unit of the goal."""
    return compact(value) if goal in ("reach", "engagements") else f"{value:,.0f}"


def with_names(words: str, constraints: Constraints) -> str:
    """The words with countries by name."""
    for code, _ in constraints.country_least:
        words = words.replace(f"from {code}", f"from {country_name(code)}")
    return words
