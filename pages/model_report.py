"""Model report: how good the recommendations are, and how that is known."""

import streamlit as st

from core.web import report_method, report_panels
from core.web.cached import current
from core.web.campaign_messages import show_messages
from core.web.points_form import points_form
from core.web.shell import ensure_frame
from core.web.widgets import page_header

SECTIONS = ["Quality", "Lists", "Method", "Points"]

ensure_frame()
build = current()
page_header("Model report", "How good are the recommendations, and how do we know?", "fact_check")
show_messages()
report_panels.headline(build)
section = st.segmented_control(
    "Section",
    SECTIONS,
    default="Quality",
    required=True,
    key="report_section",
    bind="query-params",
    label_visibility="collapsed",
)
if section == "Lists":
    report_panels.lists_panel(build)
elif section == "Method":
    report_method.method_panel(build)
elif section == "Points":
    points_form(build)
else:
    report_panels.quality_panel(build)
