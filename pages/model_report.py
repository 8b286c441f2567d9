"""Model report: how good the recommendations are, and how that is known."""

import streamlit as st

from core.web.kit.cache import current
from core.web.kit.messages import show_messages
from core.web.kit.widgets import page_header
from core.web.model_report import method as report_method
from core.web.model_report import panels as report_panels
from core.web.model_report.growth import growth_panel
from core.web.model_report.points_form import points_form
from core.web.model_report.profiles import profiles_panel
from core.web.model_report.ranking import ranking_panel
from core.web.shell.frame import ensure_frame

SECTIONS = ["Quality", "Lists", "Brand match", "Profiles", "Growth", "Method", "Points"]

ensure_frame()
build = current()
page_header("Model report", "How good are the models, and how do we know?", "fact_check")
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
elif section == "Brand match":
    ranking_panel(build)
elif section == "Profiles":
    profiles_panel(build)
elif section == "Growth":
    growth_panel(build)
elif section == "Method":
    report_method.method_panel(build)
elif section == "Points":
    points_form(build)
else:
    report_panels.quality_panel(build)
