"""Cards of the Brand match page and the evidence behind each."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import streamlit as st

from core.charts.fit import fit_distribution_figure
from core.domain.fit_bands import better_than, match_label, place_among, score_text
from core.domain.match_orders import POSTS
from core.models.prices.words import post_price_words
from core.services.matching import reasons as match_reasons
from core.services.matching.matching import MatchPage
from core.services.matching.query import MatchQuery
from core.web.kit.cache import build_facts
from core.web.kit.cached import cached_service
from core.web.kit.campaigns.buttons import add_to_campaign
from core.web.kit.creators.avatars import avatars
from core.web.kit.creators.cards import (
    chips_html,
    figure_html,
    highlighted_html,
    identity_html,
    sparkline_html,
)
from core.web.kit.formats import (
    compact,
    countries_text,
    day,
    is_missing,
    percent,
    plain,
    platform_label,
)
from core.web.kit.growth.verdict import verdict_figure_html, verdict_of, with_verdict_chip
from core.web.kit.matching import reads as match_reads
from core.web.kit.matching.concepts import shared_concepts_figure
from core.web.kit.matching.order_reasons import (
    picture_objects_line,
    shared_topics_line,
    what_counted,
)
from core.web.kit.profiling.strip import creator_pictures
from core.web.kit.recording import profile_query
from core.web.kit.selection.ticks import tick_box
from core.web.kit.state import current_brand_id
from core.web.kit.widgets import show_figure


def closeness(percentile: float) -> str:
    """A percentile (0-1) of a fit in words, without 'fits'."""
    if percentile >= 1:
        return "closest of all creators"
    return f"closer than {better_than(percentile)}% of creators"


_TONES = {"+": "good", "!": "caution", "-": "plain"}


def toned(chips: list[str]) -> list[tuple[str, str]]:
    """Reasons with the tone that their first sign says."""
    return [(chip, _TONES.get(chip[:1], "plain")) for chip in chips]


def fit_html(row: dict[str, Any]) -> str:
    """The fit as the right-hand figure of a card: its place first, the raw similarity behind."""
    closer = closeness(row["percentile"]).removesuffix(" of creators")
    if not is_missing(row.get("collaboration_percentile")):
        return _order_html(row)
    return (
        f'<div style="font-size:1.05rem;font-weight:700;line-height:1.2">{escape(closer)}</div>'
        f'<div style="opacity:.72;font-size:.8125rem">fit {score_text(row["fit_score"])} of 100, '
        f"{match_label(row['fit_score'])}</div>"
        f'<div style="opacity:.72;font-size:.78rem">text similarity '
        f"{row['similarity_score']:.0f}</div>"
    )


def _order_html(row: dict[str, Any]) -> str:
    """The place in an order that collaborations have a say in, and the two orders behind it."""
    place = closeness(row["order_percentile"]).removesuffix(" of creators")
    place = place.replace("closest", "best").replace("closer", "better")
    voices = (
        ("posts", row["percentile"]),
        ("similar brands", row["collaboration_percentile"]),
    )
    return (
        f'<div style="font-size:1.05rem;font-weight:700;line-height:1.2">'
        f"{escape(place)}</div>"
        + "".join(
            f'<div style="opacity:.72;font-size:.78rem;white-space:nowrap">{name}: '
            f"{_top(percentile)}</div>"
            for name, percentile in voices
        )
        + f'<div style="opacity:.72;font-size:.78rem">fit {score_text(row["fit_score"])} of 100'
        "</div>"
    )


def _top(percentile: float) -> str:
    """A place from the top: 'top 3%' where 97% are below, never rounded to a better one; the first
    is 'first', as of three creators nobody is in the top 1%."""
    return "first" if percentile >= 1 else f"top {100 - better_than(percentile)}%"


def card_html(
    row: dict[str, Any], chips: list[tuple[str, str]], score: str, picture: str = ""
) -> str:
    """The body of one card, the growth verdict first; everything from the store is escaped.

    Args:
        row: with the columns of `creator_rows`.
        score: HTML of the figure at the right.
        picture: of the creator, an address; '' for the initials.
    """
    percentile = row["engagement_percentile"]
    # DuckDB hands a list over as an array, and a missing one as None or NaN.
    values = [] if isinstance(row["sparkline"], float | None) else list(row["sparkline"])
    verdict = verdict_of(row)
    countries = countries_text(row["country"], row["audience_country"])
    details = [platform_label(row["platform"]), countries, row["niche"]]
    details = [part for part in details if isinstance(part, str)]
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:12px 16px;align-items:center">'
        f'<div style="opacity:.6;font-weight:600;min-width:1.3rem">{row["rank"]}</div>'
        f'<div style="flex:1 1 220px;min-width:0">'
        f"{identity_html(row['name'], row['handle'], details, picture)}</div>"
        + figure_html(
            "Followers",
            compact(row["followers_count"]),
            "" if is_missing(row["tier"]) else row["tier"],
            width_px=74,
        )
        + '<div style="flex:0 0 90px">'
        + sparkline_html(values, width_px=88)
        + "</div>"
        + figure_html(
            "Engagement",
            percent(row["engagement_rate"]),
            "" if is_missing(percentile) else place_among(percentile, "peers"),
            width_px=122,
        )
        + verdict_figure_html(verdict, width_px=84)
        + figure_html("One post", post_price_words(row), width_px=124)
        + '<div style="flex:0 0 150px;text-align:right;margin-left:auto">'
        f"{score}</div></div>"
        f'<div style="margin-top:12px">{chips_html(with_verdict_chip(chips, verdict))}</div>'
    )


_LINKS = (
    ("pages/creator.py", "Open profile", "person"),
    ("pages/authenticity.py", "Check growth", "query_stats"),
)


def creator_links(
    influencer_id: str,
    links: Iterable[tuple[str, str, str]] = _LINKS,
    *,
    of_brand_list: bool = True,
) -> None:
    """Links to pages about a creator: (page, label, icon) each; see `recording.profile_query`."""
    for page, label, icon in links:
        st.page_link(
            page,
            label=label,
            icon=f":material/{icon}:",
            query_params=profile_query(influencer_id, of_brand_list=of_brand_list),
        )


def cards(build: str, query: MatchQuery, page: MatchPage) -> None:
    """The creators of this page as cards, the chosen one with its evidence."""
    records = page.frame.to_dict("records")
    ids = [row["influencer_id"] for row in records]
    chips = match_reads.chips(build, query, tuple(ids), current_brand_id() or "")
    shown = st.session_state.get("match_why")
    if shown is None or (shown and shown not in ids):
        # Without stored vectors of posts the evidence takes a while, so it waits for a click.
        shown = ids[0] if build_facts(build).manifest.get("is_deep") else ""
    pictures = avatars(build, ids)
    for row in records:
        influencer_id = row["influencer_id"]
        picture = pictures.get(influencer_id, "")
        with st.container(border=True, gap="xsmall", key=f"card_{row['rank']}"):
            st.html(card_html(row, toned(chips.get(influencer_id, [])), fit_html(row), picture))
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                tick_box(influencer_id, row["name"], key="match_pick")
                creator_links(influencer_id)
                st.button(
                    "Hide reasons" if influencer_id == shown else "Why this one?",
                    key=f"why_{influencer_id}",
                    icon=":material/help:",
                    type="tertiary",
                    on_click=_show_why,
                    args=("" if influencer_id == shown else influencer_id,),
                )
                add_to_campaign(build, [influencer_id], key=f"to_campaign_{influencer_id}")
            if influencer_id == shown:
                why_panel(build, query, row, order=page.order)


def _show_why(influencer_id: str) -> None:
    st.session_state["match_why"] = influencer_id


def why_panel(build: str, query: MatchQuery, row: dict[str, Any], *, order: str = POSTS) -> None:
    """Closest posts with the shared words marked, what puts the creator where it stands, and its
    place among all creators.
    """
    why = match_reads.reasons(build, query, row["influencer_id"])
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown("**Closest posts**")
        if why.shared_words:
            st.caption("Words both sides use: " + plain(", ".join(why.shared_words[:12])))
        else:
            st.caption("The bio and these posts share no words with what you look for.")
        shared_topics_line(build, query, row["influencer_id"])
        if why.closest_posts.empty:
            st.caption("No post with text is stored; the bio was compared.")
        for post in why.closest_posts.to_dict("records"):
            with st.container(border=True, gap="xxsmall"):
                st.html(highlighted_html(post["caption"], post["shared_words"]))
                st.caption(f"{day(post['posted_at'])} · similarity {post['similarity_score']:.0f}")
    with right:
        creator_pictures(build, row["influencer_id"])
        picture_objects_line(build, row["influencer_id"])
        if order != POSTS:
            what_counted(build, query, row["influencer_id"], order)
        histogram = cached_service(match_reasons.fit_histogram, build, query)
        show_figure(
            fit_distribution_figure(
                histogram.edges,
                histogram.counts,
                own_score=row["fit_score"],
                title="How close is this among all creators?",
            ),
            key=f"fit_{row['influencer_id']}",
            has_table=False,
        )
        st.caption(
            f"{closeness(row['percentile']).capitalize()}, by topic and niche. Go by the position: "
            "the same number means more for one brand than for another."
        )
        shared_concepts_figure(build, query, row["influencer_id"], row["name"])
