"""Cached reads of what stands around every page. The build id comes first."""

from __future__ import annotations

import streamlit as st

from core.queries import brands
from core.queries.brands import Brand
from core.web.kit.cache import cursor


@st.cache_data(max_entries=8, show_spinner=False)
def brand_names(build: str) -> dict[str, str]:
    with cursor(build) as con:
        return brands.brand_names(con)


@st.cache_data(max_entries=256, show_spinner=False)
def brand(build: str, brand_id: str) -> Brand:
    with cursor(build) as con:
        return brands.brand(con, brand_id)
