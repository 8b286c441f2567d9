"""Niches: who writes about what."""

import streamlit as st

from core.web.kit import market_reads
from core.web.kit.cache import current
from core.web.kit.widgets import page_header
from core.web.niches import panels as niche_panels
from core.web.niches.evidence import quality_panel
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header("Niches", "Who writes about what, and how do the niches differ?", "bubble_chart")
cards = market_reads.niche_cards(build)
if cards.empty:
    st.info(
        "There are no niches: no creator has a profile text or captions, or the texts are too few "
        "or too mixed and no categories are given. Import more on the Data page, or build with a "
        "number of niches.",
        icon=":material/hourglass_empty:",
    )
    st.stop()
by_category = niche_panels.are_categories(cards)
if by_category:
    niche_panels.category_note()
chosen = niche_panels.chosen_niche(cards)
left, right = st.columns([3, 2], gap="medium")
with left:
    selected = niche_panels.map_panel(build, chosen)
with right:
    niche_panels.cards_panel(cards, chosen)
niche_panels.creators_panel(build, cards, chosen, selected)
if not by_category:
    quality_panel(build, len(cards))
