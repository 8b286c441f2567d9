"""What was saved, or why not, said once on the next run of the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import AppError
from core.web.kit.formats import plain

_SAID, _PROBLEM, _UNDO = "campaign_said", "campaign_problem", "undo_offered"


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


def offer_undo(deleted: str, undo: Callable[[], str]) -> None:
    """Offers to take a delete back, above the page until it is used or closed.

    Args:
        deleted: what is gone, as a sentence.
        undo: puts it back and says so; raises AppError when it cannot.
    """
    st.session_state[_UNDO] = (deleted, undo, None)


def undo_bar(page: str) -> None:
    """The offer of `offer_undo`; nothing without one, and it goes when another page opens."""
    deleted, undo, seen_on = st.session_state.get(_UNDO, ("", None, None))
    if undo is None:
        return
    if seen_on not in (None, page):
        del st.session_state[_UNDO]
        return
    st.session_state[_UNDO] = (deleted, undo, page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="undo_bar"):
        st.markdown(f":material/delete: {plain(deleted)}", width="content")
        st.button("Undo", icon=":material/undo:", key="undo", on_click=_undo, args=(undo,))
        st.button(
            "Dismiss",
            icon=":material/close:",
            key="undo_close",
            type="tertiary",
            on_click=lambda: st.session_state.pop(_UNDO, None),
        )


def _undo(undo: Callable[[], str]) -> None:
    st.session_state.pop(_UNDO, None)
    run_with_flash(undo)
