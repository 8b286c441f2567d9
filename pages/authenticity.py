"""Authenticity: is this growth real?"""

from functools import partial

import streamlit as st

from core.errors import NotFoundError
from core.web.authenticity import triage as triage_panels
from core.web.authenticity.case import case_view
from core.web.kit.cache import current
from core.web.kit.creators.opened import opened_creator
from core.web.kit.creators.panels import creator_search
from core.web.kit.formats import plain
from core.web.kit.older_builds import GROWTH_EVIDENCE, stop_without
from core.web.kit.searches.save import save_search_button
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame
from core.web.shell.old_links import forward_old_comparison

ensure_frame()
forward_old_comparison()
build = current()
page_header(
    "Authenticity",
    "Is this growth real?",
    "query_stats",
    beside=partial(save_search_button, "authenticity"),
)
stop_without(build, GROWTH_EVIDENCE)
chosen_id = opened_creator(build, "pages/authenticity.py")
if chosen_id:
    try:
        case_view(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_search(build, key="authenticity_search", page="pages/authenticity.py")
else:
    triage_panels.triage_view(build)
