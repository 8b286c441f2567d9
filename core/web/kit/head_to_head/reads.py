"""Cached reads of the Head-to-head page. The build id comes first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.queries import influence
from core.queries.influence import InfluenceQuality
from core.services.influence import head_to_head
from core.services.influence.head_to_head import Bracket, Duel
from core.web.kit.cache import cursor


@st.cache_data(max_entries=8, show_spinner=False)
def has_influence(build: str) -> bool:
    with cursor(build) as con:
        return influence.has_influence(con)


@st.cache_data(max_entries=8, show_spinner=False)
def quality(build: str) -> InfluenceQuality:
    with cursor(build) as con:
        return influence.influence_quality(con)


@st.cache_data(max_entries=64, show_spinner=False)
def rivals(build: str, ids: tuple[str, ...]) -> pd.DataFrame:
    with cursor(build) as con:
        return influence.rivals(con, ids)


@st.cache_data(max_entries=64, show_spinner=False)
def duel(build: str, a: str, b: str) -> Duel:
    """Both must have a score."""
    with cursor(build) as con:
        rows = influence.rivals(con, (a, b)).to_dict("records")
        return head_to_head.duel(rows[0], rows[1])


@st.cache_data(max_entries=64, show_spinner=False)
def bracket(build: str, ids: tuple[str, ...]) -> Bracket:
    """All must have a score."""
    with cursor(build) as con:
        return head_to_head.bracket(influence.rivals(con, ids))


@st.cache_data(max_entries=128, show_spinner=False)
def follower_days(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return influence.follower_days(con, influencer_id)


@st.cache_data(max_entries=64, show_spinner=False)
def post_reactions(build: str, ids: tuple[str, ...]) -> pd.DataFrame:
    with cursor(build) as con:
        return influence.post_reactions(con, ids)


@st.cache_data(max_entries=64, show_spinner=False)
def best_matches(build: str, brand_id: str) -> list[str]:
    with cursor(build) as con:
        return influence.best_matches(con, brand_id)


@st.cache_data(max_entries=8, show_spinner=False)
def most_influential(build: str, limit: int) -> pd.DataFrame:
    with cursor(build) as con:
        return influence.most_influential(con, limit=limit)
