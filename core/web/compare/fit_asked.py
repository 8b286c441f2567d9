"""What the fit of compared creators is measured with: the brief of the link, else the brand."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.domain.brief import BRIEF_MAX
from core.services.brief import reading as brief_reading
from core.services.brief.campaign_brief import unmet_conditions
from core.services.brief.conditions import creator_conditions
from core.services.brief.scope import creators_of_campaigns, scope_of
from core.services.matching.query import MatchQuery
from core.web.kit.brief.box import TEXT
from core.web.kit.brief.words import quoted_brief
from core.web.kit.cache import open_build
from core.web.kit.cached import cached_service
from core.web.kit.state import current_brand
from core.web.kit.workspace import engine

_SHOWN = 160


@dataclass(frozen=True)
class FitAsked:
    """Attributes:
    name: of the brand, or 'the brief'; plain text.
    """

    query: MatchQuery
    name: str


def _brief_of_link() -> str:
    return (st.query_params.get(TEXT) or "")[:BRIEF_MAX]


def fit_asked(build: str) -> FitAsked | None:
    """What fit is measured with; None without a brief that is about something, and a brand."""
    text = _brief_of_link()
    if text:
        meaning = cached_service(brief_reading.read_brief, build, text).meaning
        if meaning:
            return FitAsked(MatchQuery(brief=meaning), "the brief")
    brand = current_brand()
    return None if brand is None else FitAsked(MatchQuery(brand), brand.name)


def outside_brief(build: str, ids: tuple[str, ...]) -> dict[str, tuple[str, ...]] | None:
    """influencer_id -> conditions of the brief of the link that a creator does not meet, in words.

    None without a brief, and for one without conditions on creators.
    """
    text = _brief_of_link()
    constraints = cached_service(brief_reading.read_brief, build, text).constraints
    if not creator_conditions(constraints):
        return None
    with open_build(build) as session:
        earlier = creators_of_campaigns(
            session, engine(), constraints.exclude_campaigns, current_brand(), brief=text
        )
    scope = cached_service(scope_of, build, constraints, earlier)
    return cached_service(unmet_conditions, build, constraints, scope.filters, ids)


def brief_note() -> None:
    """The brief of the link, with a click that takes it out; nothing without one."""
    text = _brief_of_link()
    if not text.strip():
        return
    shown = quoted_brief(text, _SHOWN)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/edit_note: Compared for the brief {shown}", width="stretch")
        st.button(
            "Compare without it",
            key="compare_without_brief",
            type="tertiary",
            on_click=_without_brief,
        )


def _without_brief() -> None:
    st.query_params.pop(TEXT, None)
