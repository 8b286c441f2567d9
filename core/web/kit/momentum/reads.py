"""Cached reads of the Rising page. The build id comes first."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.models.tier_guide import TierAdvice, tier_advice
from core.queries import rising
from core.queries.rising import RisingFilter, RisingSummary
from core.queries.tier_tradeoffs import tier_tradeoffs
from core.web.kit.cache import cursor


@st.cache_data(max_entries=64, show_spinner=False)
def rising_summary(build: str, chosen: RisingFilter) -> RisingSummary:
    with cursor(build) as con:
        return rising.rising_summary(con, chosen)


@st.cache_data(max_entries=128, show_spinner=False)
def rising_page(
    build: str, chosen: RisingFilter, order: str, page: int, page_size: int
) -> pd.DataFrame:
    with cursor(build) as con:
        return rising.rising_page(con, chosen, order=order, page=page, page_size=page_size)


@st.cache_data(max_entries=32, show_spinner=False)
def rising_points(build: str, chosen: RisingFilter) -> pd.DataFrame:
    with cursor(build) as con:
        return rising.rising_points(con, chosen)


@st.cache_data(max_entries=64, show_spinner=False)
def brand_niches(build: str, brand_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return rising.brand_niches(con, brand_id)


@st.cache_data(max_entries=128, show_spinner=False)
def creator_momentum(build: str, influencer_id: str) -> dict[str, Any] | None:
    with cursor(build) as con:
        return rising.creator_momentum(con, influencer_id)


@st.cache_data(max_entries=128, show_spinner=False)
def creator_forecasts(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return rising.creator_forecasts(con, influencer_id)


@st.cache_data(max_entries=64, show_spinner=False)
def creator_counts(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return rising.creator_counts(con, influencer_id)


@st.cache_data(max_entries=64, show_spinner=False)
def tier_guide(build: str, goal: str, budget: float) -> TierAdvice:
    with cursor(build) as con:
        tiers = tier_tradeoffs(con)
    return tier_advice(tiers, goal, budget)
