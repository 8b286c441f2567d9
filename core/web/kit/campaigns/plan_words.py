"""Words and columns of the answer of the optimiser."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.models.campaign.optimiser import CampaignPlan
from core.models.prices.words import PRICE_HELP
from core.web.kit.creators.labels import creator_column
from core.web.kit.formats import compact

VALUE_LABELS = {
    "recommended": "Score",
    "fit": "Fit",
    "reach": "Reach",
    "engagements": "Engagements",
    "mix": "Mix",
}


def plan_columns(goal: str, price_basis: str) -> dict[str, Any]:
    """How the columns of both tables look, on top of `creator_columns`.

    Args:
        price_basis: of the planned prices, see `BestSet`.
    """
    c = st.column_config
    return {
        "creator": creator_column(155),
        "value": c.NumberColumn(
            VALUE_LABELS[goal],
            format="compact" if goal in ("reach", "engagements") else "%.0f",
            width=85 if goal in ("reach", "engagements") else 50,
        ),
        "price": c.NumberColumn(
            "Planned €",
            format="€%,d",
            width=85,
            help=f"What the plan counts for all posts of the creator: the {price_basis} of each "
            f"price. {PRICE_HELP}",
        ),
        "per_100": c.NumberColumn(
            "Per €100",
            format="compact" if goal in ("reach", "engagements") else "%.1f",
            width=80,
            help="What €100 of the planned price brings",
        ),
        "why": c.TextColumn("Why", width=255),
        "verdict": c.TextColumn("Growth", width=95, help="What the growth evidence says"),
        "asked": c.TextColumn(
            "One post",
            width=150,
            help=PRICE_HELP,
        ),
        "fails": c.TextColumn("What kept it out", width=400),
        "loss": c.TextColumn(
            "The set loses",
            width=125,
            help="Value of the best set that has this creator, against the best set",
        ),
        "country": c.TextColumn(
            "Audience", width=90, help="Country of most of the audience, else of the creator"
        ),
    }


def proof_words(plan: CampaignPlan) -> str:
    """Whether no better set exists, as far as the search can tell; '' when that is not known."""
    if plan.status == "time ran out":
        return f"Time ran out: a better set could bring up to {plan.gap:.2%} more."
    if plan.status != "best":
        return ""
    if plan.certainty is not None:
        return (
            "Every set that the search allows keeps budget and minimums with this certainty; "
            "this one brings the most."
        )
    return "Proven best: no other set that meets these conditions has a higher total."


def whole_euros(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its prices rounded: the format of the columns would cut what is after the
    point, and the sum would not be that of the column."""
    return table.round({name: 0 for name in ("price",) if name in table})


def shown_value(value: float, goal: str) -> str:
    """A value in the unit of the goal."""
    return compact(value) if goal in ("reach", "engagements") else f"{value:,.0f}"
