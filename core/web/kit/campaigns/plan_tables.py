"""The tables of a plan: who is in and why, and who is not; alike for a brief and a campaign."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from core.models.campaign.assumptions import Assumptions
from core.models.campaign.costs import ESTIMATED, STORY
from core.models.campaign.totals import campaign_totals
from core.models.campaign.words import euro_range, price_words
from core.models.prices.words import planned_words, post_price_words
from core.services.campaigns.best_set import BestSet
from core.services.campaigns.pick_words import pick_reasons
from core.web.kit.campaigns.plan_cards import plan_cards
from core.web.kit.campaigns.plan_words import VALUE_LABELS, plan_columns, shown_value, whole_euros
from core.web.kit.creators.labels import creator_labels
from core.web.kit.creators.table import note_opened, open_noted
from core.web.kit.formats import count, country_name, money
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.selection.ticks import ticked_table
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import creator_columns

_REASON_PIXELS = 112  # five lines of a reason
_TWO_LINES_PIXELS = 66  # from 65 on Streamlit breaks lines
_CHOSEN = ["creator", "why", "asked", "price", "verdict", "value", "per_100", "country"]
_LEFT_OUT = ["creator", "fails", "loss", "asked", "price", "value"]


def plan_headline(best: BestSet, budget: float | None) -> str:
    """How many creators, for how much of which budget, and what they bring in total."""
    plan, goal = best.plan, best.goal
    noun = "creator" if len(plan.chosen) == 1 else "creators"
    cost = planned_words(plan.cost, best.price_basis)
    of_budget = f" of {money(budget)}" if budget is not None else ""
    return (
        f"**{len(plan.chosen)} {noun}** · {cost}{of_budget} · "
        f"{VALUE_LABELS[goal].lower()} in total {shown_value(plan.objective, goal)}"
    )


def estimates_note(best: BestSet) -> str:
    """Which prices of the plan are no listed ones, and the range of its cost; '' without any."""
    chosen = best.facts.loc[best.plan.chosen["influencer_id"]]
    by_source = [
        f"{count(int((chosen['cost_source'] == source).sum()))} {words}"
        for source, words in ((ESTIMATED, "estimated"), (STORY, "from the price of a story"))
        if (chosen["cost_source"] == source).any()
    ]
    if not by_source:
        return ""
    cost = campaign_totals(chosen, Assumptions()).cost
    return (
        f"Prices: {' and '.join(by_source)}. Together the set costs {euro_range(cost)}. The search "
        "finds low estimates more often than high ones: ask for these prices first."
    )


def chosen_table(
    best: BestSet, members: frozenset[str], *, key: str, height: Literal["content", "auto"] = "auto"
) -> None:
    """Who is in the set and why, one row per creator in the order of the plan, with ticks.

    Args:
        members: ids of those in the campaign already.
        height: as for `st.dataframe`.
    """
    plan, facts = best.plan, best.facts
    table = with_verdict(plan.chosen.join(facts, on="influencer_id")).assign(
        why=pick_reasons(plan.chosen, facts, members, best.goal),
        asked=counted_prices,
        country=lambda frame: frame["country"].map(country_name),
    )
    _shown(
        table, _CHOSEN, best.goal, key, best.price_basis, height=height, row_height=_REASON_PIXELS
    )


def left_out_table(rows: pd.DataFrame, goal: str, *, key: str, price_basis: str = "") -> None:
    """Who is not in the set, and why, with ticks.

    Args:
        rows: influencer_id, name, handle, fails, value, asked, and where known loss and price.
        goal: that `value` is a value of.
        price_basis: of `price`, see `BestSet`.
    """
    columns = [name for name in _LEFT_OUT if name in ("creator", *rows.columns)]
    # Beside the form of a campaign the columns are too narrow for a line each.
    row_height = _TWO_LINES_PIXELS if "loss" in columns else None
    _shown(rows, columns, goal, key, price_basis, row_height=row_height)


def asked_prices(rows: pd.DataFrame) -> list[str]:
    """What each asks for a post: as listed, else estimated; '-' when neither is known.

    Args:
        rows: post_price, estimated_low, estimated_high.
    """
    names = ["post_price", "estimated_low", "estimated_high"]
    return [post_price_words(row) for row in rows[names].to_dict("records")]


def counted_prices(rows: pd.DataFrame) -> list[str]:
    """The price of a post of each that a campaign counts with: agreed, listed, estimated.

    Args:
        rows: of `candidates`.
    """
    names = ["cost_low", "cost_high", "cost_source", "posts_count"]
    return [price_words(*row) for row in rows[names].itertuples(index=False, name=None)]


def _shown(
    table: pd.DataFrame,
    columns: list[str],
    goal: str,
    key: str,
    price_basis: str,
    *,
    height: Literal["content", "auto"] = "auto",
    row_height: int | None = None,
) -> None:
    # A row of several lines has room for the whole name.
    names = table["name"] + "  @" + table["handle"] if row_height else creator_labels(table)
    table = whole_euros(table.assign(creator=names))
    # `app.css` shows the one or the other.
    with st.container(key=f"plan_wide_{key}"):
        ticked_table(
            table,
            key=f"{key}_{view_key(tuple(table['influencer_id']))}",
            column_order=columns,
            column_config={**creator_columns(), **plan_columns(goal, price_basis)},
            on_open=note_opened,
            height=height,
            row_height=row_height,
        )
    with st.container(key=f"plan_narrow_{key}"):
        plan_cards(table, goal, price_basis, key=f"{key}_card")
    open_noted()
