"""The search box in the sidebar: hits while somebody types; `static/search.js` has its keys."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.models.search.names import NameMatch
from core.models.search.query import parsed
from core.models.search.ranking import Tier
from core.services.search.creators import FoundCreators
from core.services.search.things import NamedThing
from core.web.kit.formats import counted, plain
from core.web.kit.search.reads import searched, searched_things, shown_hits
from core.web.kit.search.rows import PAGE, small_row, thing_link
from core.web.kit.state import with_brand

BOX, QUERY = "sidebar_search", "q"  # keys; the second is also the name in the URL of the page
_PLACE = "sidebar_search_place"
_CREATORS, _THINGS = 6, 4
HINT = 'Words, "exact phrases", @handles or #hashtags. Typing errors are forgiven.'


def search_box(build: str, place: tuple[str | None, ...]) -> None:
    """The box and the hits under it.

    Args:
        place: the page and whom it shows; the box is emptied when this changes, for whoever opened
            a hit has found it.
    """
    if st.session_state.get(_PLACE) != place:
        st.session_state[_PLACE] = place
        # A box that is empty as far as is known here is left alone: emptied again, it would lose
        # what somebody typed since the page was asked for.
        if st.session_state.get(BOX):
            st.session_state[BOX] = ""
    _box(build)


@st.fragment
def _box(build: str) -> None:
    text = st.text_input(
        "Search",
        key=BOX,
        type="search",
        placeholder="Search everything ( / )",
        label_visibility="collapsed",
        live=True,
    )
    text = (text or "").strip()
    if parsed(text).is_empty:
        return
    found = searched(build, text)
    things = searched_things(build, text)[:_THINGS]
    with st.container(key="sidebar_hits", gap="xsmall"):
        _entries(build, text, found, things)
    # Last, so that whoever waits for the hits of a text knows that all are drawn.
    st.html(f'<span data-hits-of="{escape(text, quote=True)}"></span>')


def _entries(build: str, text: str, found: FoundCreators, things: list[NamedThing]) -> None:
    """All entries; Enter opens the first: who or what is named, else the list of all."""
    ids = [str(name) for name in found.creators["influencer_id"].head(_CREATORS)]
    is_named = bool(ids) and (
        int(found.creators["tier"].iloc[0]) == Tier.NAMED or ids[0] in found.named
    )
    is_thing_first = not is_named and bool(things) and things[0].match == NameMatch.WHOLE
    if is_thing_first:
        thing_link(things.pop(0))
    if not is_named and not is_thing_first and (ids or things):
        _all_link(text, found)
    for place, hit in enumerate(shown_hits(build, found, ids)):
        small_row(hit, key=f"sidebar_hit_{place}")
    for thing in things:
        thing_link(thing)
    if (is_named or is_thing_first) and len(found.creators) > len(ids):
        _all_link(text, found)
    if not ids and not things:
        st.caption(f"Nothing matches “{plain(text[:60])}”. Try fewer or other words.")


def _all_link(text: str, found: FoundCreators) -> None:
    count = len(found.creators)
    more = max(count, found.words_count)
    st.page_link(
        PAGE,
        label=f"All results · {counted(more, 'creator')}",
        icon=":material/search:",
        query_params=with_brand(**{QUERY: text}),
    )
