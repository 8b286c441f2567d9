"""The dashboard as `serve` starts it: `app.py`, with errors that show an id and are logged."""

import streamlit as st

# `frame` is imported for the first visitor, who would see an empty page for a second without it.
from core.web.shell import frame, page_errors  # noqa: F401

app = st.App("app.py", on_script_error=page_errors.show)
