"""Links straight to a page, on a server that nobody has visited yet."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def through_app() -> None:
    """Makes sure that `app.py` runs around this page, by loading the page once more if not.

    Streamlit sees the folder `pages/` and, until some visit has called `st.navigation`, runs a
    linked page alone: without sidebar, brand or page settings. The first visitor of a server
    who comes by such a link sees the page reload once; nobody after that.
    """
    if not PagesManager.uses_pages_directory:
        return
    PagesManager.uses_pages_directory = False
    st.html("<script>window.location.reload()</script>", unsafe_allow_javascript=True)
    st.stop()
