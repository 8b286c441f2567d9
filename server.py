"""The dashboard as `serve` starts it: `app.py`, guarded, with errors that show an id."""

import streamlit as st
from starlette.middleware import Middleware

# `frame` is imported for the first visitor, who would see an empty page for a second without it.
from core.web.shell import frame, page_errors  # noqa: F401
from core.web.shell.preload import ElementScripts
from core.web.shell.request_guard import RequestGuard

app = st.App(
    "app.py",
    on_script_error=page_errors.show,
    middleware=[Middleware(RequestGuard), Middleware(ElementScripts)],
)
