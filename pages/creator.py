"""Creator: everything about one creator, by link."""

import streamlit as st

from core.errors import NotFoundError
from core.web.kit.cache import current
from core.web.kit.creators import panels as creator_panels
from core.web.kit.creators.opened import opened_creator
from core.web.kit.formats import plain
from core.web.kit.profiling.classify import classify_panel
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header("Creator", "Who is this, and is it worth working with them?", "person_search")
chosen_id = opened_creator(build, "pages/creator.py")
if not chosen_id:
    creator_panels.creator_search(build, key="creator_search", page="pages/creator.py")
    classify_panel(build)
else:
    try:
        creator = creator_panels.creator_by_id(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_panels.creator_search(build, key="creator_search", page="pages/creator.py")
    else:
        creator_panels.whole_creator(build, creator)
