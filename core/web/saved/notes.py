"""Notes on the creators of a shortlist."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.web.kit.messages import run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace.saved import shortlists
from core.workspace.saved.shortlists import Shortlist, ShortlistMember
from core.workspace.values import NOTE_CHARACTERS


def notes_menu(shortlist: Shortlist, members: list[ShortlistMember]) -> None:
    """A menu to write the note about one of the creators."""
    key = f"shortlist_note_{shortlist.shortlist_id}"
    place = st.popover(
        "Note",
        icon=":material/edit_note:",
        key=f"{key}_open",
        on_change="rerun",
        **only(Role.EDITOR),
    )
    if not place.open:
        return
    known = {member.influencer_id: member for member in members}
    with place:
        influencer_id = st.selectbox(
            "Creator",
            list(known),
            format_func=lambda one: f"{known[one].name} @{known[one].handle}",
            key=f"{key}_who",
        )
        with st.form(f"{key}_form", border=False):
            field = f"{key}_{influencer_id}"
            st.text_area(
                "Note", known[influencer_id].note, key=field, max_chars=NOTE_CHARACTERS, height=90
            )
            st.form_submit_button(
                "Save",
                type="primary",
                icon=":material/save:",
                on_click=_save,
                args=(shortlist, known[influencer_id], field, f"{key}_open"),
            )


def _save(shortlist: Shortlist, member: ShortlistMember, field: str, opened: str) -> None:
    def save() -> str:
        shortlists.set_note(
            engine(), shortlist.shortlist_id, member.influencer_id, st.session_state[field]
        )
        return f"Note on @{member.handle} is saved."

    if run_with_flash(save):
        st.session_state[opened] = False
