"""Panels of the Creator page: search, header, figures, posts, brands, similar creators."""

from __future__ import annotations

import streamlit as st

from core.queries import creators
from core.queries.builds import GROWTH_EVIDENCE
from core.queries.creators import Creator
from core.report import facts as fact_queries
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.campaigns.buttons import add_to_campaign
from core.web.kit.creators.cards import chips_html, text_html
from core.web.kit.creators.posts import posts_panel
from core.web.kit.creators.prices import price_metric
from core.web.kit.creators.related import brands_panel, similar_panel
from core.web.kit.creators.texts import texts_panel
from core.web.kit.formats import (
    compact,
    count,
    country_name,
    day,
    language_name,
    platform_label,
    signed_percent,
)
from core.web.kit.growth.panels import (
    engagement_metric,
    growth_panel,
    peers_panel,
)
from core.web.kit.growth.reasons import evidence_reasons
from core.web.kit.growth.verdict import INDEX_LABEL, index_text, verdict_line_html
from core.web.kit.momentum.case import momentum_line
from core.web.kit.older_builds import knows, older_build_note
from core.web.kit.paged import creator_head
from core.web.kit.profiling.panel import about_panel
from core.web.kit.recording import note_opened
from core.web.kit.search.reads import NOTHING, PLACEHOLDER, picked
from core.web.kit.selection.compare_link import compare_link
from core.web.kit.state import with_brand
from core.web.kit.widgets import Metric, metric_row


def creator_search(build: str, *, key: str, page: str) -> None:
    """A search box; a click on a hit opens `page` for that creator."""
    text = st.text_input(
        "Find a creator",
        key=key,
        type="search",
        placeholder=PLACEHOLDER,
        live=True,
        icon=":material/search:",
    )
    matches = picked(build, text or "", 8)
    if not matches:
        st.caption(NOTHING)
        return
    st.caption("Best matches" if text else "Creators with most followers")
    with st.container(horizontal=True, gap="small"):
        for row, label in matches:
            st.page_link(
                page,
                label=label,
                icon=":material/person:",
                query_params=with_brand(creator=row["influencer_id"]),
            )


def niche_margin_words(margin: float | None) -> str:
    """How clearly a creator belongs to its niche.

    Args:
        margin: influencer_niches.confidence, 0 on the border of two niches, 1 at a centre. Not a
            probability, so it is not shown as one.
    """
    if margin is None:
        return "margin not known"
    word = "on the border" if margin < 0.1 else "likely" if margin < 0.35 else "clear"
    return f"{word} (margin {margin:.0%})"


def header(build: str, creator: Creator) -> None:
    """Who this is: name, handle, platform, place, growth verdict, niche, bio, link."""
    details = [
        platform_label(creator.platform),
        country_name(creator.country),
        language_name(creator.language),
    ]
    with creator_head(build, creator, details=details, size_px=64, left_share=0.5):
        if creator.url and creator.url.startswith(("http://", "https://")):
            st.link_button(_where(creator.platform), creator.url, icon=":material/open_in_new:")
        add_to_campaign(build, [creator.influencer_id], key="creator_to_campaign")
        compare_link([creator.influencer_id])
    chips = [(creator.tier, "plain")] if creator.tier else []
    if creator.niche:
        chips.append((f"{creator.niche}, {niche_margin_words(creator.niche_confidence)}", "good"))
    if creator.second_niche:
        chips.append((f"also {creator.second_niche}", "plain"))
    if creator.category:
        chips.append((f"your data says: {creator.category}", "plain"))
    if creator.audience_country:
        chips.append((f"audience: {country_name(creator.audience_country)}", "plain"))
    st.html(verdict_line_html(creator.verdict))
    st.html(chips_html(chips))
    if creator.bio:
        st.html(text_html(creator.bio))
    if creator.hashtags:
        st.html(chips_html([(f"#{tag}", "plain") for tag in creator.hashtags[:12]]))


def figures(build: str, creator: Creator) -> None:
    """Followers, engagement among peers, authenticity index with the verdict, and price."""
    growth = creator.growth_fraction
    metric_row(
        [
            Metric(
                "Followers",
                compact(creator.followers_count),
                "growth not known"
                if growth is None
                else f"{signed_percent(growth)} since {day(creator.first_day)}",
                help=f"{count(creator.followers_count)} followers"
                + (f", as of {day(creator.last_day)}." if creator.last_day else ", day not known."),
            ),
            engagement_metric(creator),
            Metric(
                INDEX_LABEL,
                index_text(creator.verdict),
                creator.verdict.column_text,
                help="0-100, higher is better: growth, engagement and followers compared with what "
                "is usual. The reasons are below, the whole case is on Authenticity.",
            ),
            price_metric(build, creator),
        ]
    )


_SECTIONS = ("Growth", "Posts", "What the posts say", "Brands", "Similar creators")


def creator_by_id(build: str, influencer_id: str) -> Creator:
    """One creator.

    Raises:
        NotFoundError: the build has none with this id.
    """
    return cached_read(creators.creator, build, influencer_id)


def whole_creator(build: str, creator: Creator) -> None:
    """Header and figures, then one heavy panel at a time."""
    note_opened(build, creator.influencer_id)
    header(build, creator)
    figures(build, creator)
    about_panel(build, creator.influencer_id)
    section = st.segmented_control(
        "Show",
        _SECTIONS,
        default="Growth",
        required=True,
        key="creator_section",
        label_visibility="collapsed",
    )
    if section == "Posts":
        posts_panel(build, creator)
    elif section == "What the posts say":
        texts_panel(build, creator)
    elif section == "Brands":
        brands_panel(build, creator)
    elif section == "Similar creators":
        similar_panel(build, creator)
    else:
        _growth(build, creator)


def _growth(build: str, creator: Creator) -> None:
    """Growth with the judgement in short; the case has the whole of it."""
    if not knows(build, GROWTH_EVIDENCE):
        older_build_note(build, GROWTH_EVIDENCE)
        return
    facts = cached_service(fact_queries.case_facts, build, creator.influencer_id)
    st.page_link(
        "pages/authenticity.py",
        label="Check growth",
        icon=":material/query_stats:",
        query_params=with_brand(creator=creator.influencer_id),
    )
    momentum_line(build, creator.influencer_id)
    growth_panel(facts, key="growth_plot")
    evidence_reasons(facts.evidence)
    peers_panel(facts.peers, creator.tier, key="peers")


def _where(platform: str) -> str:
    """Words of the link that leaves the dashboard."""
    return "Open profile" if platform == "unknown" else f"Open on {platform_label(platform)}"
