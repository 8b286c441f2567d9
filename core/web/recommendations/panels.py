"""Panels of the Recommendations page: what the list rests on, its controls, files."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import streamlit as st

from core.errors import WorkspaceError
from core.queries.choices import FilterChoices
from core.services.matching.eligible import gates_beside
from core.services.recommending.placing import AskingBrand
from core.services.recommending.recommending import RecommendPage, Wish
from core.web.kit.creators.cards import chips_html
from core.web.kit.downloads import DOWNLOAD_MAX, file_buttons, how_many
from core.web.kit.formats import count, file_slug, plain
from core.web.kit.matching import reads as match_reads
from core.web.kit.matching import recommend_reads
from core.web.kit.matching.brand_examples import brand_examples
from core.web.kit.matching.filters import active_filters, filter_form, keep_filters, reset_filters
from core.web.kit.matching.held_back import chosen_gates, gate_chips, shows_unusual, unusual_switch
from core.web.kit.messages import show_messages
from core.web.kit.state import current_brand
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row
from core.web.kit.workspace import engine
from core.web.recommendations.brand_form import brand_form, delete_typed_brand, new_brand_button
from core.web.recommendations.cards import cards
from core.workspace import campaigns, exploration

_LOG = logging.getLogger(__name__)

PAGE_SIZE = 10
_ADVENTURE = {
    "Safe": 0.0,
    "Rather safe": 0.25,
    "As learned": 0.5,
    "Rather adventurous": 0.75,
    "Adventurous": 1.0,
}


def asking() -> AskingBrand | None:
    """The brand of the sidebar, or None."""
    brand = current_brand()
    return None if brand is None else AskingBrand.of(brand)


def invitation(build: str, choices: FilterChoices) -> None:
    """What to do when no brand is chosen."""
    show_messages()
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(border=True):
        st.markdown("**Type a brand**")
        brand_form(build, choices)
    with right, st.container(border=True):
        st.markdown("**Or pick one of the data**")
        brand_examples(build, key="recommend_example")


def ranking(build: str, asker: AskingBrand, choices: FilterChoices) -> None:
    """Controls, what the list rests on, and the creators."""
    show_messages()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        filters = filter_form(choices)
        keep_filters(filters)
        adventure = st.select_slider(
            "From safe to adventurous",
            list(_ADVENTURE),
            "As learned",
            key="adventure",
            persist_state="session",
            bind="query-params",
            width=300,
            help="Safe prefers creators that many brands chose, adventurous those that few did.",
        )
        hide_known = st.toggle(
            "Hide known creators",
            value=True,
            key="hide_known",
            persist_state="session",
            bind="query-params",
            help="Leaves out whom the brand contacted, booked or has in a campaign.",
        )
        new_brand_button(build, choices, key="new_brand")
        delete_typed_brand()
    chosen = active_filters(filters, choices)
    if chosen:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                "Reset filters",
                key="recommend_reset",
                icon=":material/restart_alt:",
                on_click=reset_filters,
                args=(choices,),
            )
            st.html(chips_html([(word, "plain") for word in chosen]), width="content")
    planned = campaigns.in_campaigns(engine(), asker.brand_id)
    hidden = planned if hide_known else frozenset()
    filters = replace(filters, hides_unusual=not shows_unusual())
    brand_gates = gates_beside(match_reads.gates(build, asker), filters)
    gates = chosen_gates(brand_gates, asker.brand_id)
    # The pager stands below the cards, but its page is needed to rank.
    view = view_key(build, asker, filters, adventure, hide_known, gates)
    wish = Wish(
        filters,
        _ADVENTURE[adventure],
        hide_known,
        hidden,
        st.session_state.get(f"recommend_page_{view}", 1),
        PAGE_SIZE,
        gates,
    )
    today = datetime.now(UTC).date()
    own_version = recommend_reads.version(asker.brand_id)
    amounts = tuple(sorted(recommend_reads.points().items()))
    found = recommend_reads.recommended(build, asker, wish, today, amounts, own_version)
    gate_chips(brand_gates, found.held_back, asker.brand_id)
    in_data = recommend_reads.campaign_creators(build, asker.brand_id, own_version)
    _figures(found, campaign_count=len(in_data | planned), planned_count=len(planned))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(basis_words(found), help=_HELP, width="stretch")
        unusual_switch(found.held_back, key="recommend_unusual")
        if found.eligible_count:
            # The two side by side, whatever room the words leave.
            with st.container(horizontal=True, width="content", gap="small"):
                _downloads(build, asker, wish, today, amounts, own_version, found.eligible_count)
    if not found.eligible_count:
        st.info(
            "No creator is left. Widen the filters, or show the known creators again.",
            icon=":material/filter_alt_off:",
        )
        return
    reasons = recommend_reads.reasons(build, asker, wish, today, amounts, own_version)
    cards(build, asker, found, reasons)
    # After the list, which a workspace that cannot be written must not hold up.
    _note_drawn(asker, found, today)
    pages = math.ceil(found.eligible_count / PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key=f"recommend_page_{view}")


_HELP = (
    "A brand that chose twenty creators is ranked by what was learned alone. Before, what was "
    "learned, the texts and the rule points are brought to one scale and added with weights that "
    "were measured on brands left out. What the brand does here counts at once; the next build "
    "learns from everything again. How good this is: see Model report."
)


def basis_words(found: RecommendPage) -> str:
    """What the list rests on, and what it falls back to."""
    if not found.learns:
        return (
            "There are too few interactions to learn from: ranked by likeness of the texts and "
            "rule points. What you do here is kept and learned from by the next build."
        )
    since = f", and {found.new_count:,} since this build" if found.new_count else ""
    if found.known_count:
        noun = "creator" if found.known_count == 1 else "creators"
        return (
            f"Learned from {found.known_count:,} {noun} that this brand looked at, contacted or "
            f"worked with{since}, and from what other brands did."
        )
    own = f", moved by {found.new_count:,} of its own choices" if found.new_count else ""
    placed = "nothing places it among the others yet"
    if found.like_brands:
        names = ", ".join(plain(name) for name in found.like_brands[:3])
        placed = f"placed beside the brands most like it by what it is ({names})"
    weights = found.weights
    return (
        f"A new brand: {placed}{own}. Weights: learned {weights.learnt:.2g}, texts "
        f"{weights.semantic:.2g}, rule points {weights.points:.2g}."
    )


def _figures(found: RecommendPage, *, campaign_count: int, planned_count: int) -> None:
    metric_row(
        [
            Metric(
                "Eligible creators",
                count(found.eligible_count),
                f"of {found.total_count:,}",
                help="Creators that pass the filters and are not hidden.",
            ),
            Metric("Hidden", count(found.hidden_count), "known already"),
            Metric(
                "Own choices",
                count(found.known_count + found.new_count),
                f"{found.new_count:,} since this build" if found.new_count else "of this brand",
                help="Creators this brand did something with: in the data, and in the app since.",
            ),
            Metric(
                "In your campaigns",
                count(campaign_count),
                f"{planned_count:,} in campaigns here",
                help="Creators that this brand put in a campaign: in the data, and in the app. "
                "Campaigns of the data are not on the Campaigns page.",
            ),
        ]
    )


def _note_drawn(asker: AskingBrand, found: RecommendPage, today: date) -> None:
    """Records who was drawn by chance: what follows from it can be told apart later."""
    for influencer_id in found.chance["influencer_id"]:
        try:
            exploration.record_shown(
                engine(),
                brand_id=asker.brand_id,
                influencer_id=influencer_id,
                day=today,
                eligible_count=found.eligible_count,
            )
        except WorkspaceError as error:
            _LOG.warning("draw by chance not recorded", exc_info=True)
            st.caption(f"Who was drawn by chance could not be noted: {plain(str(error))}")


def _downloads(
    build: str,
    asker: AskingBrand,
    wish: Wish,
    today: date,
    amounts: tuple[tuple[str, float], ...],
    own_version: int,
    eligible_count: int,
) -> None:
    whole = replace(wish, page=1, page_size=DOWNLOAD_MAX)
    file_buttons(
        partial(recommend_reads.ranking_file, build, asker, whole, today, amounts, own_version),
        name=f"recommended-for-{file_slug(asker.name, 'brand')}",
        key="recommend",
        note=how_many(eligible_count),
    )
