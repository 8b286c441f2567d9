"""The form of the optimiser: goal, budget and wishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.models.campaign.wishes import Wishes
from core.serving.campaign_plan import GOALS, PlanInput
from core.views.choices import FilterChoices
from core.web.campaign_choice import BUDGET_MAX
from core.web.campaign_data import CampaignView
from core.web.formats import country_name

GOAL_WORDS = {
    "recommended": "Most recommended for the brand",
    "fit": "Closest texts to the brand",
    "reach": "Most people reached",
    "engagements": "Most likes and comments",
    "mix": "A mix of texts, reach and engagement",
}
AT_MOST = 10
_SIZE_MAX = 200


@dataclass(frozen=True)
class Asked:
    """What somebody asked the optimiser for; `must` and `never` of the wishes come later."""

    chosen: PlanInput
    wishes: Wishes
    keep_members: bool


def asked(campaign_id: int) -> Asked | None:
    """The last question about this campaign; None before the first."""
    return st.session_state.get(f"plan_asked_{campaign_id}")


def wishes_form(view: CampaignView, choices: FilterChoices) -> None:
    """The form; its button takes the question down for `asked`."""
    number = view.campaign.campaign_id

    # The budget of the campaign is the start; when it is changed there, it counts here.
    budget_key = _key(number, f"budget_{view.campaign.budget}")

    def key(name: str) -> str:
        return _key(number, name)

    with st.form(f"plan_form_{number}"):
        st.selectbox(
            "Goal",
            GOALS,
            index=0 if view.campaign.brand_id else GOALS.index("engagements"),
            format_func=lambda one: GOAL_WORDS[one],
            key=key("goal"),
            persist_state="session",
            help="The set with the greatest sum of it is looked for. The mix is the mean of the "
            "places among all creators.",
        )
        left, right = _row()
        left.number_input(
            "Budget (EUR)",
            min_value=0.0,
            max_value=BUDGET_MAX,
            value=view.campaign.budget,
            step=100.0,
            format="%.0f",
            key=budget_key,
            persist_state="session",
            placeholder="No limit",
        )
        right.number_input(
            "Creators at most",
            min_value=1,
            max_value=_SIZE_MAX,
            value=max(AT_MOST, len(view.members)),
            key=key("at_most"),
            persist_state="session",
        )
        left, right = _row()
        left.number_input(
            "Creators at least",
            min_value=0,
            max_value=_SIZE_MAX,
            value=0,
            key=key("at_least"),
            persist_state="session",
        )
        right.number_input(
            "Posts with each",
            min_value=1,
            max_value=50,
            value=1,
            key=key("posts"),
            persist_state="session",
        )
        left, right = _row()
        left.selectbox(
            "Audience from",
            sorted(choices.countries, key=country_name),
            index=None,
            format_func=country_name,
            key=key("country"),
            persist_state="session",
            placeholder="Anywhere",
            help="Country of most of the audience, else of the creator.",
        )
        right.number_input(
            "from there at least %",
            min_value=0,
            max_value=100,
            value=50,
            step=10,
            key=key("share"),
            persist_state="session",
        )
        left, right = _row()
        left.number_input(
            "Caution at most",
            min_value=0,
            max_value=100,
            value=60,
            step=5,
            key=key("caution"),
            persist_state="session",
            help="0-100, higher is more unusual growth. Creators that must be in are exempt.",
        )
        right.number_input(
            "One niche at most %",
            min_value=10,
            max_value=100,
            value=100,
            step=10,
            key=key("niche"),
            persist_state="session",
        )
        left, right = _row()
        left.multiselect(
            "Tiers with a limit", choices.tiers, key=key("tiers"), persist_state="session"
        )
        right.number_input(
            "each at most",
            min_value=0,
            max_value=_SIZE_MAX,
            value=3,
            key=key("tier"),
            persist_state="session",
        )
        st.checkbox("Also without a caution score", key=key("unknown"), persist_state="session")
        st.checkbox(
            "Also without a listed price, by estimate",
            key=key("estimated"),
            persist_state="session",
        )
        st.checkbox(
            "Plan with the high end of each cost",
            value=True,
            key=key("careful"),
            persist_state="session",
            help="Then the set stays in the budget wherever prices end up within their range.",
        )
        st.checkbox(
            "Keep who is in the campaign",
            value=True,
            key=key("keep"),
            persist_state="session",
            disabled=not view.members,
        )
        st.form_submit_button(
            "Find the best set",
            type="primary",
            icon=":material/auto_awesome:",
            width="stretch",
            on_click=_ask,
            args=(number, budget_key),
        )


def _row() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two fields side by side, in line although a label may take two lines."""
    return st.columns(2, vertical_alignment="bottom")


def _ask(number: int, budget_key: str) -> None:
    """Takes the question down from the fields of the form."""

    def field(name: str) -> Any:
        return st.session_state[_key(number, name)]

    country, share, caution, niche = (
        field(name) for name in ("country", "share", "caution", "niche")
    )
    wishes = Wishes(
        budget=st.session_state[budget_key],
        at_most=int(field("at_most")),
        at_least=int(field("at_least")) or None,
        tier_most=tuple((tier, int(field("tier"))) for tier in field("tiers")),
        country_least=((country, share / 100),) if country and share else (),
        niche_most=niche / 100 if niche < 100 else None,
        caution_max=float(caution) if caution < 100 else None,
        unknown_caution=bool(field("unknown")) or caution == 100,
    )
    chosen = PlanInput(
        field("goal"), int(field("posts")), bool(field("careful")), bool(field("estimated"))
    )
    st.session_state[f"plan_asked_{number}"] = Asked(chosen, wishes, bool(field("keep")))


def _key(number: int, name: str) -> str:
    return f"plan_{name}_{number}"


def with_people(question: Asked, view: CampaignView) -> Wishes:
    """The wishes with those that must be in and those ruled out by a click."""
    must, never = picked(view.campaign.campaign_id)
    members = frozenset(one.influencer_id for one in view.members)
    must = must | members if question.keep_members else must
    return replace(question.wishes, must=must, never=never - must)


def picked(campaign_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """Ids wished for and ruled out by a click."""
    state = st.session_state
    return (
        frozenset(state.get(f"plan_must_{campaign_id}", ())),
        frozenset(state.get(f"plan_never_{campaign_id}", ())),
    )


def pick(campaign_id: int, ids: list[str], *, wanted: bool) -> None:
    """Takes down that creators must be in, or must not; for callbacks."""
    must, never = picked(campaign_id)
    more = frozenset(ids)
    st.session_state[f"plan_must_{campaign_id}"] = must | more if wanted else must - more
    st.session_state[f"plan_never_{campaign_id}"] = never - more if wanted else never | more


def unpick(campaign_id: int) -> None:
    """Forgets all clicks; for callbacks."""
    st.session_state.pop(f"plan_must_{campaign_id}", None)
    st.session_state.pop(f"plan_never_{campaign_id}", None)
