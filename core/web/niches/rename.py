"""Giving a niche another name, or the one that was found back."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.web.kit.cache import niche_names
from core.web.kit.formats import plain
from core.web.kit.matching.renamed_links import NICHE_FILTERS
from core.web.kit.messages import run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace.records.niche_names import NAME_CHARACTERS, rename_niche

_OPEN = "niche_rename_open"


def found_name(shown: str) -> str:
    """The name under which the build found a niche."""
    return next((found for found, name in niche_names().items() if name == shown), shown)


def rename_popover(niche_id: int, shown: str) -> None:
    """A button that opens the form for the name of one niche."""
    place = st.popover(
        "Rename", icon=":material/edit:", key=_OPEN, on_change="rerun", **only(Role.ADMIN)
    )
    if not place.open:
        return
    found = found_name(shown)
    with place:
        with st.form(f"niche_rename_form_{niche_id}", border=False):
            st.text_input(
                "Name of the niche", shown, max_chars=NAME_CHARACTERS, key=f"niche_name_{niche_id}"
            )
            st.form_submit_button(
                "Save",
                type="primary",
                icon=":material/save:",
                on_click=_save,
                args=(niche_id, found, shown),
            )
        if found != shown:
            st.button(
                f"Use the found name again: {plain(found)}",
                key=f"niche_reset_{niche_id}",
                icon=":material/restart_alt:",
                on_click=_rename,
                args=(found, shown, found),
            )
        st.caption(
            f"Found as '{plain(found)}'. The new name shows on all pages and in their files, and "
            "stays in a new build that finds a niche of the same name; commands keep the found one."
        )


def _save(niche_id: int, found: str, shown: str) -> None:
    _rename(found, shown, st.session_state[f"niche_name_{niche_id}"])


def _rename(found: str, shown: str, name: str) -> None:
    def rename() -> str:
        rename_niche(engine(), found, name)
        # What was read before has the old name.
        st.cache_data.clear()
        new = niche_names().get(found, found)
        for key in NICHE_FILTERS:
            if shown in (chosen := st.session_state.get(key) or []):
                st.session_state[key] = [new if value == shown else value for value in chosen]
        return f"The niche is called '{new}' now."

    if run_with_flash(rename):
        st.session_state[_OPEN] = False
