"""Cached reads of the Trends page. The build id comes first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.queries import trends
from core.queries.trends import TrendFilter, TrendSummary
from core.web.kit.cache import cursor


@st.cache_data(max_entries=8, show_spinner=False)
def has_trends(build: str) -> bool:
    with cursor(build) as con:
        return trends.has_trends(con)


@st.cache_data(max_entries=8, show_spinner=False)
def trend_summary(build: str) -> TrendSummary:
    with cursor(build) as con:
        return trends.trend_summary(con)


@st.cache_data(max_entries=8, show_spinner=False)
def trend_languages(build: str) -> list[str]:
    with cursor(build) as con:
        return trends.trend_languages(con)


@st.cache_data(max_entries=64, show_spinner=False)
def trend_table(build: str, chosen: TrendFilter, order: str, limit: int) -> pd.DataFrame:
    with cursor(build) as con:
        return trends.trend_table(con, chosen, order=order, limit=limit)


@st.cache_data(max_entries=64, show_spinner=False)
def trend_curves(build: str, items: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    with cursor(build) as con:
        return trends.trend_curves(con, items)


@st.cache_data(max_entries=64, show_spinner=False)
def trend_riders(
    build: str, kind: str, item: str, chosen: TrendFilter, order: str, limit: int
) -> pd.DataFrame:
    with cursor(build) as con:
        return trends.trend_riders(con, kind, item, chosen, order=order, limit=limit)


@st.cache_data(max_entries=64, show_spinner=False)
def brand_items(build: str, brand_id: str) -> tuple[str, ...]:
    with cursor(build) as con:
        return tuple(trends.brand_items(con, brand_id))
