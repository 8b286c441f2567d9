"""The best set for a campaign: constraints on the left; who is in, who is not, and why, right."""

from __future__ import annotations

import streamlit as st

from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.words import with_names
from core.queries import choices as choice_queries
from core.queries.choices import FilterChoices
from core.services.campaigns.best_set import BestSet
from core.web.campaigns.best_set_tables import chosen_table, headline, left_out_table
from core.web.campaigns.constraints import constraints_form
from core.web.campaigns.members import CampaignView
from core.web.campaigns.question import PlanQuestion, asked, include_unusual, picked, unpick
from core.web.campaigns.results import frontier_panel, results_panel, sure_line
from core.web.campaigns.searched import search_of
from core.web.kit.cached import cached_read
from core.web.kit.campaigns.plan_words import proof_words
from core.web.kit.creators.cards import chips_html
from core.web.kit.formats import count, country_name, plain
from core.web.kit.matching.filters import active_filters

_PANELS = ("Creators", "Expected results", "Frontier")


def optimiser(build: str, view: CampaignView) -> None:
    """The form and its answer."""
    left, right = st.columns([1, 2], gap="medium")
    choices = cached_read(choice_queries.filter_choices, build)
    with left:
        constraints_form(build, view, choices)
    question = asked(view.campaign.campaign_id)
    with right:
        if question is None:
            st.info(
                "Set your constraints and click 'Find the best set'. Every creator in the data is "
                "considered; the result says why each is in and what kept others out.",
                icon=":material/auto_awesome:",
            )
            return
        search = search_of(build, view, question)
        constraints, best = search.constraints, search.answer()
        if best.goal != question.options.goal:
            st.caption(
                "Nothing can be recommended here, so similarity of the texts is counted."
                if best.goal == "fit"
                else "The campaign has no brand to match, so likes and comments are counted."
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
    chips += [
        f"filter: {chosen.words}" for chosen in active_filters(question.options.filters, choices)
    ]
    many = plan.unusual_count
    if not chips and not many and not constraints.includes_unusual:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if chips:
            st.html(chips_html([(chip, "plain") for chip in chips]), width="content")
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
        _panels(build, view, best, constraints)
        return
    if plan.left_out:
        left_out_table(view, best, constraints)
    _small_print(view.campaign.campaign_id, plan)


def _panels(build: str, view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    """The set in figures, then who is in it, what it brings, or where it lies, one at a time."""
    headline(build, view, best, constraints)
    sure_line(view, best, constraints)
    shown = st.segmented_control(
        "Show of the best set",
        _PANELS,
        default=_PANELS[0],
        required=True,
        key=f"plan_panel_{view.campaign.campaign_id}",
        persist_state="session",
        label_visibility="collapsed",
    )
    if shown == _PANELS[1]:
        results_panel(view, best)
    elif shown == _PANELS[2]:
        frontier_panel(view, best)
    else:
        chosen_table(view, best, constraints)
        if best.plan.left_out:
            left_out_table(view, best, constraints)
    _small_print(view.campaign.campaign_id, best.plan)


def _impossible(plan: CampaignPlan, constraints: Constraints) -> None:
    if plan.clashes:
        words = "; ".join(with_names(clash, constraints) for clash in plan.clashes)
        text = f"No set meets all constraints. Dropping one of these would help: {words}."
    else:
        text = "No set meets all constraints, and dropping a single one is not enough."
    st.warning(plain(text), icon=":material/block:")


def _small_print(number: int, plan: CampaignPlan) -> None:
    must, never = picked(number)
    if must or never:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"Your picks: {len(must)} must be in, {len(never)} ruled out.")
            st.button(
                "Clear picks",
                key=f"plan_unpick_{number}",
                icon=":material/restart_alt:",
                type="tertiary",
                on_click=unpick,
                args=(number,),
            )
    left = "; ".join(f"{words} ({count(many)})" for words, many in plan.excluded.items())
    unknown = int(plan.chosen["price"].isna().sum())
    st.caption(
        plain(
            (f"The price of {unknown} is not known and not in the sum. " if unknown else "")
            + f"{proof_words(plan)} {count(plan.candidates_count)} candidates"
            + (f"; not looked at: {left}" if left else "")
            + f". Searched for {plan.seconds:.1f} s."
        )
    )
