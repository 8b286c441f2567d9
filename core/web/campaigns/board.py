"""The board of a campaign: a column a state, a card a creator, and adding one by search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.access import Role
from core.models.campaign.words import price_words
from core.models.growth.verdict import UNUSUAL
from core.services.campaigns.adding import add_creators
from core.web.campaigns.contact import contact_button, contact_dialog_if_asked
from core.web.campaigns.member import edit_button, edit_dialog_if_asked
from core.web.campaigns.members import CampaignView
from core.web.kit.creators.avatars import avatars
from core.web.kit.creators.cards import avatar_html, chips_html
from core.web.kit.creators.labels import added_words
from core.web.kit.formats import compact, plain, platform_label
from core.web.kit.growth.verdict import index_text, verdict_chip, verdict_of
from core.web.kit.messages import run_with_flash
from core.web.kit.recording import profile_query
from core.web.kit.search.reads import NOTHING, PLACEHOLDER, picked
from core.web.kit.selection.ticks import tick_box
from core.web.kit.state import current_brand_id, with_brand
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.campaigns import STATES, Campaign, Member

_HITS = 6
_NOTE_SHOWN = 120
_FULL_WIDTH, _EMPTY_WIDTH = 1.0, 0.4


def add_by_search(build: str, view: CampaignView) -> None:
    """A button that opens a search; a click on a hit adds the creator."""
    place = st.popover(
        "Add a creator",
        icon=":material/person_add:",
        key="campaign_add_open",
        on_change="rerun",
        **only(Role.EDITOR),
    )
    if not place.open:
        return
    inside = {member.influencer_id for member in view.members}
    with place:
        text = st.text_input(
            "Find a creator",
            key="campaign_search",
            type="search",
            placeholder=PLACEHOLDER,
            live=True,
            icon=":material/search:",
        )
        hits = picked(build, text or "", _HITS)
        if not hits:
            st.caption(NOTHING)
        for row, label in hits:
            is_in = row["influencer_id"] in inside
            st.button(
                f"{label} · in the campaign" if is_in else label,
                key=f"campaign_add_{row['influencer_id']}",
                icon=":material/check:" if is_in else ":material/add:",
                disabled=is_in,
                width="stretch",
                on_click=_add,
                args=(view.campaign, row),
            )


def _add(campaign: Campaign, row: dict[str, Any]) -> None:
    def add() -> str:
        new = add_creators(engine(), campaign, pd.DataFrame([row]))
        return added_words([row["name"]], len(new), campaign.name)

    run_with_flash(add)


def board(build: str, view: CampaignView) -> None:
    """A column a state with its cards; under the others on a phone."""
    if not view.members:
        st.info(
            "No creators in this campaign yet. Add one here, with 'Best set', or on Brand match.",
            icon=":material/person_add:",
        )
        return
    facts = dict(zip(view.facts["influencer_id"], view.facts.to_dict("records"), strict=True))
    pictures = avatars(build, [member.influencer_id for member in view.members])
    by_state = {
        state: [member for member in view.members if member.state == state] for state in STATES
    }
    with st.container(key="campaign_board"):
        # Columns without a card give their room to the others.
        columns = st.columns(
            [_FULL_WIDTH if members else _EMPTY_WIDTH for members in by_state.values()],
            gap="small",
        )
    for (state, members), column in zip(by_state.items(), columns, strict=True):
        with column:
            st.markdown(f"**{state.capitalize()}** :gray[{len(members)}]")
            if not members:
                st.caption("Nobody yet")
            for member in members:
                _card(
                    view.campaign,
                    member,
                    facts[member.influencer_id],
                    pictures.get(member.influencer_id, ""),
                    view.outside.get(member.influencer_id, ()),
                )
    edit_dialog_if_asked(view.members)
    contact_dialog_if_asked(build, view)


def _card(
    campaign: Campaign,
    member: Member,
    facts: dict[str, Any],
    picture: str,
    outside: Sequence[str],
) -> None:
    with st.container(border=True, gap="xsmall", key=f"member_{member.influencer_id}"):
        st.html(card_html(member, facts, picture, outside))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if facts["in_data"]:
                tick_box(member.influencer_id, member.name, key="board")
            _move_menu(campaign, member)
            contact_button(member)
            edit_button(member)
            if facts["in_data"]:
                st.page_link(
                    "pages/creator.py",
                    label="Profile",
                    icon=":material/person:",
                    query_params=profile_query(
                        member.influencer_id,
                        of_brand_list=campaign.brand_id == current_brand_id(),
                    ),
                )
            if _is_unusual(facts):
                st.page_link(
                    "pages/authenticity.py",
                    label="Check growth",
                    icon=":material/query_stats:",
                    query_params=with_brand(creator=member.influencer_id),
                )


def _is_unusual(facts: dict[str, Any]) -> bool:
    return bool(facts["in_data"]) and verdict_of(facts).status == UNUSUAL


def _move_menu(campaign: Campaign, member: Member) -> None:
    """A menu of the other states; the next one comes first."""
    at = STATES.index(member.state)
    key = f"state_{campaign.campaign_id}_{member.influencer_id}_{member.state}"
    st.menu_button(
        "Move",
        (*STATES[at + 1 :], *reversed(STATES[:at])),
        key=key,
        icon=":material/arrow_forward:",
        format_func=str.capitalize,
        on_click=partial(_move, campaign, member, key),
        **only(Role.EDITOR, help=f"Move {plain(member.name)} to another state"),
    )


def _move(campaign: Campaign, member: Member, key: str) -> None:
    state = st.session_state[key]

    def move() -> str:
        campaigns.set_state(engine(), campaign.campaign_id, member.influencer_id, state)
        return f"{member.name} is now '{state}'."

    run_with_flash(move)


def card_html(
    member: Member, facts: dict[str, Any], picture: str = "", outside: Sequence[str] = ()
) -> str:
    """The body of a card; everything given is escaped.

    Args:
        facts: the row of `CampaignView.facts`.
        outside: conditions of the brief that the creator does not meet, in words.
    """
    details = " · ".join(
        part for part in (f"@{facts['handle']}", platform_label(facts["platform"])) if part
    )
    verdict = verdict_of(facts)
    posts = f" × {member.posts_count}" if member.posts_count > 1 else ""
    price = price_words(
        facts["cost_low"], facts["cost_high"], facts["cost_source"], member.posts_count
    )
    figures = [
        ("Followers", compact(facts["followers_count"])),
        ("One post" if not posts else "Posts", price + posts),
        ("Authenticity", index_text(verdict)),
    ]
    rows = "".join(
        '<div style="display:flex;justify-content:space-between;gap:8px">'
        f'<span style="opacity:.72">{escape(label)}</span>'
        '<span style="font-weight:600;font-variant-numeric:tabular-nums;text-align:right">'
        f"{escape(value)}</span></div>"
        for label, value in figures
    )
    chips = [
        verdict_chip(verdict) if facts["in_data"] else ("not in the data in use", "caution"),
        *((words, "caution") for words in outside),
    ]
    note = member.note if len(member.note) <= _NOTE_SHOWN else member.note[:_NOTE_SHOWN] + "…"
    return (
        '<div style="display:flex;gap:10px;align-items:center;min-width:0;margin-bottom:8px">'
        f"{avatar_html(facts['name'], picture, size_px=32)}"
        '<div style="min-width:0;overflow-wrap:anywhere;line-height:1.3">'
        f'<div style="font-weight:600">{escape(facts["name"])}</div>'
        f'<div style="opacity:.72;font-size:.8125rem">{escape(details)}</div></div></div>'
        f'<div style="font-size:.8125rem;line-height:1.5">{rows}</div>'
        + f'<div style="margin-top:8px">{chips_html(chips)}</div>'
        + (
            '<div style="margin-top:8px;font-size:.8125rem;white-space:pre-line;'
            f'overflow-wrap:anywhere;opacity:.85">{escape(note)}</div>'
            if note
            else ""
        )
    )
