"""Creator: everything about one creator, by link."""

import streamlit as st

from core.errors import NotFoundError
from core.web import cached_check, creator_panels
from core.web.cached import current
from core.web.formats import plain
from core.web.shell import ensure_frame
from core.web.state import url_id
from core.web.widgets import page_header

ensure_frame()
build = current()
chosen_id = url_id("creator")
page_header("Creator", "Who is this, and is it worth working with them?", "person_search")
if not chosen_id:
    creator_panels.creator_search(build, key="creator_search", page="pages/creator.py")
else:
    try:
        creator = cached_check.creator(build, chosen_id)
    except NotFoundError as error:
        st.warning(plain(str(error)), icon=":material/search_off:")
        creator_panels.creator_search(build, key="creator_search", page="pages/creator.py")
    else:
        creator_panels.whole_creator(build, creator)
