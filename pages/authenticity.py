"""Authenticity: is this growth real?"""

import streamlit as st
from core.web.cached import current

from core.errors import NotFoundError
from core.web import cached_check
from core.web.creator_panels import creator_search
from core.web.growth_panels import case_view
from core.web.triage_panels import (
    distribution_panel,
    summary_metrics,
    triage_filters,
    triage_table,
)

build = current()
chosen_id = st.query_params.get("creator")
st.title("Authenticity")
if chosen_id:
    try:
        creator = cached_check.creator(build, chosen_id)
    except NotFoundError as error:
        st.warning(str(error), icon=":material/search_off:")
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
