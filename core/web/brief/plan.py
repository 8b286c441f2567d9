"""The plan of a brief: who is in and why, who is not and why, and the campaign it becomes."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core.access import Role
from core.services.brief.answer import BriefAnswer
from core.services.brief.conditions import chip_labels
from core.services.brief.plan_notes import plan_notes, weak_fits
from core.services.brief.reading import ParsedBrief, changed
from core.services.campaigns.adding import campaign_with, free_name
from core.web.kit.brief.box import set_brief
from core.web.kit.campaigns import plan_tables
from core.web.kit.campaigns.plan_words import proof_words
from core.web.kit.formats import counted, plain
from core.web.kit.messages import run_with_flash, show_messages
from core.web.kit.state import current_brand, with_brand
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine

_NAME_LONGEST = 60
_MADE = "brief_campaign_made"


def plan_panel(answer: BriefAnswer, parsed: ParsedBrief, text: str) -> None:
    """The best set and the nearest who are not in it, each with its reasons.

    Args:
        text: of the brief, as typed.
    """
    show_messages()
    plan, asked = answer.best.plan, parsed.constraints
    if plan.chosen.empty:
        st.info(
            "Nobody can be planned: no eligible creator has a price"
            + (" within the budget. Raise it" if asked.budget is not None else ". Note prices")
            + ", or see the shortlist.",
            icon=":material/savings:",
        )
        return
    _headline(answer, parsed, text)
    _plan_notes(answer, parsed)
    plan_tables.chosen_table(answer.best, frozenset(), key="brief_plan", height="content")
    st.caption(
        f"{proof_words(plan)} One post each, planned at the high end of the price. In the "
        "campaign you can change posts, prices and assumptions."
    )
    if answer.left_out:
        _left_out(answer)


def _headline(answer: BriefAnswer, parsed: ParsedBrief, text: str) -> None:
    budget = parsed.constraints.budget
    ids = tuple(answer.best.plan.chosen["influencer_id"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plan_tables.plan_headline(answer.best, budget))
        st.space("stretch")
        st.button(
            f"Make a campaign of these {len(ids)}" if len(ids) > 1 else "Make a campaign",
            type="primary",
            icon=":material/campaign:",
            key="brief_to_campaign",
            on_click=_make_campaign,
            args=(
                campaign_name(parsed),
                answer.best.facts.loc[list(ids)].reset_index(),
                budget,
                text,
            ),
            **only(Role.EDITOR),
        )
    note = plan_tables.estimates_note(answer.best)
    if note:
        st.caption(note)
    made = st.session_state.get(_MADE)
    if made is not None and made[0] == ids:
        # A link, not a jump: whoever made the campaign may want to read on here.
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/check_circle: Campaign **{plain(made[2])}** created.")
            st.page_link(
                "pages/campaigns.py",
                label="Open the campaign",
                icon=":material/campaign:",
                query_params=with_brand(campaign=str(made[1])),
            )


def _plan_notes(answer: BriefAnswer, parsed: ParsedBrief) -> None:
    """What to know before signing, with a click that plans without the weak fits."""
    asked = parsed.constraints
    notes = plan_notes(answer.best, asked.count, asked.budget, asked.price_max)
    weak_count, planned = len(weak_fits(answer.best)), len(answer.best.plan.chosen)
    if not notes:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = "  \n".join(f":material/info: {plain(note)}" for note in notes)
        st.caption(words, width="stretch")
        if 0 < weak_count < planned:
            fewer = planned - weak_count
            st.button(
                f"Plan {fewer} instead",
                key="brief_without_weak",
                icon=":material/filter_list:",
                on_click=_plan_fewer,
                args=(parsed, fewer),
            )


def _plan_fewer(parsed: ParsedBrief, fewer: int) -> None:
    set_brief(changed(parsed, "count", fewer))


def campaign_name(parsed: ParsedBrief) -> str:
    """A name for the campaign of a brief: what it is about and where, at most 60 characters."""
    labels = chip_labels(parsed.constraints)
    parts = [labels[name] for name in ("niches", "countries", "tiers") if name in labels]
    # It is the title of the report: without its last part it reads better than cut inside it.
    while len(parts) > 1 and len(" \u00b7 ".join(parts)) > _NAME_LONGEST:
        parts.pop()
    name = " \u00b7 ".join(parts) or parsed.meaning or parsed.text
    short = " ".join(name.split())
    return short if len(short) <= _NAME_LONGEST else short[: _NAME_LONGEST - 1].rstrip() + "\u2026"


def _make_campaign(name: str, creators: pd.DataFrame, budget: float | None, text: str) -> None:
    def make() -> str:
        campaign = campaign_with(
            engine(),
            free_name(engine(), name),
            creators,
            brand=current_brand(),
            budget=budget,
            brief=text,
        )
        ids = tuple(str(influencer_id) for influencer_id in creators["influencer_id"])
        st.session_state[_MADE] = (ids, campaign.campaign_id, campaign.name)
        return f"Campaign '{campaign.name}' created with {counted(len(creators), 'creator')}."

    run_with_flash(make)


def _left_out(answer: BriefAnswer) -> None:
    st.markdown("**Not in the plan, and why**")
    table = pd.DataFrame([asdict(entry) for entry in answer.left_out])
    plan_tables.left_out_table(
        table.assign(
            fails=table["why"], value=table["fit_score"], asked=plan_tables.asked_prices(table)
        ),
        "fit",
        key="brief_left_out",
    )
