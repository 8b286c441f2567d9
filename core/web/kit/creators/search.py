"""A search box whose hits are added to what is being compared."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from core.queries import creators
from core.web.kit.cached import cached_read
from core.web.kit.formats import compact, plain

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
        placeholder="Handle or name",
        live=True,
        icon=":material/search:",
    )
    if not text and only_when_typed:
        return
    matches = cached_read(creators.found_creators, build, text or "", limit=_SHOWN + len(ids))
    matches = matches[~matches["influencer_id"].isin(list(ids))].head(_SHOWN)
    if matches.empty:
        st.caption("No other handle or name contains this. Try fewer letters.")
        return
    with st.container(horizontal=True, gap="small"):
        for place, row in enumerate(matches.to_dict("records")):
            st.button(
                f"{plain(row['name'])} · @{plain(row['handle'])} · "
                f"{compact(row['followers_count'])}",
                icon=":material/add:",
                key=f"{key}_add_{place}",
                type="tertiary",
                on_click=add,
                args=(row["influencer_id"],),
            )
