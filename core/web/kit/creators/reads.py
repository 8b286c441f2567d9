"""Cached reads of the Authenticity and Creator pages. The build id comes first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.models.growth.kinds import EventConfig
from core.models.growth.verdict import UNUSUAL, growth_verdict
from core.queries import choices, creators, posts
from core.queries.choices import FilterChoices
from core.queries.creators import Creator
from core.queries.growth import caution, triage, what_if
from core.queries.growth import evidence as growth_evidence
from core.queries.growth.caution import CautionScore
from core.queries.growth.triage import TriageFilter, TriageSummary
from core.queries.posts import PostsPage
from core.report import facts
from core.report.facts import CaseFacts
from core.services.growth.case import GrowthCase, growth_case
from core.services.matching import lookalikes
from core.services.matching.lookalikes import Lookalikes
from core.web.kit.cache import cursor, open_build


@st.cache_data(max_entries=8, show_spinner=False)
def filter_choices(build: str) -> FilterChoices:
    with cursor(build) as con:
        return choices.filter_choices(con)


@st.cache_data(max_entries=64, show_spinner=False)
def triage_summary(build: str, chosen: TriageFilter) -> TriageSummary:
    with cursor(build) as con:
        return triage.triage_summary(con, chosen)


@st.cache_data(max_entries=64, show_spinner=False)
def both_scores(build: str, chosen: TriageFilter) -> pd.DataFrame:
    with cursor(build) as con:
        return triage.both_scores(con, chosen)


@st.cache_data(max_entries=128, show_spinner=False)
def triage_page(
    build: str, chosen: TriageFilter, order: str, page: int, page_size: int
) -> pd.DataFrame:
    with cursor(build) as con:
        return triage.triage_page(con, chosen, order=order, page=page, page_size=page_size)


@st.cache_data(max_entries=256, show_spinner=False)
def creator(build: str, influencer_id: str) -> Creator:
    with cursor(build) as con:
        return creators.creator(con, influencer_id)


@st.cache_data(max_entries=128, show_spinner=False)
def found_creators(build: str, text: str, limit: int) -> pd.DataFrame:
    with cursor(build) as con:
        return creators.found_creators(con, text, limit=limit)


@st.cache_data(max_entries=128, show_spinner=False)
def listed_creators(build: str, ids: tuple[str, ...]) -> pd.DataFrame:
    with cursor(build) as con:
        return creators.listed_creators(con, ids)


@st.cache_data(max_entries=128, show_spinner=False)
def collaborations(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return creators.collaborations(con, influencer_id)


@st.cache_data(max_entries=128, show_spinner=False)
def top_ten_places(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return creators.top_ten_places(con, influencer_id)


@st.cache_data(max_entries=256, show_spinner=False)
def posts_page(
    build: str, influencer_id: str, text: str, sponsored_only: bool, order: str, page: int
) -> PostsPage:
    with cursor(build) as con:
        return posts.posts_page(
            con, influencer_id, text=text, sponsored_only=sponsored_only, order=order, page=page
        )


@st.cache_data(max_entries=256, show_spinner=False)
def growth_is_worth_checking(build: str, influencer_id: str) -> bool:
    """Whether the growth evidence of a creator says so; False where nothing is known."""
    with cursor(build) as con:
        if not growth_evidence.has_growth_evidence(con):
            return False
        found = growth_evidence.growth_evidence(con, influencer_id)
    probability = None if found is None else found.purchased_probability
    return growth_verdict(probability).status == UNUSUAL


@st.cache_data(max_entries=8, show_spinner=False)
def has_growth_evidence(build: str) -> bool:
    with cursor(build) as con:
        return growth_evidence.has_growth_evidence(con)


@st.cache_data(max_entries=64, show_spinner=False)
def case_facts(build: str, influencer_id: str) -> CaseFacts:
    with open_build(build) as session:
        return facts.case_facts(session, influencer_id)


@st.cache_data(max_entries=64, show_spinner=False)
def what_if_case(build: str, influencer_id: str, config: EventConfig) -> GrowthCase | None:
    with open_build(build) as session:
        return growth_case(session, influencer_id, config)


@st.cache_data(max_entries=64, show_spinner=False)
def daily_changes(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return what_if.daily_changes(con, influencer_id)


@st.cache_data(max_entries=64, show_spinner=False)
def compared_creators(build: str, ids: tuple[str, ...]) -> pd.DataFrame:
    with cursor(build) as con:
        return growth_evidence.compared_creators(con, ids)


@st.cache_data(max_entries=256, show_spinner=False)
def caution_score(build: str, influencer_id: str) -> CautionScore | None:
    with cursor(build) as con:
        return caution.caution_score(con, influencer_id)


@st.cache_data(max_entries=128, show_spinner=False)
def similar_creators(build: str, influencer_id: str, limit: int, hides_unusual: bool) -> Lookalikes:
    """Creators whose texts are nearest to a creator's."""
    with open_build(build) as session:
        return lookalikes.lookalikes(session, influencer_id, limit, hides_unusual=hides_unusual)


@st.cache_data(max_entries=128, show_spinner=False)
def closest_brands(build: str, influencer_id: str, limit: int) -> pd.DataFrame:
    with open_build(build) as session:
        return lookalikes.closest_brands(session, influencer_id, limit)
