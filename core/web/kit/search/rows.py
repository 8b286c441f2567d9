"""Rows of a search: a creator with the reason, or a brand, niche, hashtag or campaign."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.services.search.things import BRAND, CAMPAIGN, HASHTAG, NICHE, NamedThing
from core.web.kit.creators.cards import chips_html, highlighted_html, identity_html
from core.web.kit.formats import compact, plain, platform_label
from core.web.kit.growth.verdict import verdict_chip, verdict_of
from core.web.kit.search.reads import Hit
from core.web.kit.selection.ticks import tick_box
from core.web.kit.state import with_brand

PAGE = "pages/search.py"
_CREATOR_PAGE = "pages/creator.py"
_ICONS = {
    BRAND: ":material/storefront:",
    NICHE: ":material/bubble_chart:",
    HASHTAG: ":material/tag:",
    CAMPAIGN: ":material/campaign:",
}
_KIND_WORDS = {BRAND: "brand", NICHE: "niche", HASHTAG: "hashtag", CAMPAIGN: "campaign"}


def small_row(hit: Hit, *, key: str) -> None:
    """A creator in a narrow list: who, how many followers, and the first reason."""
    facts = hit.facts
    details = [
        compact(facts["followers_count"]),
        facts["niche"] or platform_label(facts["platform"]),
    ]
    with st.container(key=key, gap=None):
        st.html(
            identity_html(facts["name"], facts["handle"], details, hit.picture, size_px=34)
            + f'<div class="scout-why">{escape(" · ".join(hit.why.reasons[:1]))}</div>'
        )
        creator_link(hit)


def wide_row(hit: Hit, *, key: str) -> None:
    """A creator on a page: who, why, the words in context, the growth verdict."""
    facts = hit.facts
    details = [
        platform_label(facts["platform"]),
        facts["niche"] or "",
        f"{compact(facts['followers_count'])} followers",
    ]
    with st.container(key=key, border=True, gap="small"):
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            st.html(identity_html(facts["name"], facts["handle"], details, hit.picture))
            creator_link(hit)
            tick_box(hit.influencer_id, facts["name"], key="search_select")
        chips = [(reason, "good") for reason in hit.why.reasons]
        with right:
            st.html(chips_html([*chips, verdict_chip(verdict_of(facts))]))
            if hit.why.snippet:
                st.html(highlighted_html(hit.why.snippet, hit.why.words))


def creator_link(hit: Hit) -> None:
    """The link of a row to its creator; `app.css` spreads it over the row."""
    st.page_link(
        _CREATOR_PAGE,
        label=f"Open @{plain(hit.facts['handle'])}",
        query_params=with_brand(creator=hit.influencer_id),
    )


def thing_link(thing: NamedThing) -> None:
    """A link to what is no creator."""
    page, query = _target(thing)
    note = ", ".join(part for part in (_KIND_WORDS[thing.kind], thing.note) if part)
    st.page_link(
        page,
        label=f"{plain(thing.name)} · {plain(note)}",
        icon=_ICONS[thing.kind],
        query_params=with_brand(**query),
    )


def _target(thing: NamedThing) -> tuple[str, dict[str, str]]:
    if thing.kind == BRAND:
        return "pages/brand_match.py", {"brand": thing.id}
    if thing.kind == NICHE:
        return "pages/niches.py", {"niche": thing.id}
    if thing.kind == CAMPAIGN:
        return "pages/campaigns.py", {"campaign": thing.id}
    if thing.has_trend:
        return "pages/trends.py", {"trend_words": thing.id}
    return PAGE, {"q": f"#{thing.id}"}
