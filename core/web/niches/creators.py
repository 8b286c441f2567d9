"""The creators of a niche on the Niches page."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core.queries import niches
from core.queries.choices import filter_choices
from core.queries.niches import NICHE_ORDERS
from core.web.kit.cached import cached_read
from core.web.kit.creators.table import creators_list
from core.web.kit.filters.active import ActiveFilter, active_line
from core.web.kit.filters.fields import activity_filter
from core.web.kit.formats import activity_words, count, plain
from core.web.kit.paged import no_rows
from core.web.niches.evidence import evidence_panel

_PAGE_SIZE = 15
_EVIDENCE = "niche_evidence_of"
_ACTIVITY = "niche_activity"


def creators_panel(
    build: str,
    cards: pd.DataFrame,
    chosen: int | None,
    selected: tuple[str, ...],
    *,
    by_category: bool,
) -> None:
    """Creators of the chosen niche, or those picked on the map, with how sure their niche is."""
    names = dict(zip(cards["niche_id"], cards["name"], strict=True))
    niche_id = None if selected else chosen
    title_place, activity_place, order_place = st.columns([5, 2, 2], vertical_alignment="bottom")
    with activity_place:
        posts_a_week = activity_filter(
            _ACTIVITY, is_known=cached_read(filter_choices, build).knows_activity
        )
    order = order_place.selectbox(
        "Order", list(NICHE_ORDERS), key="niche_order", persist_state="session"
    )
    total = cached_read(
        niches.niche_creators_count,
        build,
        niche_id,
        ids=selected,
        posts_a_week_min=posts_a_week,
    )
    if selected:
        title = "1 creator from the map" if total == 1 else f"{count(total)} creators from the map"
    else:
        title = f"Creators of {plain(names[chosen])}" if chosen is not None else "All creators"
    title_place.subheader(title, anchor=False)
    if posts_a_week:
        limit = ActiveFilter(activity_words(posts_a_week), _ACTIVITY, 0.0)
        active_line([limit], _clear_filters, key="niche")
    if not total:
        no_rows()
        return
    pages = max(math.ceil(total / _PAGE_SIZE), 1)
    state = f"{niche_id}_{hash((selected, order, posts_a_week))}"
    page_key = f"niche_page_{state}"
    page = st.session_state.get(page_key, 1)  # the table stands above the widget
    frame = cached_read(
        niches.niche_creators,
        build,
        niche_id,
        ids=selected,
        posts_a_week_min=posts_a_week,
        order=order,
        page=page,
        page_size=_PAGE_SIZE,
    )
    row = _opened_row(frame)
    if row is None and len(selected) == 1 and len(frame):
        row = 0  # one click on the map is enough
    # The whole width until there is something to show beside the table.
    table, evidence = (st.container(), None) if row is None else st.columns([5, 3], gap="medium")
    with table:
        if row is None:
            st.caption(
                "Click a row to open the creator."
                if by_category
                else "Click a row to see the posts behind it and to open the creator."
            )
        _creators_table(
            build, frame, key=f"niche_creators_{state}_{page}", one_niche=niche_id is not None
        )
        if pages > 1:
            st.pagination(pages, key=page_key)
        margin = (
            ""
            if by_category
            else " 'Margin' is how clearly a creator belongs: 0% on the border of two niches, 100% "
            "at the centre of one; most lie between."
        )
        st.caption(f"{count(total)} {'creator' if total == 1 else 'creators'}.{margin}")
    if evidence is not None:
        with evidence:
            evidence_panel(build, frame.iloc[row].to_dict(), by_category=by_category)


def _clear_filters() -> None:
    st.session_state[_ACTIVITY] = 0.0


def _creators_table(build: str, frame: pd.DataFrame, *, key: str, one_niche: bool) -> None:
    creators_list(
        build,
        frame.assign(confidence_percent=frame["confidence"] * 100),
        key=key,
        switch_key="niche",
        score="confidence_percent",
        figures=[
            "creator",
            *([] if one_niche else ["niche"]),
            "confidence_percent",
            "second_niche",
            "followers_count",
            "engagement",
            "verdict",
            "authenticity_index",
            "post_price",
        ],
        on_open=_show_evidence,
    )


def _opened_row(frame: pd.DataFrame) -> int | None:
    """The number of the row that was clicked; None when it is not among these."""
    ids = frame["influencer_id"].tolist()
    shown = st.session_state.get(_EVIDENCE)
    return ids.index(shown) if shown in ids else None


def _show_evidence(influencer_id: str) -> None:
    st.session_state[_EVIDENCE] = influencer_id
