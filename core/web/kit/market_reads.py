"""Cached reads of the Overview, Niches and Data pages. The build id comes first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.queries import builds, niches, overview
from core.queries.overview import StoreSummary
from core.web.kit.cache import cursor


@st.cache_data(max_entries=8, show_spinner=False)
def store_summary(build: str) -> StoreSummary:
    with cursor(build) as con:
        return overview.store_summary(con)


@st.cache_data(max_entries=8, show_spinner=False)
def posts_by_week(build: str) -> list[int]:
    with cursor(build) as con:
        return overview.posts_by_week(con)


@st.cache_data(max_entries=8, show_spinner=False)
def followers_by_day(build: str) -> list[int]:
    with cursor(build) as con:
        return overview.followers_by_day(con)


@st.cache_data(max_entries=8, show_spinner=False)
def tier_summary(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return overview.tier_summary(con)


@st.cache_data(max_entries=32, show_spinner=False)
def breakdown(build: str, by: str) -> pd.DataFrame:
    with cursor(build) as con:
        return overview.breakdown(con, by)


@st.cache_data(max_entries=8, show_spinner=False)
def data_gaps(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return overview.data_gaps(con)


@st.cache_data(max_entries=8, show_spinner=False)
def niche_cards(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return niches.niche_cards(con)


@st.cache_data(max_entries=4, show_spinner=False)
def map_points(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return niches.map_points(con)


@st.cache_data(max_entries=128, show_spinner=False)
def niche_creators(
    build: str, niche_id: int | None, ids: tuple[str, ...], order: str, page: int, page_size: int
) -> pd.DataFrame:
    with cursor(build) as con:
        return niches.niche_creators(
            con, niche_id, ids=ids, order=order, page=page, page_size=page_size
        )


@st.cache_data(max_entries=8, show_spinner=False)
def selection_curve(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return niches.selection_curve(con)


@st.cache_data(max_entries=32, show_spinner=False)
def model_metrics(build: str, model: str) -> pd.DataFrame:
    with cursor(build) as con:
        return niches.model_metrics(con, model)


@st.cache_data(max_entries=8, show_spinner=False)
def reject_reasons(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return builds.reject_reasons(con)


@st.cache_data(max_entries=8, show_spinner=False)
def rejected_count(build: str) -> int:
    with cursor(build) as con:
        return builds.rejected_count(con)


@st.cache_data(max_entries=32, show_spinner=False)
def rejected_rows(build: str, page: int, page_size: int) -> pd.DataFrame:
    with cursor(build) as con:
        return builds.rejected_rows(con, page=page, page_size=page_size)
