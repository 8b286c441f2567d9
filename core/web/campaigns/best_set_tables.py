"""The best set as a table, and the creators it leaves out, each with what can be done."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.words import loss_words, with_names
from core.services.campaigns.best_set import BestSet
from core.services.campaigns.pick_words import pick_reasons
from core.web.campaigns.constraints import (
    pick,
)
from core.web.campaigns.members import CampaignView
from core.web.kit.campaigns.buttons import added
from core.web.kit.campaigns.plan_words import (
    VALUE_LABELS,
    plan_columns,
    shown_value,
    whole_euros,
)
from core.web.kit.formats import country_name, money, plain
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.messages import run_with_flash
from core.web.kit.widgets import creator_columns
from core.workspace.campaigns import Campaign

_REASON_PIXELS = 92  # four lines of a reason


def chosen_table(build: str, view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    """Who is in the set and why, a button that adds them, and one that rules the ticked out."""
    plan, facts, goal = best.plan, best.facts, best.goal
    number = view.campaign.campaign_id
    inside = {creator.influencer_id for creator in view.members}
    new = [creator for creator in plan.chosen["influencer_id"] if creator not in inside]
    budget = f" of {money(constraints.budget)}" if constraints.budget is not None else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{len(plan.chosen)} creators for {money(plan.cost)}{budget}** · "
            f"{VALUE_LABELS[goal].lower()} in total {shown_value(plan.objective, goal)}"
        )
        st.space("stretch")
        st.button(
            f"Add {len(new)} to the campaign" if new else "All are in the campaign",
            type="primary",
            icon=":material/playlist_add:",
            key=f"plan_add_{number}",
            disabled=not new,
            on_click=_add_all,
            args=(build, view.campaign, tuple(new)),
        )
    table = with_verdict(plan.chosen.join(facts, on="influencer_id")).assign(
        creator=lambda frame: frame["name"] + "  @" + frame["handle"],
        why=pick_reasons(plan.chosen, facts, frozenset(inside), goal),
        listed=lambda frame: frame["post_price"],
    )
    table = whole_euros(table)
    _concentrated(plan, facts)
    columns = ["creator", "why", "verdict", "value", "price", "listed", "per_100", "country"]
    table["country"] = table["country"].map(country_name)
    ticked = st.dataframe(
        table,
        key=f"plan_chosen_{number}_{_stamp(plan)}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        row_height=_REASON_PIXELS,
        column_order=columns,
        column_config={**creator_columns(), **plan_columns(goal)},
        placeholder="-",
    )
    rows = [plan.chosen["influencer_id"].iloc[row] for row in ticked.selection.rows]
    _pick_buttons(number, rows, must_be_in=False, keep=constraints.must)


def _concentrated(plan: CampaignPlan, facts: pd.DataFrame) -> None:
    """A warning when one creator takes more than half of the cost."""
    largest = plan.largest_share()
    if largest is not None:
        influencer_id, share = largest
        name = facts.loc[influencer_id, "name"]
        st.warning(
            f"{plain(name)} takes {share:.0%} of the cost: the set depends on one creator. "
            "Lower 'One creator at most %' (of the budget) to spread it.",
            icon=":material/error:",
        )


def left_out_table(view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    """Who is not in the set and why, and a button that forces the ticked in."""
    plan, facts, goal = best.plan, best.facts, best.goal
    number = view.campaign.campaign_id
    st.markdown("**Not in the set, and why**")
    table = pd.DataFrame(
        [
            {
                "influencer_id": creator.influencer_id,
                "value": creator.value,
                "price": creator.price,
                "fails": with_names("; ".join(creator.fails), constraints) or "others bring more",
                "loss": loss_words(creator, plan.objective),
            }
            for creator in plan.left_out
        ]
    ).join(facts, on="influencer_id")
    table = whole_euros(table)
    table["creator"] = table["name"] + "  @" + table["handle"]
    ticked = st.dataframe(
        table,
        key=f"plan_left_out_{number}_{_stamp(plan)}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_order=["creator", "fails", "loss", "value", "price"],
        column_config={**creator_columns(), **plan_columns(goal)},
        placeholder="-",
    )
    rows = [plan.left_out[row].influencer_id for row in ticked.selection.rows]
    _pick_buttons(number, rows, must_be_in=True, keep=frozenset())


def _pick_buttons(number: int, rows: list[str], *, must_be_in: bool, keep: frozenset[str]) -> None:
    """What can be done with the ticked rows; nothing while none is ticked."""
    free = [influencer_id for influencer_id in rows if influencer_id not in keep]
    if not rows:
        st.caption(
            "Tick rows to force them in, whatever the cost."
            if must_be_in
            else "Tick rows to rule them out and search again."
        )
    elif not free:
        st.caption("These are required: they are in the campaign, or you chose them.")
    else:
        st.button(
            f"{'Must be in' if must_be_in else 'Rule out'}: {len(free)} ticked",
            key=f"plan_{'must' if must_be_in else 'never'}_button_{number}",
            icon=":material/push_pin:" if must_be_in else ":material/block:",
            on_click=pick,
            args=(number, free),
            kwargs={"is_in": must_be_in},
        )


def _stamp(plan: CampaignPlan) -> int:
    """Differs with the rows of the tables, so that ticks never move to others."""
    return hash(
        (tuple(plan.chosen["influencer_id"]), tuple(x.influencer_id for x in plan.left_out))
    )


def _add_all(build: str, campaign: Campaign, ids: tuple[str, ...]) -> None:
    run_with_flash(lambda: added(build, campaign, ids))
