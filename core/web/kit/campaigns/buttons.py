"""What adds creators to a campaign, on whatever page they stand: a button, a list of campaigns."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.queries import creators as creator_queries
from core.services.campaigns.adding import add_creators, campaign_with
from core.web.kit.cached import cached_read
from core.web.kit.campaigns.choice import BUDGET_MAX, NAME_MAX
from core.web.kit.creators.labels import added_words
from core.web.kit.formats import plain
from core.web.kit.matching.held_list import hold_list
from core.web.kit.messages import close_when_saved, run_with_flash, show_messages
from core.web.kit.state import current_brand, current_brand_id
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.campaigns import Campaign

_LISTED = 40
_SCROLLED_FROM = 6
_OPEN = "to_campaign_open"


def add_to_campaign(build: str, influencer_ids: list[str], *, key: str) -> None:
    """A button that opens a dialog with the campaigns; what it saves is said by a toast.

    Nothing is read before the click, so a page may draw many.

    Args:
        influencer_ids: of the build; those that a campaign has already stay as they are.
        key: of the button, unique on the page.
    """
    show_messages()
    st.button(
        "Add to campaign",
        key=key,
        icon=":material/playlist_add:",
        type="tertiary",
        on_click=_ask,
        args=(key,),
        **only(Role.EDITOR, disabled=not influencer_ids),
    )
    if st.session_state.get(_OPEN) == key:
        del st.session_state[_OPEN]
        _dialog(build, tuple(influencer_ids), key)


def _ask(key: str) -> None:
    st.session_state[_OPEN] = key


@st.dialog("Add to campaign", icon=":material/playlist_add:")
def _dialog(build: str, ids: tuple[str, ...], key: str) -> None:
    close_when_saved()
    names = cached_read(creator_queries.listed_creators, build, ids)["name"].tolist()
    st.markdown(plain(names[0]) if len(names) == 1 else f"{len(names):,} creators")
    campaign_choices(build, ids, key=key)


def campaign_choices(build: str, ids: tuple[str, ...], *, key: str) -> None:
    """The campaigns, each with a button that adds these creators, and a form for a new one.

    Args:
        key: starts the keys of the widgets.
    """
    everything = _brand_first(campaigns.campaigns(engine()))
    if everything:
        with st.container(
            height=300 if len(everything) > _SCROLLED_FROM else "content",
            border=False,
            gap="xsmall",
        ):
            for campaign in everything[:_LISTED]:
                _row(build, campaign, ids, key)
    else:
        st.caption("There is no campaign yet.")
    with st.expander("New campaign", icon=":material/add:", expanded=not everything):
        _new_form(build, ids, key)


def _notes(campaign: Campaign, already: int, asked: int) -> str:
    """Markdown under the name of a campaign: its brand, marked when it is another one's."""
    brand_id = current_brand_id()
    notes = []
    if campaign.brand_id is not None and brand_id is not None and campaign.brand_id != brand_id:
        notes.append(f":orange-badge[another brand: {plain(campaign.brand_name)}]")
    elif campaign.brand_name:
        notes.append(f":gray[{plain(campaign.brand_name)}]")
    if already:
        words = "already in" if already == asked else f"{already} of {asked} already in"
        notes.append(f":gray[{words}]")
    return " ".join(notes)


def _brand_first(everything: list[Campaign]) -> list[Campaign]:
    brand_id = current_brand_id()
    return sorted(
        everything, key=lambda campaign: brand_id is None or campaign.brand_id != brand_id
    )


def _row(build: str, campaign: Campaign, ids: tuple[str, ...], key: str) -> None:
    inside = {member.influencer_id for member in campaigns.members(engine(), campaign.campaign_id)}
    missing = tuple(member for member in ids if member not in inside)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        notes = _notes(campaign, len(ids) - len(missing), len(ids))
        st.markdown(f"**{plain(campaign.name)}**" + (f"  \n{notes}" if notes else ""))
        st.space("stretch")
        st.button(
            add_label(missing, ids),
            key=f"{key}_to_{campaign.campaign_id}",
            icon=":material/add:" if missing else ":material/check:",
            on_click=_add,
            args=(build, campaign, missing),
            **only(Role.EDITOR, disabled=not missing),
        )


def _new_form(build: str, ids: tuple[str, ...], key: str) -> None:
    brand = current_brand()
    with st.form(f"{key}_new", border=False):
        st.text_input("Name", key=f"{key}_name", max_chars=NAME_MAX, placeholder="Spring")
        st.number_input(
            "Budget (EUR)",
            min_value=0.0,
            max_value=BUDGET_MAX,
            value=None,
            step=100.0,
            format="%.0f",
            key=f"{key}_budget",
            placeholder="Not set",
        )
        if brand is None:
            st.caption("For no brand. Pick one in the sidebar first to see the fit.")
        else:
            st.caption(f"For {plain(brand.name)}.")
        st.form_submit_button(
            "Create and add",
            type="primary",
            icon=":material/playlist_add:",
            on_click=_make_and_add,
            args=(build, ids, key),
            **only(Role.EDITOR),
        )


def add_label(missing: tuple[str, ...], ids: tuple[str, ...]) -> str:
    """The words of a button: 'Add', 'Add 3' where several are asked for, 'In' for none left."""
    if not missing:
        return "In"
    return "Add" if len(ids) == 1 else f"Add {len(missing)}"


def _make_and_add(build: str, ids: tuple[str, ...], key: str) -> None:
    def make() -> str:
        creators = cached_read(creator_queries.listed_creators, build, ids)
        hold_list()
        campaign = campaign_with(
            engine(),
            st.session_state.get(f"{key}_name") or "",
            creators,
            brand=current_brand(),
            budget=st.session_state.get(f"{key}_budget"),
        )
        return added_words(creators["name"].tolist(), len(creators), campaign.name)

    run_with_flash(make)


def _add(build: str, campaign: Campaign, ids: tuple[str, ...]) -> None:
    run_with_flash(lambda: added(build, campaign, ids))


def added(build: str, campaign: Campaign, ids: tuple[str, ...]) -> str:
    """Adds creators of the build to a campaign; says so in a sentence."""
    creators = cached_read(creator_queries.listed_creators, build, ids)
    hold_list()
    new = add_creators(engine(), campaign, creators)
    return added_words(creators["name"].tolist(), len(new), campaign.name)
