"""The bar under every page that says who is ticked and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.queries import creators as creator_queries
from core.web.kit.cached import cached_read
from core.web.kit.campaigns.buttons import campaign_choices
from core.web.kit.formats import plain
from core.web.kit.selection.compare_link import PAGE, compare_query
from core.web.kit.selection.files import selection_files
from core.web.kit.selection.shortlists import shortlist_choices
from core.web.kit.selection.state import clear, selected_ids

_NAMES_SHOWN = 2
_MENU_HEIGHT = 260
_COMPARE, _MENU = "selection_to_compare", "selection_menu"
# What opens above the bar: a menu that hangs off it would be cut by the end of the window.
_MENUS: dict[str, tuple[str, Callable[..., None]]] = {
    "Add to shortlist": ("bookmark_add", shortlist_choices),
    "Add to campaign": ("playlist_add", campaign_choices),
    "Export": ("download", selection_files),
}


def tray(build: str) -> None:
    """The bar; nothing while nobody is ticked."""
    ids = selected_ids()
    if st.session_state.pop(_COMPARE, False) and ids:
        st.switch_page(PAGE, query_params=compare_query(ids))
    if ids:
        with st.bottom:
            _bar(build, ids)


def _bar(build: str, ids: tuple[str, ...]) -> None:
    creators = cached_read(creator_queries.listed_creators, build, ids)
    known = tuple(creators["influencer_id"])
    opened = st.session_state.get(_MENU)
    if opened in _MENUS and known:
        icon, content = _MENUS[opened]
        is_long = opened != "Export"
        with st.container(height=_MENU_HEIGHT if is_long else "content", border=False):
            content(build, known, key=f"selection_{icon}")
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="selection_tray"
    ):
        st.markdown(_words(creators, len(ids) - len(known)), width="content")
        st.space("stretch")
        st.button(
            "Compare",
            key="selection_compare",
            icon=":material/compare_arrows:",
            disabled=not known,
            on_click=_ask_to_compare,
        )
        for label, (icon, _) in _MENUS.items():
            st.button(
                label,
                key=f"selection_{icon}_menu",
                icon=":material/expand_more:" if label == opened else f":material/{icon}:",
                disabled=not known,
                on_click=_toggle,
                args=(label,),
            )
        st.button("Clear", key="selection_clear", icon=":material/close:", on_click=_clear)


def _words(creators: pd.DataFrame, missing_count: int) -> str:
    handles = [f"@{plain(handle)}" for handle in creators["handle"].head(_NAMES_SHOWN)]
    more = len(creators) - len(handles)
    names = ", ".join([*handles, *([f"{more} more"] if more else [])])
    missing = f" · {missing_count} not in this data" if missing_count else ""
    return f"**{len(creators):,} selected** :gray[{names}{missing}]"


def _ask_to_compare() -> None:
    # A callback cannot change the page; the run after it does. Links do not work in this bar.
    st.session_state[_COMPARE] = True


def _toggle(label: str) -> None:
    st.session_state[_MENU] = None if st.session_state.get(_MENU) == label else label


def _clear() -> None:
    st.session_state.pop(_MENU, None)
    clear()
