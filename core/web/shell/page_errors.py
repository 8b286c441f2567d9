"""What a page shows when it fails: an id that stands in the log next to the traceback."""

from __future__ import annotations

import logging

import streamlit as st

from core import logs
from core.errors import AppError
from core.web.kit.cache import settings
from core.web.kit.formats import plain

_LOG = logging.getLogger(__name__)


def show(error: Exception) -> bool:
    """Logs an error that a page, a fragment or a callback let through, and shows it.

    Returns:
        True, so that Streamlit does not show it a second time.
    """
    if isinstance(error, AppError):
        logs.event(_LOG, "refused", error=type(error).__name__)
        st.warning(plain(str(error)), icon=":material/error:")
        return True
    chosen = settings()
    logs.configure(chosen, "dashboard")
    identifier = logs.error_id(_LOG, "page failed", error, page=_page())
    st.error(
        f"**This page could not be shown. Error id {identifier}**  \nThe cause is in "
        f"`{chosen.logs_dir / logs.LOG_FILE}` under this id. Reload the page; if the error stays, "
        "send those log lines and what you did to whoever runs this app.",
        icon=":material/bug_report:",
    )
    return True


def _page() -> str:
    return st.context.url.partition("?")[0].rstrip("/").rpartition("/")[2] if st.context.url else ""
