"""Saved searches: what each looks for, and the way back to it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.web.kit.creators.cards import chips_html
from core.web.kit.formats import moment, plain
from core.web.kit.searches.words import BRAND, SEARCH_PAGES, filter_words
from core.web.kit.workspace import engine
from core.web.saved.rows import Undo, delete_button, rename_menu
from core.workspace.saved import searches
from core.workspace.saved.searches import SavedSearch

_OPENED = "saved_search_opened"


def searches_panel() -> None:
    """One row per search, newest first."""
    opened: SavedSearch | None = st.session_state.pop(_OPENED, None)
    if opened is not None:
        st.switch_page(f"pages/{opened.page}.py", query_params=_query(opened))
    everything = searches.saved_searches(engine())
    if not everything:
        titles = ", ".join(page.title for page in SEARCH_PAGES.values())
        st.info(
            f"No searches yet. Set filters on one of {titles}, then click Save this search.",
            icon=":material/bookmark_add:",
        )
        return
    for search in everything:
        _row(search)


def _row(search: SavedSearch) -> None:
    key = f"search_{search.search_id}"
    with st.container(border=True, gap="xsmall", key=key):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            title = SEARCH_PAGES[search.page].title if search.page in SEARCH_PAGES else search.page
            st.markdown(
                f"**{plain(search.name)}** :gray[{plain(title)} · {moment(search.created_at)}]",
                width="content",
            )
            st.space("stretch")
            if search.page in SEARCH_PAGES:
                st.button(
                    "Open",
                    key=f"{key}_open",
                    type="primary",
                    icon=":material/search:",
                    on_click=_open,
                    args=(search,),
                )
            rename_menu(
                search.name,
                partial(searches.rename_search, engine(), search.search_id),
                key=f"{key}_rename",
            )
            delete_button(partial(_delete, search.search_id), key=f"{key}_delete")
        brand = [search.brand_name] if search.brand_name else []
        words = [*brand, *filter_words(search.page, search.parameters)]
        st.html(chips_html([(word, "plain") for word in words or ["no filter"]]))


def _open(search: SavedSearch) -> None:
    """Forgets the filters of the page as they are now, which the link does not name."""
    prefixes = SEARCH_PAGES[search.page].prefixes
    for key in [str(key) for key in st.session_state]:
        if key.startswith(prefixes):
            del st.session_state[key]
    st.session_state[_OPENED] = search


def _query(search: SavedSearch) -> dict[str, str | list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in search.parameters:
        values.setdefault(name, []).append(value)
    query: dict[str, str | list[str]] = {
        name: texts if len(texts) > 1 else texts[0] for name, texts in values.items()
    }
    return query | ({BRAND: search.brand_id} if search.brand_id else {})


def _delete(search_id: int) -> Undo:
    search = searches.remove_search(engine(), search_id)

    def undo() -> str:
        searches.restore_search(engine(), search)
        return f"Search '{search.name}' is back."

    return (f"Search '{search.name}' is deleted.", undo)
