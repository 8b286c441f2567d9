"""Panels of the Recommendations page: what the list rests on, its controls, files."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from functools import partial

import streamlit as st

from core.access import Role
from core.domain.brand import BrandProfile
from core.errors import WorkspaceError
from core.queries.choices import filter_choices
from core.services.matching import brand_gates as gate_service
from core.services.matching.eligible import gates_beside
from core.services.recommending.recommending import RecommendPage, RecommendQuery
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.downloads import file_buttons, how_many
from core.web.kit.filters.active import active_line
from core.web.kit.formats import count, file_slug, plain
from core.web.kit.matching import recommend_reads
from core.web.kit.matching.brand_examples import brand_examples
from core.web.kit.matching.filters import active_filters, filter_form, keep_filters, reset_filters
from core.web.kit.matching.held_back import chosen_gates, gate_chips, shows_unusual, unusual_switch
from core.web.kit.matching.held_list import ListState, held_note, held_or_new
from core.web.kit.matching.recommend_reads import Request
from core.web.kit.messages import show_messages
from core.web.kit.team.offers import may
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row
from core.web.kit.workspace import engine
from core.web.recommendations.brand_form import brand_form, delete_typed_brand, new_brand_button
from core.web.recommendations.cards import cards
from core.web.recommendations.words import BASIS_HELP, basis_words
from core.workspace import campaigns, exploration

_LOG = logging.getLogger(__name__)

PAGE_SIZE = 10
_ADVENTURE = {
    "Safe": 0.0,
    "Rather safe": 0.25,
    "Balanced": 0.5,
    "Rather adventurous": 0.75,
    "Adventurous": 1.0,
}


def invitation(build: str) -> None:
    """What to do when no brand is chosen."""
    show_messages()
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(border=True):
        st.markdown("**Type a brand**")
        brand_form(build)
    with right, st.container(border=True):
        st.markdown("**Or pick a brand from your data**")
        brand_examples(build, key="recommend_example")


def ranking(build: str, brand: BrandProfile) -> None:
    """Controls, what the list rests on, and the creators."""
    choices = cached_read(filter_choices, build)
    show_messages()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        filters = filter_form(choices)
        keep_filters(filters)
        adventure = st.select_slider(
            "From safe to adventurous",
            list(_ADVENTURE),
            "Balanced",
            key="adventure",
            persist_state="session",
            bind="query-params",
            width=300,
            help="Safe prefers creators that many brands chose, adventurous those that few chose.",
        )
        hide_known = st.toggle(
            "Hide known creators",
            value=True,
            key="hide_known",
            persist_state="session",
            bind="query-params",
            help="Hides creators the brand contacted, booked or has in a campaign.",
        )
        new_brand_button(build, key="new_brand")
        delete_typed_brand()
    active_line(active_filters(filters, choices), partial(reset_filters, choices), key="recommend")
    planned = campaigns.in_campaigns(engine(), brand.brand_id)
    filters = replace(filters, hides_unusual=not shows_unusual())
    brand_gates = gates_beside(cached_service(gate_service.brand_gates, build, brand), filters)
    gates = chosen_gates(brand_gates, brand.brand_id)
    # The pager stands below the cards, but its page is needed to rank.
    view = view_key(build, brand, filters, adventure, hide_known, gates)
    now = ListState(view, recommend_reads.version(brand.brand_id), planned)
    state = held_or_new(now)
    query = RecommendQuery(
        filters,
        _ADVENTURE[adventure],
        hide_known,
        hidden=state.planned if hide_known else frozenset(),
        page=st.session_state.get(f"recommend_page_{view}", 1),
        page_size=PAGE_SIZE,
        gates=gates,
    )
    request = recommend_reads.request(brand, query, state.version)
    page = recommend_reads.recommended(build, request)
    gate_chips(brand_gates, page.held_back, brand.brand_id)
    in_data = recommend_reads.campaign_creators(build, brand.brand_id, request.version)
    _figures(page, campaign_count=len(in_data | planned), planned_count=len(planned))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(basis_words(page), help=BASIS_HELP, width="stretch")
        unusual_switch(page.held_back, key="recommend_unusual")
        if page.eligible_count:
            _downloads(build, request, page.eligible_count)
    if not page.eligible_count:
        st.info(
            "No creators left. Widen the filters, or show known creators again.",
            icon=":material/filter_alt_off:",
        )
        return
    held_note(state, now)
    cards(build, brand, page, recommend_reads.reasons(build, request))
    # After the list, which a workspace that cannot be written must not hold up.
    _note_drawn(request, page)
    pages = math.ceil(page.eligible_count / PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key=f"recommend_page_{view}")


def _figures(page: RecommendPage, *, campaign_count: int, planned_count: int) -> None:
    metric_row(
        [
            Metric(
                "Eligible creators",
                count(page.eligible_count),
                f"of {page.total_count:,}",
                help="Creators that pass the filters and are not hidden.",
            ),
            Metric("Hidden", count(page.hidden_count), "known already"),
            Metric(
                "Own choices",
                count(page.chosen_count),
                f"{page.new_count:,} since this build" if page.new_count else "of this brand",
                help="Creators this brand did something with: in the data, and in the app since.",
            ),
            Metric(
                "In your campaigns",
                count(campaign_count),
                f"{planned_count:,} on the page Campaigns",
                help="Creators that this brand put in a campaign: in the data, and in the app. "
                "Campaigns of the data are not on the Campaigns page.",
            ),
        ]
    )


def _note_drawn(request: Request, page: RecommendPage) -> None:
    """Records who was drawn by chance, unless only a viewer sees it.

    What follows from a draw can be told apart later; nothing follows from what a viewer sees.
    """
    if not may(Role.EDITOR):
        return
    for influencer_id in page.chance["influencer_id"]:
        try:
            exploration.record_shown(
                engine(),
                brand_id=request.brand.brand_id,
                influencer_id=influencer_id,
                day=request.day,
                eligible_count=page.eligible_count,
            )
        except WorkspaceError as error:
            _LOG.warning("draw by chance not recorded", exc_info=True)
            st.caption(f"The random pick could not be recorded: {plain(str(error))}")


def _downloads(build: str, request: Request, eligible_count: int) -> None:
    file_buttons(
        partial(recommend_reads.ranking_file, build, request),
        name=f"recommended-for-{file_slug(request.brand.name, 'brand')}",
        key="recommend",
        note=how_many(eligible_count),
    )
