"""The form of the optimiser: goal, budget and constraints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.thresholds import WORTH_CHECKING
from core.models.campaign.constraints import Constraints
from core.queries.choices import FilterChoices
from core.services.campaigns.candidates import GOALS, PlanOptions
from core.services.matching.filters import MatchFilters
from core.web.campaigns.fields import NUMBERS, SIZE_MAX, TICKS, keep_fields, kept_fields
from core.web.campaigns.members import CampaignView
from core.web.kit.campaigns.choice import BUDGET_MAX
from core.web.kit.formats import country_name
from core.web.kit.matching.filters import active_filters, chosen_filters
from core.web.kit.state import known_brand

GOAL_WORDS = {
    "recommended": "Most recommended for the brand",
    "fit": "Closest texts to the brand",
    "reach": "Most people reached",
    "engagements": "Most likes and comments",
    "mix": "A mix of texts, reach and engagement",
}
AT_MOST = 10


@dataclass(frozen=True)
class PlanQuestion:
    """What somebody asked the optimiser for; `must` and `never` of the constraints come later."""

    options: PlanOptions
    constraints: Constraints
    keep_members: bool


def asked(campaign_id: int) -> PlanQuestion | None:
    """The last question about this campaign; None before the first."""
    return st.session_state.get(f"plan_asked_{campaign_id}")


def constraints_form(build: str, view: CampaignView, choices: FilterChoices) -> None:
    """The form; its button takes the question down for `asked`."""
    number = view.campaign.campaign_id
    kept = kept_fields(number)
    # The budget of the campaign is the start; when it is changed there, it counts here.
    budget_key = _key(number, f"budget_{view.campaign.budget}")
    countries = sorted(choices.countries, key=country_name)
    brand = known_brand(build, view.campaign.brand_id)
    country = kept.get("country", (brand.country if brand else "") or None)
    filters = chosen_filters(view.campaign.brand_id)
    filter_words = active_filters(filters, choices)
    if asked(number) is None and kept:
        _ask_as_kept(number, kept, filters, view.campaign.budget)

    def whole(place: DeltaGenerator, label: str, name: str, value: int, step: int = 1) -> None:
        low, high = NUMBERS[name]
        place.number_input(
            label,
            min_value=low,
            max_value=high,
            value=kept.get(name, value),
            step=step,
            key=_key(number, name),
            persist_state="session",
        )

    def tick(label: str, name: str, value: bool, words: str | None = None) -> None:
        # Through the state, not as a default: a click beside the form may change it.
        st.session_state.setdefault(_key(number, name), kept.get(name, value))
        st.checkbox(label, key=_key(number, name), persist_state="session", help=words)

    with st.form(f"plan_form_{number}"):
        goal = kept.get("goal", GOALS[0] if view.campaign.brand_id else "engagements")
        st.selectbox(
            "Goal",
            GOALS,
            index=GOALS.index(goal),
            format_func=lambda name: GOAL_WORDS[name],
            key=_key(number, "goal"),
            persist_state="session",
            help="The best set has the highest total. The mix is the mean of the percentiles among "
            "all creators.",
        )
        left, right = _row()
        left.number_input(
            "Budget (EUR)",
            min_value=0.0,
            max_value=BUDGET_MAX,
            value=kept.get("budget", view.campaign.budget),
            step=100.0,
            format="%.0f",
            key=budget_key,
            persist_state="session",
            placeholder="No limit",
        )
        whole(right, "One creator at most %", "one", 100, 10)
        left, right = _row()
        whole(left, "Creators at most", "at_most", max(AT_MOST, min(len(view.members), SIZE_MAX)))
        whole(right, "Creators at least", "at_least", 0)
        left, right = _row()
        left.selectbox(
            "Audience from",
            countries,
            index=countries.index(country) if country in countries else None,
            format_func=country_name,
            key=_key(number, "country"),
            persist_state="session",
            placeholder="Anywhere",
            help="Country of most of the audience, else of the creator. The brand's own country "
            "is the start.",
        )
        whole(right, "from there at least %", "share", 50, 10)
        left, right = _row()
        whole(left, "Posts with each", "posts", 1)
        whole(right, "One niche at most %", "niche", 100, 10)
        left, right = _row()
        left.multiselect(
            "Tiers with a limit",
            choices.tiers,
            default=[name for name in kept.get("tiers", []) if name in choices.tiers],
            key=_key(number, "tiers"),
            persist_state="session",
        )
        whole(right, "each at most", "tier", 3)
        if filter_words:
            tick(
                "Only within your filters",
                "filters",
                True,
                f"As set on Brand match and Recommendations: {', '.join(filter_words)}.",
            )
        tick(
            "Include growth worth checking",
            "unusual",
            False,
            f"Creators whose growth evidence says {WORTH_CHECKING:.0%} or more; left out "
            "otherwise. Creators that must be in are exempt.",
        )
        tick("Also without enough data on growth", "unknown", True)
        tick("Also without a listed price, by estimate", "estimated", False)
        tick(
            "Plan with the high end of each cost",
            "careful",
            True,
            "The set then stays within budget wherever prices end up in their range.",
        )
        tick("Keep creators already in the campaign", "keep", True)
        st.form_submit_button(
            "Find the best set",
            type="primary",
            icon=":material/auto_awesome:",
            width="stretch",
            on_click=_ask,
            args=(number, budget_key, filters),
        )


def _row() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two fields side by side, in line although a label may take two lines."""
    return st.columns(2, vertical_alignment="bottom")


def _ask(number: int, budget_key: str, filters: MatchFilters) -> None:
    """Takes the question down from the fields of the form."""
    state = st.session_state
    names = ("goal", "country", "tiers", *NUMBERS, *TICKS)
    fields = {name: state[_key(number, name)] for name in names if _key(number, name) in state}
    keep_fields(number, {**fields, "budget": state[budget_key]})
    state[f"plan_asked_{number}"] = question_of({**fields, "budget": state[budget_key]}, filters)


def _ask_as_kept(
    number: int, kept: dict[str, Any], filters: MatchFilters, budget: float | None
) -> None:
    """Asks again what was asked before a reload."""
    st.session_state[f"plan_asked_{number}"] = question_of({"budget": budget, **kept}, filters)


def question_of(fields: Mapping[str, Any], filters: MatchFilters) -> PlanQuestion:
    """The question that the fields of the form ask; a missing field constrains nothing."""
    country, share = fields.get("country"), fields.get("share", 50)
    niche, one_creator = fields.get("niche", 100), fields.get("one", 100)
    constraints = Constraints(
        budget=fields.get("budget"),
        at_most=int(fields.get("at_most", AT_MOST)),
        at_least=int(fields.get("at_least", 0)) or None,
        tier_most=tuple((tier, int(fields.get("tier", 3))) for tier in fields.get("tiers", [])),
        country_least=((country, share / 100),) if country and share else (),
        niche_most=niche / 100 if niche < 100 else None,
        budget_share_max=one_creator / 100 if one_creator < 100 else None,
        includes_unusual=bool(fields.get("unusual", False)),
        unknown_growth=bool(fields.get("unknown", True)),
    )
    options = PlanOptions(
        fields.get("goal", GOALS[0]),
        int(fields.get("posts", 1)),
        bool(fields.get("careful", True)),
        bool(fields.get("estimated", False)),
        filters if fields.get("filters", True) else MatchFilters(),
    )
    return PlanQuestion(options, constraints, bool(fields.get("keep", True)))


def include_unusual(campaign_id: int, *, included: bool) -> None:
    """Takes growth worth checking in or leaves it out; for callbacks."""
    question = asked(campaign_id)
    if question is not None:
        constraints = replace(question.constraints, includes_unusual=included)
        st.session_state[f"plan_asked_{campaign_id}"] = replace(question, constraints=constraints)
        st.session_state[_key(campaign_id, "unusual")] = included
        keep_fields(campaign_id, {**kept_fields(campaign_id), "unusual": included})


def _key(number: int, name: str) -> str:
    return f"plan_{name}_{number}"


def with_people(question: PlanQuestion, view: CampaignView) -> Constraints:
    """The constraints with those that must be in and those ruled out by a click."""
    must, never = picked(view.campaign.campaign_id)
    members = frozenset(member.influencer_id for member in view.members)
    must = must | members if question.keep_members else must
    return replace(question.constraints, must=must, never=never - must)


def picked(campaign_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """Ids that must be in and ids ruled out, by clicks."""
    state = st.session_state
    return (
        frozenset(state.get(f"plan_must_{campaign_id}", ())),
        frozenset(state.get(f"plan_never_{campaign_id}", ())),
    )


def pick(campaign_id: int, ids: list[str], *, is_in: bool) -> None:
    """Takes down that creators must be in, or must not; for callbacks."""
    must, never = picked(campaign_id)
    more = frozenset(ids)
    st.session_state[f"plan_must_{campaign_id}"] = must | more if is_in else must - more
    st.session_state[f"plan_never_{campaign_id}"] = never - more if is_in else never | more


def unpick(campaign_id: int) -> None:
    """Forgets all clicks; for callbacks."""
    st.session_state.pop(f"plan_must_{campaign_id}", None)
    st.session_state.pop(f"plan_never_{campaign_id}", None)
