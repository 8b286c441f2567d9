"""Authenticity: is this growth real?"""

import streamlit as st

from core.errors import NotFoundError
from core.web import cached_check
from core.web.cached import current
from core.web.creator_panels import creator_search
from core.web.formats import plain
from core.web.growth_panels import case_view
from core.web.shell import ensure_frame
from core.web.state import url_id
from core.web.triage_panels import (
    distribution_panel,
    summary_metrics,
    triage_filters,
    triage_table,
)
from core.web.widgets import page_header

ensure_frame()
build = current()
chosen_id = url_id("creator")
page_header("Authenticity", "Is this growth real?", "query_stats")
if chosen_id:
    try:
        creator = cached_check.creator(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_search(build, key="authenticity_search", page="pages/authenticity.py")
    else:
        case_view(build, creator)
else:
    figures, picture = st.container(), st.columns([3, 2], gap="large")
    with picture[1]:
        chosen = triage_filters(cached_check.filter_choices(build))
    summary = cached_check.triage_summary(build, chosen)
    with figures:
        summary_metrics(summary)
    with picture[0]:
        distribution_panel(build, chosen)
    triage_table(build, chosen, summary)
