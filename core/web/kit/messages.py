"""What was saved, or why not, said once on the next run of the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import AppError
from core.web.kit.formats import plain

_SAID, _PROBLEM = "campaign_said", "campaign_problem"


def run_with_flash(action: Callable[[], str]) -> bool:
    """Runs a change; keeps the plain text that it returns, or why it could not be made.

    Meant for callbacks, in which an error would end the run. Changes are made in callbacks, not
    after a button that returned True: the first run on a fresh server starts over, see
    `shell.ensure_frame`, and only what callbacks did outlives that.
    """
    try:
        st.session_state[_SAID] = action()
    except AppError as error:
        st.session_state[_PROBLEM] = str(error)
        return False
    return True


def show_messages() -> None:
    """A toast for what was saved, a warning for what was not; each once."""
    message = st.session_state.pop(_SAID, None)
    if message:
        st.toast(plain(message), icon=":material/check_circle:")
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.warning(plain(problem), icon=":material/error:")


def close_when_saved() -> None:
    """The first call of a dialog: closes it when its callback saved something."""
    if st.session_state.get(_SAID):
        st.rerun()
    show_messages()
