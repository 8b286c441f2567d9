"""What somebody asks the optimiser: taken down from the fields of the form, and from clicks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.models.campaign.certainty import CERTAINTY
from core.models.campaign.constraints import Constraints
from core.services.campaigns.candidates import GOALS, PlanOptions
from core.services.matching.filters import MatchFilters
from core.web.campaigns.fields import (
    AMOUNTS,
    CERTAIN,
    HIGH,
    HOLDS,
    MEAN,
    NUMBERS,
    TICKS,
    keep_fields,
    kept_fields,
)
from core.web.campaigns.members import CampaignView

AT_MOST = 10
HOLDS_WORDS = {
    MEAN: "On average",
    CERTAIN: f"With {CERTAINTY:.0%} certainty",
    HIGH: "Even at high prices",
}


@dataclass(frozen=True)
class PlanQuestion:
    """What somebody asked the optimiser for; `must` and `never` of the constraints come later."""

    options: PlanOptions
    constraints: Constraints
    keep_members: bool


def asked(campaign_id: int) -> PlanQuestion | None:
    """The last question about this campaign; None before the first."""
    return st.session_state.get(f"plan_asked_{campaign_id}")


def ask(number: int, budget_key: str, filters: MatchFilters) -> None:
    """Takes the question down from the fields of the form; for callbacks."""
    state = st.session_state
    names = ("goal", "country", "tiers", "holds", *NUMBERS, *AMOUNTS, *TICKS)
    fields = {
        name: state[field_key(number, name)] for name in names if field_key(number, name) in state
    }
    keep_fields(number, {**fields, "budget": state[budget_key]})
    state[f"plan_asked_{number}"] = question_of({**fields, "budget": state[budget_key]}, filters)


def ask_as_kept(
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
        reach_least=fields.get("reach") or None,
        engagements_least=fields.get("engagements") or None,
        tier_most=tuple((tier, int(fields.get("tier", 3))) for tier in fields.get("tiers", [])),
        country_least=((country, share / 100),) if country and share else (),
        niche_most=niche / 100 if niche < 100 else None,
        budget_share_max=one_creator / 100 if one_creator < 100 else None,
        includes_unusual=bool(fields.get("unusual", False)),
        unknown_growth=bool(fields.get("unknown", True)),
    )
    holds = fields.get("holds", HOLDS[0])
    options = PlanOptions(
        fields.get("goal", GOALS[0]),
        int(fields.get("posts", 1)),
        holds == HIGH,
        bool(fields.get("estimated", True)),
        bool(fields.get("cpm", False)),
        filters if fields.get("filters", True) else MatchFilters(),
        None if holds in (MEAN, HIGH) else CERTAINTY,
    )
    return PlanQuestion(options, constraints, bool(fields.get("keep", True)))


def include_unusual(campaign_id: int, *, included: bool) -> None:
    """Takes growth worth checking in or leaves it out; for callbacks."""
    question = asked(campaign_id)
    if question is not None:
        constraints = replace(question.constraints, includes_unusual=included)
        st.session_state[f"plan_asked_{campaign_id}"] = replace(question, constraints=constraints)
        st.session_state[field_key(campaign_id, "unusual")] = included
        keep_fields(campaign_id, {**kept_fields(campaign_id), "unusual": included})


def field_key(number: int, name: str) -> str:
    """Key of a field of the form."""
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
