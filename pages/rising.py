"""Rising: who is growing beyond accounts like them?"""

from functools import partial

import streamlit as st

from core.errors import NotFoundError
from core.web.kit.cache import current
from core.web.kit.creators.opened import opened_creator
from core.web.kit.creators.panels import creator_search
from core.web.kit.formats import plain
from core.web.kit.momentum.case import case_view
from core.web.kit.older_builds import MOMENTUM, stop_without
from core.web.kit.searches.save import save_search_button
from core.web.kit.widgets import page_header
from core.web.rising import panels as rising_panels
from core.web.rising.tier_guide import tier_guide_panel
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header(
    "Rising",
    "Who outgrows comparable accounts, and where are they heading?",
    "rocket_launch",
    beside=partial(save_search_button, "rising"),
)
stop_without(build, MOMENTUM)
chosen_id = opened_creator(build, "pages/rising.py")
if chosen_id:
    try:
        case_view(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_search(build, key="rising_search", page="pages/rising.py")
elif rising_panels.chosen_section() == "Micro or macro?":
    tier_guide_panel(build)
else:
    rising_panels.rising_view(build)
