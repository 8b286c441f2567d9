"""Rising: who is growing beyond accounts like them?"""

import streamlit as st

from core.errors import NotFoundError
from core.web.kit.cache import current
from core.web.kit.creators import reads as creator_reads
from core.web.kit.creators.panels import creator_search
from core.web.kit.formats import plain
from core.web.kit.momentum import reads as momentum_reads
from core.web.kit.momentum.case import case_view
from core.web.kit.older_builds import MOMENTUM, stop_without
from core.web.kit.state import url_id
from core.web.kit.widgets import page_header
from core.web.rising import panels as rising_panels
from core.web.rising.filters import rising_filters
from core.web.rising.tier_guide import tier_guide_panel
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
chosen_id = url_id("creator")
page_header(
    "Rising", "Who grows beyond accounts like them, and where are they heading?", "rocket_launch"
)
stop_without(build, MOMENTUM)
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
        chosen = rising_filters(build, creator_reads.filter_choices(build))
    summary = momentum_reads.rising_summary(build, chosen)
    with figures:
        rising_panels.summary_metrics(summary)
    with picture[0]:
        rising_panels.scatter_panel(build, chosen)
    rising_panels.rising_table(build, chosen, summary)
