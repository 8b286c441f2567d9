"""Authenticity: is this growth real?"""

import streamlit as st

from core.errors import NotFoundError
from core.web import authenticity_compare, cached_check, triage_panels
from core.web.authenticity_case import case_view
from core.web.cached import current
from core.web.creator_panels import creator_search
from core.web.formats import plain
from core.web.growth_panels import older_build_note
from core.web.shell import ensure_frame
from core.web.state import url_id
from core.web.widgets import page_header

ensure_frame()
build = current()
chosen_id = url_id("creator")
page_header("Authenticity", "Is this growth real?", "query_stats")
if not cached_check.has_growth_evidence(build):
    older_build_note()
    st.stop()
mode = authenticity_compare.chosen_mode()
if mode == "Compare":
    authenticity_compare.compare_view(build)
elif chosen_id:
    try:
        case_view(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_search(build, key="authenticity_search", page="pages/authenticity.py")
else:
    figures, picture = st.container(), st.columns([1, 1], gap="large")
    with picture[1]:
        chosen = triage_panels.triage_filters(cached_check.filter_choices(build))
    summary = cached_check.triage_summary(build, chosen)
    with figures:
        triage_panels.summary_metrics(summary)
    with picture[0]:
        triage_panels.both_scores_panel(build, chosen)
    triage_panels.triage_table(build, chosen, summary)
