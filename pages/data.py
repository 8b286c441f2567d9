"""Data: bring files in, see what was left out, choose and make builds."""

import streamlit as st

from core.web.data import builds as build_panels
from core.web.data import demo_workspace
from core.web.data import imports as import_panels
from core.web.data.audit_log import audit_panel
from core.web.kit.cache import build_in_use
from core.web.kit.gaps import gaps
from core.web.kit.messages import show_messages
from core.web.kit.team.offers import may_administer
from core.web.kit.widgets import page_header
from core.web.shell import jobs as shell_jobs
from core.web.shell.frame import ensure_frame

SECTIONS = ["Import", "Builds", "Rejected rows", "Missing"]
OF_ADMINS = "Audit log"

ensure_frame()
page_header("Data", "Where does the data come from, and what is missing from it?", "database")
show_messages()
shell_jobs.watch()
section = st.segmented_control(
    "Section",
    [*SECTIONS, OF_ADMINS] if may_administer() else SECTIONS,
    default="Import",
    required=True,
    key="section",
    bind="query-params",
    label_visibility="collapsed",
)
build = build_in_use()
if section == "Builds":
    build_panels.rebuild_panel()
    build_panels.builds_panel()
    build_panels.jobs_panel()
elif section == "Rejected rows":
    build_panels.rejects_panel()
elif section == OF_ADMINS:
    audit_panel()
elif section == "Missing":
    if build is None:
        st.caption("There is no data in use.")
    else:
        gaps(build.build_id)
else:
    if build is not None:
        with st.container(border=True, gap="xxsmall"):
            st.caption("In use now")
            st.markdown(build_panels.source_words(build))
            if build.is_demo:
                demo_workspace.reset_button(build.build_id)
    import_panels.import_panel()
