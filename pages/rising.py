"""Rising: who is growing beyond accounts like them?"""

import streamlit as st

from core.errors import NotFoundError
from core.web import cached_check, cached_rising, rising_panels
from core.web.cached import current
from core.web.creator_panels import creator_search
from core.web.formats import plain
from core.web.rising_case import case_view
from core.web.rising_filters import rising_filters
from core.web.shell import ensure_frame
from core.web.state import url_id
from core.web.tier_guide_panel import tier_guide_panel
from core.web.widgets import page_header

ensure_frame()
build = current()
chosen_id = url_id("creator")
page_header(
    "Rising", "Who grows beyond accounts like them, and where are they heading?", "rocket_launch"
)
if not cached_rising.has_momentum(build):
    rising_panels.older_build_note()
    st.stop()
if chosen_id:
    try:
        case_view(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_search(build, key="rising_search", page="pages/rising.py")
elif rising_panels.chosen_section() == "Micro or macro?":
    tier_guide_panel(build)
else:
    figures, picture = st.container(), st.columns([1, 1], gap="large")
    with picture[1]:
        chosen = rising_filters(build, cached_check.filter_choices(build))
    summary = cached_rising.rising_summary(build, chosen)
    with figures:
        rising_panels.summary_metrics(summary)
    with picture[0]:
        rising_panels.scatter_panel(build, chosen)
    rising_panels.rising_table(build, chosen, summary)
