"""Overview: what is in here, and where to go from it."""

import streamlit as st

from core.web import overview_panels
from core.web.cached import current
from core.web.shell import ensure_frame
from core.web.widgets import page_header

ensure_frame()
build = current()
page_header(
    "Overview", "What is in this data, and what do you want to find out?", "space_dashboard"
)
overview_panels.store_metrics(build)
overview_panels.doors()
overview_panels.pictures(build)
left, right = st.columns(2, gap="large")
with left:
    overview_panels.spread(build)
with right:
    overview_panels.gaps(build)
