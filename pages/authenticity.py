"""Authenticity: is this growth real?"""

import streamlit as st

from core.errors import NotFoundError
from core.web.authenticity import compare as authenticity_compare
from core.web.authenticity import triage as triage_panels
from core.web.authenticity.case import case_view
from core.web.kit.cache import current
from core.web.kit.creators import reads as creator_reads
from core.web.kit.creators.panels import creator_search
from core.web.kit.formats import plain
from core.web.kit.older_builds import GROWTH_EVIDENCE, stop_without
from core.web.kit.state import url_id
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
chosen_id = url_id("creator")
page_header("Authenticity", "Is this growth real?", "query_stats")
stop_without(build, GROWTH_EVIDENCE)
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
        chosen = triage_panels.triage_filters(creator_reads.filter_choices(build))
    summary = creator_reads.triage_summary(build, chosen)
    with figures:
        triage_panels.summary_metrics(summary)
    with picture[0]:
        triage_panels.both_scores_panel(build, chosen)
    triage_panels.triage_table(build, chosen, summary)
