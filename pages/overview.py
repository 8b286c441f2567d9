"""Overview: what is in here, and where to go from it."""

import streamlit as st

from core.web.kit.cache import current
from core.web.kit.gaps import gaps
from core.web.kit.widgets import page_header
from core.web.overview import panels as overview_panels
from core.web.overview.findings import findings_row
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header(
    "Overview", "What is in this data, and what do you want to find out?", "space_dashboard"
)
overview_panels.store_metrics(build)
findings_row(build)
overview_panels.brief_entry()
overview_panels.start_links()
overview_panels.pictures(build)
left, right = st.columns(2, gap="large")
with left:
    overview_panels.spread(build)
with right:
    gaps(build)
