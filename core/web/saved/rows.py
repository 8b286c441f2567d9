"""What shortlists and searches have in common on the page: rename, and delete with undo."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.access import Role
from core.web.kit.campaigns.choice import NAME_MAX
from core.web.kit.messages import offer_undo, run_with_flash
from core.web.kit.team.offers import only

# What a change says, and what takes it back and says so.
Undo = tuple[str, Callable[[], str]]


def rename_menu(name: str, rename: Callable[[str], None], *, key: str) -> None:
    """A menu with a field for another name.

    Args:
        rename: saves the name that was typed.
    """
    place = st.popover(
        "Rename",
        icon=":material/edit:",
        key=f"{key}_open",
        on_change="rerun",
        **only(Role.EDITOR),
    )
    if not place.open:
        return
    with place, st.form(f"{key}_form", border=False):
        st.text_input("Name", name, max_chars=NAME_MAX, key=f"{key}_name")
        st.form_submit_button(
            "Save", type="primary", icon=":material/save:", on_click=_rename, args=(rename, key)
        )


def _rename(rename: Callable[[str], None], key: str) -> None:
    name = st.session_state[f"{key}_name"]

    def save() -> str:
        rename(name)
        return f"Renamed to '{name.strip()}'."

    if run_with_flash(save):
        st.session_state[f"{key}_open"] = False


def delete_button(delete: Callable[[], Undo], *, key: str) -> None:
    """A button that deletes at once: a bar above the page takes it back."""
    st.button(
        "Delete",
        key=key,
        icon=":material/delete:",
        on_click=undoable,
        args=(delete,),
        **only(Role.EDITOR),
    )


def undoable(change: Callable[[], Undo]) -> None:
    """Callback of a button: makes a change that the bar above the page takes back."""

    def make() -> str:
        said, undo = change()
        offer_undo(said, undo)
        return ""  # the bar says it

    run_with_flash(make)
