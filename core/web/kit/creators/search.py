"""A search box whose hits are added to what is being compared."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from core.web.kit.search.reads import NOTHING, PLACEHOLDER, picked

_SHOWN = 6


def search_to_add(
    build: str,
    ids: Collection[str],
    add: Callable[[str], None],
    *,
    key: str,
    only_when_typed: bool = False,
) -> None:
    """The box and its first hits, each a button.

    Args:
        ids: already chosen, not offered again.
        add: callback with the id of a hit; may empty the box, whose key is `<key>_search`.
        key: begins the keys of box and buttons.
        only_when_typed: offers nobody while the box is empty.
    """
    text = st.text_input(
        "Add a creator",
        key=f"{key}_search",
        type="search",
        placeholder=PLACEHOLDER,
        live=True,
        icon=":material/search:",
    )
    if not text and only_when_typed:
        return
    matches = [
        match
        for match in picked(build, text or "", _SHOWN + len(ids))
        if match[0]["influencer_id"] not in ids
    ][:_SHOWN]
    if not matches:
        st.caption(NOTHING)
        return
    with st.container(horizontal=True, gap="small"):
        for place, (row, label) in enumerate(matches):
            st.button(
                label,
                icon=":material/add:",
                key=f"{key}_add_{place}",
                type="tertiary",
                on_click=add,
                args=(row["influencer_id"],),
            )
