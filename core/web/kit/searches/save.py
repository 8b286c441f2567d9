"""The button that saves the search of a page."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.web.kit.campaigns.choice import NAME_MAX
from core.web.kit.creators.cards import chips_html
from core.web.kit.messages import run_with_flash
from core.web.kit.searches.words import filter_words, filters_of
from core.web.kit.state import current_brand
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace.saved import searches

_OPEN, _NAME = "save_search_open", "save_search_name"


def save_search_button(page: str) -> None:
    """A menu with a name for the search as it stands in the link.

    Args:
        page: address of the page, one of `SEARCH_PAGES`.
    """
    place = st.popover(
        "Save this search",
        icon=":material/bookmark_add:",
        key=_OPEN,
        on_change="rerun",
        type="tertiary",
        **only(Role.EDITOR),
    )
    if not place.open:
        return
    brand = current_brand()
    words = filter_words(page, _filters())
    with place, st.form("save_search_form", border=False):
        st.text_input("Name", key=_NAME, max_chars=NAME_MAX, placeholder="Nano in Germany")
        chips = [brand.name, *words] if brand else words
        st.html(chips_html([(word, "plain") for word in chips or ["no filter is set"]]))
        st.form_submit_button(
            "Save", type="primary", icon=":material/bookmark_add:", on_click=_save, args=(page,)
        )


def _filters() -> list[tuple[str, str]]:
    return filters_of(
        (name, value) for name in st.query_params for value in st.query_params.get_all(name)
    )


def _save(page: str) -> None:
    brand = current_brand()

    def save() -> str:
        search = searches.save_search(
            engine(),
            st.session_state.get(_NAME) or "",
            page=page,
            parameters=_filters(),
            brand_id=brand.brand_id if brand else None,
            brand_name=brand.name if brand else None,
        )
        return f"Search '{search.name}' is saved. Open it again on the page Saved."

    if run_with_flash(save):
        st.session_state[_OPEN] = False
        st.session_state[_NAME] = ""
