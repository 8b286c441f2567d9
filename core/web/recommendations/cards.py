"""Cards of the Recommendations page: the creator, the parts of the score, why, what to do."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.access import Role
from core.domain.brand import BrandProfile
from core.domain.interactions import CONTACT
from core.services.recommending.reasons import RankReasons
from core.services.recommending.recommending import RecommendPage
from core.web.kit.campaigns.buttons import add_to_campaign
from core.web.kit.creators.avatars import avatars
from core.web.kit.creators.cards import chips_html
from core.web.kit.formats import day, is_missing, plain
from core.web.kit.matching import recommend_reads
from core.web.kit.matching.cards import card_html, creator_links, toned
from core.web.kit.matching.held_list import release_list
from core.web.kit.messages import run_with_flash
from core.web.kit.selection.ticks import tick_box
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.web.recommendations.words import DONE_WORDS, PART_WORDS, place_words
from core.workspace import interactions

_MOST_CHIPS = 6


def score_html(row: dict[str, Any], *, by_chance: bool) -> str:
    """The right-hand figure of a card."""
    note = "random pick" if by_chance else "of 100"
    return (
        f'<div style="font-size:1.5rem;font-weight:700;line-height:1.1">{row["score"]:.0f}</div>'
        f'<div style="opacity:.72;font-size:.8125rem">score</div>'
        f'<div style="opacity:.72;font-size:.78rem">{escape(note)}</div>'
    )


def cards(
    build: str, brand: BrandProfile, page: RecommendPage, reasons: dict[str, RankReasons]
) -> None:
    """The creators of the page as cards; on the first page the one drawn by chance after them."""
    records = page.frame.to_dict("records")
    drawn = page.chance.to_dict("records")
    ids = tuple(row["influencer_id"] for row in [*records, *drawn])
    links = recommend_reads.links(build, ids)
    pictures = avatars(build, ids)
    for row in records:
        _card(build, brand, page, row, reasons, links, pictures, by_chance=False)
    if drawn:
        st.markdown("**One random pick**")
        st.caption(
            "Picked at random from all creators who pass the filters, whatever their score, and "
            "recorded as random. Lists that only show known favorites never learn what else works."
        )
        for row in drawn:
            _card(build, brand, page, row, reasons, links, pictures, by_chance=True)


def _card(
    build: str,
    brand: BrandProfile,
    page: RecommendPage,
    row: dict[str, Any],
    reasons: dict[str, RankReasons],
    links: dict[str, str],
    pictures: dict[str, str],
    *,
    by_chance: bool,
) -> None:
    influencer_id = row["influencer_id"]
    seen = ""
    if not pd.isna(row["seen_at"]):
        seen = f"{DONE_WORDS[row['done']]}, last on {day(row['seen_at'])}"
    why = reasons.get(influencer_id, RankReasons())
    shown = {**row, "rank": ""} if by_chance else row
    with st.container(border=True, gap="xsmall", key=f"recommended_{influencer_id}"):
        picture = pictures.get(influencer_id, "")
        st.html(
            card_html(shown, [], score_html(row, by_chance=by_chance), picture)
            + reasons_html(why, seen)
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            tick_box(influencer_id, row["name"], key="recommended_pick")
            creator_links(influencer_id)
            _contact(brand, row, links.get(influencer_id, ""))
            add_to_campaign(build, [influencer_id], key=f"recommended_add_{influencer_id}")
            opened = st.session_state.get("recommended_why") == influencer_id
            st.button(
                "Hide the parts" if opened else "Parts of the score",
                key=f"recommended_why_{influencer_id}",
                icon=":material/stacked_bar_chart:",
                type="tertiary",
                on_click=_show_why,
                args=("" if opened else influencer_id,),
            )
        if opened:
            parts_panel(page, row)


def reasons_html(why: RankReasons, seen: str) -> str:
    """What put the creator there, then what is merely true, each under its name.

    Args:
        seen: what the brand did with the creator, in words; '' for nothing.
    """
    also = [*toned([*why.also_true[:_MOST_CHIPS], *why.watch_outs])]
    if seen:
        also.append((seen, "plain"))
    rows = (("Why it ranks here", toned([*why.drove[:_MOST_CHIPS]])), ("Also true", also))
    return "".join(
        '<div style="display:flex;flex-wrap:wrap;gap:4px 8px;margin-top:8px">'
        f'<div style="flex:0 0 120px;opacity:.72;font-size:.8125rem">{label}</div>'
        f'<div style="flex:1 1 260px;min-width:0">{chips_html(chips)}</div></div>'
        for label, chips in rows
        if chips
    )


def _show_why(influencer_id: str) -> None:
    st.session_state["recommended_why"] = influencer_id


def _contact(brand: BrandProfile, row: dict[str, Any], url: str) -> None:
    with st.popover(
        "Contact", icon=":material/mail:", key=f"contact_{row['influencer_id']}", type="tertiary"
    ):
        if url.startswith(("https://", "http://")):
            st.link_button("Open the profile", url, icon=":material/open_in_new:")
        else:
            st.caption("The data has no link to this profile.")
        st.button(
            "Note as contacted",
            key=f"contacted_{row['influencer_id']}",
            icon=":material/check:",
            on_click=_record,
            args=(
                brand.brand_id,
                row["influencer_id"],
                CONTACT,
                f"Noted: {brand.name} contacted @{row['handle']}. The list follows it.",
            ),
            **only(
                Role.EDITOR,
                help="Improves this brand's recommendations. The creator leaves the list.",
            ),
        )


def _record(brand_id: str, influencer_id: str, kind: str, message: str) -> None:
    """Callback of a button: records what the brand did, then shows the message as a toast."""

    def record() -> str:
        interactions.record(engine(), brand_id, influencer_id, kind)
        release_list()
        return message

    run_with_flash(record)


def parts_panel(page: RecommendPage, row: dict[str, Any]) -> None:
    """Each part of the score: its weight and the creator's place among all."""
    total = sum(page.weights.of(part) for part in PART_WORDS)
    frame = pd.DataFrame(
        [
            {
                "part": label,
                "weight": page.weights.of(part) / total if total else 0.0,
                "place": None if is_missing(row[f"{part}_part"]) else row[f"{part}_part"] * 100,
                "what": what,
            }
            for part, (label, what) in PART_WORDS.items()
        ]
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "part": "Part",
            "weight": st.column_config.NumberColumn(
                "Counts", format="percent", help="Share of the weights of the three parts"
            ),
            "place": st.column_config.ProgressColumn(
                "Above % of creators", min_value=0, max_value=100, format="%.1f"
            ),
            "what": "What it is",
        },
        placeholder="-",
    )
    engagement = row["engagement_points"]
    st.caption(
        f"Rule points {row['points']:.1f}: category {row['category_points']:.0f}, country "
        f"{row['country_points']:.0f}, hashtag {row['hashtag_points']:.0f}, engagement "
        + ("not known" if is_missing(engagement) else f"{engagement:.1f}")
        + f" · @{plain(row['handle'])} ranks {place_words(row['trained_part'])} of creators by "
        "what was learned."
    )
