"""The views of the Niches page, and the cards of niches."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.charts.niches import MAP_HEIGHT
from core.charts.template import niche_color
from core.models.niches.model import CATEGORIES
from core.queries import niches
from core.web.kit.cached import cached_read
from core.web.kit.creators.cards import chips_html
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
from core.web.niches.creators import creators_panel
from core.web.niches.evidence import quality_panel
from core.web.niches.map import map_panel
from core.web.niches.rename import found_name, rename_popover

_PARAMETER = "niche"
WHO, CATEGORIES_READ, QUALITY = "Map and creators", "Categories", "How good are they?"


def niches_page(build: str) -> None:
    """Map, cards and creators of the niches; or what these are about; or how good they are."""
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
    section = chosen_section(by_category=by_category)
    if section == CATEGORIES_READ:
        categories_panel(build)
    elif section == QUALITY:
        quality_panel(build, len(cards))
    else:
        map_view(build, cards, by_category=by_category)


def chosen_section(*, by_category: bool) -> str:
    """Which of the views is open; given categories have no quality to show."""
    return str(
        st.segmented_control(
            "Show",
            [WHO, CATEGORIES_READ] if by_category else [WHO, CATEGORIES_READ, QUALITY],
            default=WHO,
            required=True,
            key="niche_section",
            bind="query-params",
            label_visibility="collapsed",
        )
    )


def map_view(build: str, cards: pd.DataFrame, *, by_category: bool) -> None:
    """The map beside the cards, and the creators of the niche or of what is picked on the map."""
    chosen = chosen_niche(cards)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        selected = map_panel(build, chosen)
    with right:
        cards_panel(cards, chosen)
    creators_panel(build, cards, chosen, selected, by_category=by_category)


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
