"""Creator: everything about one creator, by link."""

import streamlit as st
from core.web.cached import current

from core.errors import NotFoundError
from core.web import cached_check, creator_panels

build = current()
chosen_id = st.query_params.get("creator")
st.title("Creator")
if not chosen_id:
    creator_panels.creator_search(build, key="creator_search", page="pages/creator.py")
else:
    try:
        creator = cached_check.creator(build, chosen_id)
    except NotFoundError as error:
        st.warning(str(error), icon=":material/search_off:")
        creator_panels.creator_search(build, key="creator_search", page="pages/creator.py")
    else:
        creator_panels.whole_creator(build, creator)
