"""The Search page: one box, what it finds, why, and the list as a file."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from core.models.search.query import parsed
from core.queries.choices import filter_choices
from core.queries.search.creators import SearchFilter, platform_counts
from core.services.search.creators import LIST_MAX, FoundCreators
from core.services.search.notes import search_notes, unknown_words
from core.web.kit.brief.box import TEXT as BRIEF
from core.web.kit.cached import cached_read
from core.web.kit.downloads import file_buttons
from core.web.kit.filters.active import ActiveFilter, active_line, each_of
from core.web.kit.filters.fields import Facets
from core.web.kit.formats import counted, plain, platform_label
from core.web.kit.paged import no_rows
from core.web.kit.search.box import HINT, QUERY
from core.web.kit.search.reads import PLACEHOLDER, searched, searched_things, shown_hits
from core.web.kit.search.rows import thing_link, wide_row
from core.web.kit.state import read_link_text, with_brand, write_link_text
from core.web.kit.view_keys import view_key
from core.web.search.files import search_file

_PAGE_SIZE = 10
_KINDS = {"name": "Name or handle", "words": "Words", "hashtag": "Hashtag", "meaning": "Meaning"}
_KIND_KEY, _PLATFORM_KEY, _HIDE_KEY = "search_kind", "search_platform", "search_hide_unusual"


def search_page(build: str) -> None:
    """Box, filters, what is no creator, creators."""
    text = _typed_text()
    if parsed(text).is_empty:
        st.caption(f"{HINT} In any language.")
        return
    everybody = searched(build, text)
    chosen = _filters(build, everybody)
    things = searched_things(build, text)
    if things:
        with st.container(horizontal=True, gap="small", key="search_things"):
            for thing in things:
                thing_link(thing)
    found = everybody if chosen == SearchFilter() else searched(build, text, chosen)
    _creators(build, text, found, chosen)


def _typed_text() -> str:
    """What is searched for: typed here, or in the link; kept for whoever comes back."""
    read_link_text(QUERY)
    typed = st.text_input(
        "Search",
        key=QUERY,
        type="search",
        persist_state="session",
        live=True,
        placeholder=PLACEHOLDER,
        label_visibility="collapsed",
    )
    return write_link_text(QUERY, typed)


def _filters(build: str, everybody: FoundCreators) -> SearchFilter:
    """Fields whose numbers are of the creators that the text finds, whatever else is filtered.

    Args:
        everybody: what the text finds without a filter.
    """
    choices = cached_read(filter_choices, build)
    ids = tuple(str(name) for name in everybody.creators["influencer_id"])
    counts = {
        "kind": {kind: int(everybody.creators[kind].sum()) for kind in _KINDS},
        "platform": cached_read(platform_counts, build, ids),
    }
    facets = Facets(counts, "search_")
    help = (
        f"The number is how many of the {'first ' if len(ids) == LIST_MAX else ''}{len(ids):,} "
        "creators found have this, whatever else is filtered."
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        kinds = facets.chips(
            "Found by",
            list(_KINDS),
            _KIND_KEY,
            facet="kind",
            shown=_KINDS.__getitem__,
            help=help,
        )
        platforms = facets.chips(
            "Platform",
            choices.platforms,
            _PLATFORM_KEY,
            facet="platform",
            shown=platform_label,
            help=help,
        )
        hide = st.toggle(
            "Hide unusual growth", key=_HIDE_KEY, persist_state="session", bind="query-params"
        )
    facets.write_link()
    return SearchFilter(tuple(kinds), tuple(platforms), hide)


def _active_filters(chosen: SearchFilter) -> list[ActiveFilter]:
    active = [
        *each_of(_KIND_KEY, chosen.kinds, lambda kind: f"found by {_KINDS[kind].lower()}"),
        *each_of(_PLATFORM_KEY, chosen.platforms, platform_label),
    ]
    if chosen.hide_unusual:
        active.append(ActiveFilter("without unusual growth", _HIDE_KEY, False))
    return active


def _reset() -> None:
    st.session_state[_KIND_KEY] = []
    st.session_state[_PLATFORM_KEY] = []
    st.session_state[_HIDE_KEY] = False


def _creators(build: str, text: str, found: FoundCreators, chosen: SearchFilter) -> None:
    if not found.is_indexed:
        st.info(
            "**Handles and names only.** This build has no index of texts; the next one has it.",
            icon=":material/update:",
        )
    active_line(_active_filters(chosen), _reset, key="search")
    if found.creators.empty:
        if chosen == SearchFilter():
            st.info(_nothing_words(text), icon=":material/search_off:")
            _notes(found, text)
        else:
            no_rows()
        return
    ids = [str(name) for name in found.creators["influencer_id"]]
    words_place, files_place = st.columns([4, 1], vertical_alignment="center")
    words_place.markdown(found_words(found))
    with files_place, st.container(horizontal=True, horizontal_alignment="right"):
        file_buttons(
            partial(search_file, build, text, chosen),
            name="search",
            key="search",
            note=f"{'All ' if len(ids) > 1 else ''}{counted(len(ids), 'creator')} of the list, "
            "with the reasons.",
        )
    _notes(found, text)
    place = st.container(key="search_hits", gap="small")
    pages = math.ceil(len(ids) / _PAGE_SIZE)
    page = st.pagination(pages, key=f"search_{view_key(build, text, chosen)}") if pages > 1 else 1
    with place:
        first = (page - 1) * _PAGE_SIZE
        for row, hit in enumerate(shown_hits(build, found, ids[first : first + _PAGE_SIZE])):
            wide_row(hit, key=f"search_hit_{row}")


def _notes(found: FoundCreators, text: str) -> None:
    """What the list does not answer, and where a country or a price would be read."""
    notes = search_notes(found)
    if not notes:
        return
    # Where no word is known and nobody was found, the box above says it all.
    is_said = found.creators.empty and len(unknown_words(found)) == len(found.words)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if not is_said:
            st.caption(f":material/info: {plain(' '.join(notes))}", width="content")
        st.page_link(
            "pages/brief.py",
            label="Read it as a brief",
            icon=":material/edit_note:",
            help="A brief reads countries, prices, sizes and platforms as conditions.",
            query_params=with_brand(**{BRIEF: text}),
        )


def found_words(found: FoundCreators) -> str:
    """How many there are, and which words were taken for others, as Markdown."""
    count = len(found.creators)
    who = counted(count, "creator")
    if count == LIST_MAX:
        who = f"The first {count:,} creators"
    parts = [who + ", best first."]
    if found.words_count > count:
        parts.append(f"{found.words_count:,} hold all words.")
    for typed, meant in found.corrections.items():
        parts.append(f"“{plain(typed)}” taken as **{plain(', '.join(meant))}**.")
    return " ".join(parts)


def _nothing_words(text: str) -> str:
    return (
        f"**No creator matches “{plain(text[:80])}”.** Not by handle, name, bio, caption or "
        "hashtag, not with a letter or two changed, and none is close in meaning. Try fewer words, "
        "another spelling, or what such a creator would write about."
    )
