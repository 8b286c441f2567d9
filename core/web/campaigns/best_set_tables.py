"""The best set as a table, and the creators it leaves out, each with what can be done."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from core.access import Role
from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.words import loss_words, with_names
from core.services.campaigns.best_set import BestSet
from core.web.campaigns.members import CampaignView
from core.web.campaigns.question import pick
from core.web.kit.campaigns import plan_tables
from core.web.kit.campaigns.buttons import added
from core.web.kit.formats import counted, plain
from core.web.kit.messages import run_with_flash
from core.web.kit.selection.state import select, selected_ids
from core.web.kit.team.offers import only
from core.workspace.campaigns import Campaign


def headline(build: str, view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    """How many for how much, which prices are estimates, and a button that adds them."""
    number = view.campaign.campaign_id
    inside = {creator.influencer_id for creator in view.members}
    new = [creator for creator in best.plan.chosen["influencer_id"] if creator not in inside]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plan_tables.plan_headline(best, constraints.budget))
        st.space("stretch")
        st.button(
            f"Add {len(new)} to the campaign" if new else "All are in the campaign",
            type="primary",
            icon=":material/playlist_add:",
            key=f"plan_add_{number}",
            on_click=_add_all,
            args=(build, view.campaign, tuple(new)),
            **only(Role.EDITOR, disabled=not new),
        )
    places = constraints.at_most
    if places is not None and len(constraints.must) >= places:
        st.caption(
            f":material/info: {counted(places, 'place')} at most, and as many creators must be in: "
            "no other could be weighed. Raise 'Creators at most', or untick 'Keep creators already "
            "in the campaign'."
        )
    note = plan_tables.estimates_note(best)
    if note:
        st.caption(note)


def chosen_table(view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    """Who is in the set and why, and a button that rules the ticked out."""
    number = view.campaign.campaign_id
    _concentrated(best.plan, best.facts)
    plan_tables.chosen_table(
        best,
        frozenset(creator.influencer_id for creator in view.members),
        key=f"plan_chosen_{number}",
    )
    rows = _ticked(best.plan.chosen["influencer_id"])
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
    plan_tables.left_out_table(
        table.assign(asked=plan_tables.counted_prices(table)),
        goal,
        price_basis=best.price_basis,
        key=f"plan_left_out_{number}",
    )
    rows = _ticked(table["influencer_id"])
    _pick_buttons(number, rows, must_be_in=True, keep=frozenset())


def _ticked(shown: Iterable[str]) -> list[str]:
    """Those of a table that are selected."""
    selected = set(selected_ids())
    return [influencer_id for influencer_id in shown if influencer_id in selected]


def _pick(number: int, ids: list[str], *, is_in: bool) -> None:
    """Asks again with these in or out; they are no longer selected, for the question is settled."""
    pick(number, ids, is_in=is_in)
    select([influencer_id for influencer_id in selected_ids() if influencer_id not in ids])


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
            on_click=_pick,
            args=(number, free),
            kwargs={"is_in": must_be_in},
        )


def _add_all(build: str, campaign: Campaign, ids: tuple[str, ...]) -> None:
    run_with_flash(lambda: added(build, campaign, ids))
