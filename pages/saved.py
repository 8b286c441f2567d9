"""Saved: which creators and searches did we keep?"""

import streamlit as st

from core.web.kit.cache import current
from core.web.kit.widgets import page_header
from core.web.saved.searches import searches_panel
from core.web.saved.shortlists import shortlists_panel
from core.web.shell.frame import ensure_frame

SECTIONS = ["Shortlists", "Searches"]

ensure_frame()
build = current()
page_header("Saved", "Which creators and searches did we keep?", "bookmarks")
section = st.segmented_control(
    "Show",
    SECTIONS,
    default="Shortlists",
    required=True,
    key="saved_section",
    bind="query-params",
    label_visibility="collapsed",
)
if section == "Searches":
    searches_panel()
else:
    shortlists_panel(build)
