"""The best set for a campaign: constraints on the left; who is in, who is not, and why, right."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import CampaignPlan
from core.queries.choices import FilterChoices
from core.services.campaigns.best_set import BestSet
from core.services.campaigns.pick_words import pick_reasons
from core.web.campaigns.constraints import (
    PlanQuestion,
    asked,
    constraints_form,
    include_unusual,
    pick,
    picked,
    unpick,
    with_people,
)
from core.web.campaigns.members import CampaignView, best_set
from core.web.campaigns.plan_words import (
    VALUE_LABELS,
    loss_words,
    plan_columns,
    shown_value,
    with_names,
)
from core.web.kit.campaigns.buttons import added
from core.web.kit.creators import reads as creator_reads
from core.web.kit.creators.cards import chips_html
from core.web.kit.formats import count, country_name, money, plain
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.matching import recommend_reads
from core.web.kit.matching.filters import active_filters
from core.web.kit.messages import attempted
from core.web.kit.state import known_brand
from core.web.kit.widgets import creator_columns
from core.workspace.campaigns import Campaign

_REASON_PIXELS = 92  # four lines of a reason


def optimiser(build: str, view: CampaignView) -> None:
    """The form and its answer."""
    left, right = st.columns([3, 7], gap="large")
    choices = creator_reads.filter_choices(build)
    with left:
        constraints_form(build, view, choices)
    question = asked(view.campaign.campaign_id)
    with right:
        if question is None:
            st.info(
                "Say what the set must keep to and press 'Find the best set'. All creators of the "
                "data are looked at; the answer says why each is in and what kept others out.",
                icon=":material/auto_awesome:",
            )
            return
        constraints = with_people(question, view)
        brand = known_brand(build, view.campaign.brand_id)
        best = best_set(
            build,
            brand,
            view.members,
            view.assumptions,
            question.options,
            constraints,
            recommend_reads.version(brand.brand_id) if brand else 0,
            tuple(sorted(recommend_reads.points().items())),
        )
        if best.goal != question.options.goal:
            st.caption(
                "Nothing can be recommended here, so similarity of the texts is counted."
                if best.goal == "fit"
                else "The campaign has no brand to fit, so likes and comments are counted."
            )
        _in_force(view.campaign.campaign_id, best.plan, constraints, question, choices)
        _answer(build, view, best, constraints)


def _in_force(
    number: int,
    plan: CampaignPlan,
    constraints: Constraints,
    question: PlanQuestion,
    choices: FilterChoices,
) -> None:
    """Country and filters that hold, and who is left out for the growth, with a click to look."""
    chips = [
        f"at least {share:.0%} from {country_name(code)}"
        for code, share in constraints.country_least
    ]
    chips += [f"filter: {one}" for one in active_filters(question.options.filters, choices)]
    many = plan.unusual_count
    if not chips and not many and not constraints.includes_unusual:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if chips:
            st.html(chips_html([(one, "plain") for one in chips]), width="content")
        if constraints.includes_unusual:
            words, label = "Growth worth checking is included.", "Leave it out"
        elif many:
            who = "1 creator whose" if many == 1 else f"{count(many)} creators whose"
            words, label = f"Left out: {who} growth is worth checking.", "Include"
        else:
            return
        st.caption(words, width="content")
        st.button(
            label,
            key=f"plan_unusual_button_{number}",
            type="tertiary",
            on_click=include_unusual,
            args=(number,),
            kwargs={"included": not constraints.includes_unusual},
        )


def _answer(build: str, view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    plan = best.plan
    if plan.status == "impossible":
        _impossible(plan, constraints)
    elif plan.status == "nothing fits" or plan.chosen.empty:
        st.info(
            "No set of creators meets all constraints. Relax one: the budget, estimated prices, "
            "the country, the filters, or one niche at most.",
            icon=":material/filter_alt_off:",
        )
    else:
        _chosen(build, view, best, constraints)
    if plan.left_out:
        _left_out(view, best, constraints)
    _small_print(view.campaign.campaign_id, plan)


def _impossible(plan: CampaignPlan, constraints: Constraints) -> None:
    if plan.clashes:
        words = "; ".join(with_names(one, constraints) for one in plan.clashes)
        text = f"No set meets all constraints. Dropping one of these would help: {words}."
    else:
        text = "No set meets all constraints, and dropping a single one is not enough."
    st.warning(plain(text), icon=":material/block:")


def _chosen(build: str, view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    plan, facts, goal = best.plan, best.facts, best.goal
    number = view.campaign.campaign_id
    inside = {one.influencer_id for one in view.members}
    new = [one for one in plan.chosen["influencer_id"] if one not in inside]
    budget = f" of {money(constraints.budget)}" if constraints.budget is not None else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{len(plan.chosen)} creators for {money(plan.cost)}{budget}** · "
            f"{VALUE_LABELS[goal].lower()} in sum {shown_value(plan.objective, goal)}"
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


def _left_out(view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    plan, facts, goal = best.plan, best.facts, best.goal
    number = view.campaign.campaign_id
    st.markdown("**Not in the set, and why**")
    table = pd.DataFrame(
        [
            {
                "influencer_id": one.influencer_id,
                "value": one.value,
                "price": one.price,
                "fails": with_names("; ".join(one.fails), constraints) or "others are worth more",
                "loss": loss_words(one, plan.objective),
            }
            for one in plan.left_out
        ]
    ).join(facts, on="influencer_id")
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
    free = [one for one in rows if one not in keep]
    if not rows:
        st.caption(
            "Tick rows to put them in whatever it costs."
            if must_be_in
            else "Tick rows to rule them out and look again."
        )
    elif not free:
        st.caption("These must be in: they are in the campaign, or you said so.")
    else:
        st.button(
            f"{'Must be in' if must_be_in else 'Rule out'}: {len(free)} ticked",
            key=f"plan_{'must' if must_be_in else 'never'}_button_{number}",
            icon=":material/push_pin:" if must_be_in else ":material/block:",
            on_click=pick,
            args=(number, free),
            kwargs={"is_in": must_be_in},
        )


def _small_print(number: int, plan: CampaignPlan) -> None:
    must, never = picked(number)
    if must or never:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"By your clicks: {len(must)} must be in, {len(never)} ruled out.")
            st.button(
                "Forget the clicks",
                key=f"plan_unpick_{number}",
                icon=":material/restart_alt:",
                type="tertiary",
                on_click=unpick,
                args=(number,),
            )
    left = "; ".join(f"{words} ({count(many)})" for words, many in plan.excluded.items())
    unknown = int(plan.chosen["price"].isna().sum())
    sure = {
        "best": "Proven: no other set is worth more.",
        "time ran out": f"The time ran out: a better set could be worth up to {plan.gap:.2%} more.",
    }.get(plan.status, "")
    st.caption(
        plain(
            (f"The price of {unknown} is not known and not in the sum. " if unknown else "")
            + f"{sure} {count(plan.candidates_count)} candidates"
            + (f"; not looked at: {left}" if left else "")
            + f". Worked out in {plan.seconds:.1f} s."
        )
    )


def _stamp(plan: CampaignPlan) -> int:
    """Differs with the rows of the tables, so that ticks never move to others."""
    return hash(
        (tuple(plan.chosen["influencer_id"]), tuple(x.influencer_id for x in plan.left_out))
    )


def _add_all(build: str, campaign: Campaign, ids: tuple[str, ...]) -> None:
    attempted(lambda: added(build, campaign, ids))
