"""Cached reads of what posts say. The build id comes first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.queries import post_texts
from core.queries.post_texts import CreatorTexts
from core.web.kit.cache import cursor


@st.cache_data(max_entries=8, show_spinner=False)
def has_post_texts(build: str) -> bool:
    with cursor(build) as con:
        return post_texts.has_post_texts(con)


@st.cache_data(max_entries=256, show_spinner=False)
def creator_texts(build: str, influencer_id: str) -> CreatorTexts | None:
    with cursor(build) as con:
        return post_texts.creator_texts(con, influencer_id)


@st.cache_data(max_entries=128, show_spinner=False)
def telling_posts(build: str, influencer_id: str) -> pd.DataFrame:
    with cursor(build) as con:
        return post_texts.telling_posts(con, influencer_id)
