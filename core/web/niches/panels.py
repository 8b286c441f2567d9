"""Panels of the Niches page: map, cards, creators of a niche."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.charts.niches import MAP_HEIGHT
from core.charts.template import niche_color
from core.models.niches.model import CATEGORIES
from core.queries import niches
from core.queries.niches import NICHE_ORDERS
from core.web.kit.cached import cached_read
from core.web.kit.creators.cards import chips_html
from core.web.kit.creators.table import creators_list
from core.web.kit.messages import show_messages
from core.web.kit.state import url_id
from core.web.kit.widgets import (
    count,
    money,
    percent,
    plain,
    signed_percent,
)
from core.web.niches.categories import categories_panel
from core.web.niches.evidence import evidence_panel, quality_panel
from core.web.niches.map import map_panel
from core.web.niches.rename import found_name, rename_popover

_PARAMETER = "niche"
_PAGE_SIZE = 15
_EVIDENCE = "niche_evidence_of"


def niches_page(build: str) -> None:
    """Map, cards, the creators of a niche, and how good the niches are."""
    show_messages()
    cards = cached_read(niches.niche_cards, build)
    if cards.empty:
        st.info(
            "There are no niches yet: creators have no profile text or captions, or too few, and "
            "no categories are given. Import more on the Data page, or make a build with a number "
            "of niches.",
            icon=":material/hourglass_empty:",
        )
        return
    by_category = are_categories(cards)
    if by_category:
        category_note()
    chosen = chosen_niche(cards)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        selected = map_panel(build, chosen)
    with right:
        cards_panel(cards, chosen)
    creators_panel(build, cards, chosen, selected)
    categories_panel(build)
    if not by_category:
        quality_panel(build, len(cards))


def are_categories(cards: pd.DataFrame) -> bool:
    """Whether given categories stand in for niches, because the texts show none."""
    return bool((cards["model_version"] == CATEGORIES).all())


def category_note() -> None:
    """Says that categories are shown, why, and how to get niches all the same."""
    st.info(
        "These are the categories given in your data. Fewer than 30 creators have text, or no "
        "number of niches was stable, so niches would be random. To get niches anyway, make a "
        "build with a number of niches on the Data page.",
        icon=":material/category:",
    )


def chosen_niche(cards: pd.DataFrame) -> int | None:
    """The niche in the URL; None for all, with a message when the build has no such niche."""
    niche_in_url = url_id(_PARAMETER)
    if niche_in_url is None:
        return None
    known = {str(niche_id): int(niche_id) for niche_id in cards["niche_id"]}
    if niche_in_url in known:
        return known[niche_in_url]
    st.warning(
        f"There is no niche '{plain(niche_in_url[:80])}' in this build. The link may come from "
        "another build; here are all niches.",
        icon=":material/search_off:",
    )
    return None


def _choose(niche_id: int | None) -> None:
    if niche_id is None:
        st.query_params.pop(_PARAMETER, None)
    else:
        st.query_params[_PARAMETER] = str(niche_id)


def cards_panel(cards: pd.DataFrame, chosen: int | None) -> None:
    """One card a niche, largest first; the chosen one stands on top."""
    if chosen is not None:
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Show all niches",
                icon=":material/arrow_back:",
                on_click=_choose,
                args=(None,),
                key="all_niches",
            )
            if not are_categories(cards):
                names = dict(zip(cards["niche_id"], cards["name"], strict=True))
                rename_popover(chosen, names[chosen])
    # As high as the map with its frame, less the button above.
    height = MAP_HEIGHT + (142 if chosen is None else 86)
    with st.container(height=height, border=False, key="niche_cards"):
        rows = cards.to_dict("records")
        for row in sorted(rows, key=lambda row: row["niche_id"] != chosen):
            _card(row, is_chosen=row["niche_id"] == chosen)


def _card(row: dict[str, Any], *, is_chosen: bool) -> None:
    with st.container(border=True, gap="xsmall"):
        st.html(niche_card_html(row))
        found = found_name(row["name"])
        if found != row["name"]:
            st.caption(f"Renamed; found as '{plain(found)}'.")
        if not is_chosen:
            st.button(
                "See its creators",
                key=f"open_niche_{row['niche_id']}",
                type="tertiary",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=_choose,
                args=(row["niche_id"],),
            )


def niche_card_html(row: dict[str, Any]) -> str:
    """A niche: colour, name, share, words, four figures, most followed creators; all escaped."""
    figures = "".join(
        f'<div><div style="opacity:.72;font-size:.75rem">{label}</div>'
        f'<div style="font-weight:600;font-variant-numeric:tabular-nums">{value}</div></div>'
        for label, value in (
            ("Creators", count(row["creators_count"])),
            ("Engagement", percent(row["median_engagement_rate"])),
            ("Post price", money(row["median_post_price"])),
            ("Growth", signed_percent(row["median_growth_fraction"])),
        )
    )
    handles = (
        []
        if row["top_creators"] is None or not hasattr(row["top_creators"], "__len__")
        else list(row["top_creators"])
    )
    tops = " · ".join(f"@{escape(handle)}" for handle in handles)
    return (
        '<div style="display:flex;align-items:center;gap:8px;margin-bottom:6px">'
        f'<span style="width:12px;height:12px;border-radius:50%;flex:none;'
        f'background:{niche_color(row["niche_id"])}"></span>'
        f'<span style="font-weight:600;overflow-wrap:anywhere">{escape(str(row["name"]))}</span>'
        f'<span style="opacity:.72;font-size:.8rem;margin-left:auto">'
        f"{percent(row['share'], 0)}</span></div>"
        f"{chips_html([(str(word), 'plain') for word in row['keywords']])}"
        '<div style="display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:8px;'
        f'margin:8px 0 4px">{figures}</div>'
        f'<div style="opacity:.72;font-size:.8rem;overflow-wrap:anywhere">{tops}</div>'
    )


def creators_panel(
    build: str, cards: pd.DataFrame, chosen: int | None, selected: tuple[str, ...]
) -> None:
    """Creators of the chosen niche, or those picked on the map, with how sure their niche is."""
    names = dict(zip(cards["niche_id"], cards["name"], strict=True))
    total = _creators_count(cards, chosen, selected)
    if selected:
        title = "1 creator from the map" if total == 1 else f"{count(total)} creators from the map"
    else:
        title = f"Creators of {plain(names[chosen])}" if chosen is not None else "All creators"
    head = st.columns([3, 1], vertical_alignment="bottom")
    head[0].subheader(title, anchor=False)
    order = head[1].selectbox(
        "Order", list(NICHE_ORDERS), key="niche_order", persist_state="session"
    )
    niche_id = None if selected else chosen
    pages = max(math.ceil(total / _PAGE_SIZE), 1)
    state = f"{niche_id}_{hash((selected, order))}"
    table, evidence = st.columns([5, 3], gap="medium")
    with evidence:
        place = st.container()
    with table:
        above = st.container()
        page = st.pagination(pages, key=f"niche_page_{state}") if pages > 1 else 1
        frame = cached_read(
            niches.niche_creators,
            build,
            niche_id,
            ids=selected,
            order=order,
            page=page,
            page_size=_PAGE_SIZE,
        )
        with above:
            row = _creators_table(
                build, frame, key=f"niche_creators_{state}_{page}", one_niche=niche_id is not None
            )
        margin = (
            ""
            if are_categories(cards)
            else " 'Margin' is how clearly a creator belongs: 0% on the border of two niches, 100% "
            "at the centre of one; most lie between."
        )
        st.caption(f"{count(total)} {'creator' if total == 1 else 'creators'}.{margin}")
    if row is None and len(selected) == 1 and len(frame):
        row = 0  # one click on the map is enough
    with place:
        evidence_panel(
            build,
            None if row is None else frame.iloc[row].to_dict(),
            by_category=are_categories(cards),
        )


def _creators_count(cards: pd.DataFrame, chosen: int | None, selected: tuple[str, ...]) -> int:
    if selected:
        return len(selected)
    rows = cards if chosen is None else cards[cards["niche_id"] == chosen]
    return int(rows["creators_count"].sum())


def _creators_table(build: str, frame: pd.DataFrame, *, key: str, one_niche: bool) -> int | None:
    """The table; returns the number of the row that was clicked."""
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
    ids = frame["influencer_id"].tolist()
    shown = st.session_state.get(_EVIDENCE)
    return ids.index(shown) if shown in ids else None


def _show_evidence(influencer_id: str) -> None:
    st.session_state[_EVIDENCE] = influencer_id
