"""Panels of the Brand match page: brief, figures, cards with their evidence, downloads."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from core.domain.brief import BRIEF_MAX
from core.domain.fit_bands import BAND_WORDS
from core.domain.thresholds import WORTH_CHECKING
from core.queries.choices import filter_choices
from core.services.matching import brand_gates as gate_service
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.eligible import gates_beside
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import MatchPage
from core.services.matching.query import MatchQuery
from core.services.ranking.topics import words_of_brief
from core.web.brand_match.brief_hints import brief_hints, brief_length_hint
from core.web.brand_match.concepts import concepts_panel, has_concepts
from core.web.brand_match.order import order_controls
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.related import fitting_creators
from core.web.kit.downloads import file_buttons, how_many
from core.web.kit.filters.active import active_line
from core.web.kit.formats import count, file_slug, money_range, plain
from core.web.kit.matching import reads as match_reads
from core.web.kit.matching.brand_examples import brand_examples
from core.web.kit.matching.cards import cards
from core.web.kit.matching.filters import active_filters, filter_form, keep_filters, reset_filters
from core.web.kit.matching.held_back import (
    chosen_gates,
    gate_chips,
    partners_switch,
    shows_partners,
    shows_unusual,
    unusual_switch,
)
from core.web.kit.paged import no_rows
from core.web.kit.state import current_brand, current_brand_id
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row

PAGE_SIZE = 10
_BRIEF_NAME = "your brief"
_BRIEF = "match_brief"
_BRIEF_BRAND = "match_brief_brand"


def match_query() -> MatchQuery | None:
    """The typed brief, else the brand of the sidebar, else None."""
    brief = (st.session_state.get(_BRIEF) or "").strip()
    brand = current_brand()
    # Whoever picks another brand after typing wants that brand.
    if brief and st.session_state.get(_BRIEF_BRAND) == (brand and brand.brand_id):
        return MatchQuery(brief=brief)
    _clear_brief()
    return None if brand is None else MatchQuery(brand)


def shown_name(query: MatchQuery) -> str:
    """The name for a heading that reads Markdown."""
    return _BRIEF_NAME if query.brand is None else plain(query.brand.name)


def _clear_brief() -> None:
    st.session_state[_BRIEF] = ""


def _take_brief() -> None:
    st.session_state["match_brief_open"] = False
    st.session_state[_BRIEF_BRAND] = current_brand_id()
    st.session_state[_BRIEF] = st.session_state.get("match_brief_typed", "")


def brief_form(*, button: str) -> None:
    """A text area whose text is ranked like a brand."""
    with st.form("match_brief_form", border=False):
        st.text_area(
            "Describe the creators you're looking for",
            st.session_state.get(_BRIEF, ""),
            key="match_brief_typed",
            max_chars=BRIEF_MAX,
            height=110,
            placeholder="For example: vegan skin care for sensitive skin, honest reviews of creams",
            help="Matched with what creators write. Country, language, size and price are filters: "
            "if your brief names them, you can set them with one click.",
        )
        st.form_submit_button(
            button, type="primary", icon=":material/search:", on_click=_take_brief
        )


def invitation(build: str) -> None:
    """What to do when there is neither brand nor brief."""
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(border=True):
        st.markdown("**Type a brief**")
        brief_form(button="Find creators")
    with right, st.container(border=True):
        st.markdown("**Or start with a brand**")
        brand_examples(build, key="example")


def ranking(build: str, query: MatchQuery) -> None:
    """Filters, figures, and the ranked creators as cards, table or concepts."""
    choices = cached_read(filter_choices, build)
    has_brief = query.brand is None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        filters = filter_form(choices)
        keep_filters(filters)
        with st.popover(
            "Edit the brief" if has_brief else "Type a brief instead",
            icon=":material/edit_note:",
            key="match_brief_open",
            on_change="rerun",
        ):
            brief_form(button="Find creators")
        if has_brief:
            st.button("Clear the brief", icon=":material/close:", on_click=_clear_brief)
    if has_brief:
        st.caption(f"Brief: {plain(query.brief[:300])}")
        brief_length_hint(cached_service(words_of_brief, build, query.brief))
        brief_hints(build, query.brief, filters, choices)
    filters = replace(filters, hides_unusual=not shows_unusual())
    brand_id, brand_gates = _gates(build, query, filters)
    gates = chosen_gates(brand_gates, brand_id)
    order, micro_first = order_controls(build)
    # The pager stands below the cards, but its page is needed to rank.
    hides_partners = not shows_partners()
    view = view_key(build, query, filters, gates, order, micro_first, hides_partners)
    page = st.session_state.get(f"match_page_{view}", 1)
    listed = match_reads.ranked(
        build,
        query,
        filters,
        page,
        PAGE_SIZE,
        gates,
        order=order,
        micro_first=micro_first,
        hides_partners=hides_partners,
    )
    note = match_reads.fit_note(build)
    if note:
        st.caption(note)
    active_line(active_filters(filters, choices), partial(reset_filters, choices), key="match")
    gate_chips(brand_gates, listed.held_back, brand_id)
    figures(listed)
    if listed.eligible_count == 0:
        unusual_switch(listed.held_back, key="match_unusual")
        partners_switch(listed.partners_count, key="match_partners")
        no_rows()
        return
    write = partial(
        match_reads.ranking_file, build, query, filters, gates, order, micro_first, hides_partners
    )
    shown = _view_bar(build, query, listed, write, micro_first=micro_first)
    if shown == "Table":
        st.caption("Click a row to open the creator.")
        fitting_creators(build, listed.frame, key=f"match_table_{view}_{page}", score_label="Fit")
    elif shown == "Concepts":
        concepts_panel(build, query, listed)
    else:
        cards(build, query, listed)
    pages = math.ceil(listed.eligible_count / PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key=f"match_page_{view}")


def _view_bar(
    build: str,
    query: MatchQuery,
    listed: MatchPage,
    write: Callable[[str], bytes],
    *,
    micro_first: bool,
) -> str:
    """The view that is chosen, beside what the list leaves out and its files."""
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = st.segmented_control(
            "View",
            ("Cards", "Table", "Concepts") if has_concepts(build) else ("Cards", "Table"),
            default="Cards",
            required=True,
            key="match_view",
            label_visibility="collapsed",
            persist_state="session",
        )
        unusual_switch(listed.held_back, key="match_unusual")
        partners_switch(listed.partners_count, key="match_partners")
        st.space("stretch")
        downloads(query, write, listed.eligible_count)
    if micro_first:
        st.caption(f"The first {listed.micro_count:,} are micro-influencers.")
    return str(shown)


def figures(listed: MatchPage) -> None:
    """Four figures of the ranking."""
    metric_row(
        [
            Metric(
                "Eligible creators",
                count(listed.eligible_count),
                f"of {listed.total_count:,}",
                help="Creators that pass the filters, of all with a bio or captions to compare.",
            ),
            Metric(
                "Best fit",
                "-" if listed.best_score is None else f"{listed.best_score:.0f} of 100",
                None if listed.best_score is None else "by topic and niche",
                help="How well topics and niches agree, whatever the language of the texts. It "
                "ranks in the order Their posts. Text similarity, "
                f"cosine x 100 of the texts as they are, is shown behind it: {BAND_WORDS}.",
            ),
            Metric(
                "Usual post price",
                money_range(listed.price_low, listed.price_high),
                "middle half of the eligible",
                help="25th to 75th percentile of the listed prices, EUR.",
            ),
            Metric(
                "Unusual growth",
                count(listed.held_back.unusual_count),
                "left out" if listed.held_back.hides_unusual else "in the list",
                help="Creators that pass the filters and whose growth is worth checking: a "
                f"probability of bought growth from {WORTH_CHECKING:.0%} on, see Authenticity.",
            ),
        ]
    )


def _gates(build: str, query: MatchQuery, filters: MatchFilters) -> tuple[str, BrandGates]:
    """Id of the brand and its gates less those that a filter decides; none for a brief."""
    if query.brand is None:
        return "", NO_GATES
    return query.brand.brand_id, gates_beside(
        cached_service(gate_service.brand_gates, build, query.brand), filters
    )


def downloads(query: MatchQuery, write: Callable[[str], bytes], eligible_count: int) -> None:
    """CSV and XLSX of the list, made when clicked.

    Args:
        write: gives the file of a kind, 'csv' or 'xlsx'.
    """
    name = _BRIEF_NAME if query.brand is None else query.brand.name
    file_buttons(
        write,
        name=f"creators-for-{file_slug(name, 'brief')}",
        key="match",
        note=how_many(eligible_count),
    )
