"""The dashboard as `serve` starts it: `app.py`, with errors that show an id and are logged."""

import streamlit as st

from core.web.shell import page_errors

app = st.App("app.py", on_script_error=page_errors.show)
