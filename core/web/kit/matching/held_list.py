"""A list made for a brand that stays as it is while its creators are added to campaigns.

What a brand adds changes what is recommended and who is hidden. A list that followed at once would
move under the mouse, so it waits until somebody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

_SHOWN, _HELD = "brand_list_shown", "brand_list_held"


@dataclass(frozen=True)
class ListState:
    """What a list rests on beside its filters.

    Attributes:
        view: key of brand, filters and order.
        version: of what the brand did in the app.
        planned: ids of the creators in its campaigns.
    """

    view: str
    version: int
    planned: frozenset[str]


def no_list_shown() -> None:
    """The first call of a run: no list is on this page until one is drawn."""
    st.session_state.pop(_SHOWN, None)


def hold_list() -> None:
    """Keeps the list that is shown as it is; called before creators are added to a campaign."""
    if st.session_state.get(_SHOWN) is not None:
        st.session_state.setdefault(_HELD, st.session_state[_SHOWN])


def release_list() -> None:
    """Lets the list follow again."""
    st.session_state.pop(_HELD, None)


def held_or_new(now: ListState) -> ListState:
    """The state the list is to be drawn in: the held one while its view is the same."""
    held: ListState | None = st.session_state.get(_HELD)
    if held is not None and held.view != now.view:
        release_list()
        held = None
    st.session_state[_SHOWN] = held or now
    return held or now


def held_note(shown: ListState, now: ListState) -> None:
    """Says that the list waits, with a button that brings it up to date."""
    added_count = len(now.planned - shown.planned)
    if shown == now:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f":material/pause_circle: You added {added_count:,} since this list was made. It stays "
            "as it is until you update it.",
            width="content",
        )
        st.button(
            "Update the list", key="update_list", icon=":material/refresh:", on_click=release_list
        )
