"""The dashboard as `serve` starts it: `app.py`, guarded, with errors that show an id."""

import sys

import streamlit as st
from starlette.middleware import Middleware

from core.errors import AppError

# `frame` is imported for the first visitor, who would see an empty page for a second without it.
from core.web.shell import frame, page_errors  # noqa: F401
from core.web.shell.garbage import leave_modules_out
from core.web.shell.login import setup
from core.web.shell.preload import ElementScripts
from core.web.shell.request_guard import RequestGuard

try:
    login, secrets = setup.middleware(), setup.secrets()
except AppError as error:
    sys.exit(f"error: {error}")

leave_modules_out()
app = st.App(
    "app.py",
    secrets=secrets,
    on_script_error=page_errors.show,
    middleware=[Middleware(RequestGuard), *login, Middleware(ElementScripts)],
)
