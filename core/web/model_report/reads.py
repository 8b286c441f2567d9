"""Cached reads of the Model report. The build id comes first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.queries import model_report
from core.queries.model_report import ListCoverage
from core.web.kit.cache import cursor


@st.cache_data(max_entries=8, show_spinner=False)
def quality(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return model_report.quality(con)


@st.cache_data(max_entries=8, show_spinner=False)
def list_coverage(build: str) -> ListCoverage:
    with cursor(build) as con:
        return model_report.list_coverage(con)


@st.cache_data(max_entries=16, show_spinner=False)
def list_figures(build: str, group: str) -> pd.DataFrame:
    with cursor(build) as con:
        return model_report.list_figures(con, group)


@st.cache_data(max_entries=16, show_spinner=False)
def tier_shares(build: str, group: str) -> pd.DataFrame:
    with cursor(build) as con:
        return model_report.tier_shares(con, group)


@st.cache_data(max_entries=8, show_spinner=False)
def other_metrics(build: str) -> pd.DataFrame:
    with cursor(build) as con:
        return model_report.other_metrics(con)
