"""Which campaign is looked at: picker, link, make, rename, delete."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.access import Role
from core.domain.brief import BRIEF_MAX
from core.web.kit.campaigns.brand_field import (
    brand_field,
    brand_names,
    name_to_keep,
    set_brand,
)
from core.web.kit.formats import money, plain
from core.web.kit.messages import offer_undo, run_with_flash
from core.web.kit.state import current_brand, url_id
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.records.removed import Removed, remove_campaign, restore

_PICKER, _SEEN, _PARAMETER = "campaign_picker", "campaign_seen_in_url", "campaign"
_NEW_OPEN, _EDIT_OPEN = "campaign_new_open", "campaign_edit_open"
NAME_MAX = 120
BUDGET_MAX = 100_000_000.0


def chosen_campaign(build: str) -> Campaign | None:
    """The campaign of the link, else the last one looked at, else the newest of the brand.

    Draws the picker and the buttons beside it; None, and nothing drawn, when there is none.
    """
    known = {campaign.campaign_id: campaign for campaign in campaigns.campaigns(engine())}
    if not known:
        return None
    _read_url(known)
    if st.session_state.get(_PICKER) not in known:
        st.session_state[_PICKER] = _first(known)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="campaign_bar"
    ):
        picked = st.selectbox(
            "Campaign",
            list(known),
            format_func=lambda campaign_id: _shown(known[campaign_id]),
            key=_PICKER,
            persist_state="session",
            width=420,
        )
        _new_campaign(build)
        campaign = known[picked]
        _edit(build, campaign)
    st.session_state[_SEEN] = str(picked)
    if st.query_params.get(_PARAMETER) != str(picked):
        st.query_params[_PARAMETER] = str(picked)
    return campaign


def _read_url(known: dict[int, Campaign]) -> None:
    in_url = url_id(_PARAMETER)
    if in_url is None or in_url == st.session_state.get(_SEEN):
        return
    if in_url.isascii() and in_url.isdigit() and int(in_url) in known:
        st.session_state[_PICKER] = int(in_url)
    else:
        st.warning(
            f"There is no campaign '{plain(in_url[:40])}'. It may have been deleted; here is "
            "another one.",
            icon=":material/search_off:",
        )


def _first(known: dict[int, Campaign]) -> int:
    brand = current_brand()
    of_brand = [
        campaign for campaign in known.values() if brand and campaign.brand_id == brand.brand_id
    ]
    return (of_brand or list(known.values()))[0].campaign_id


def _shown(campaign: Campaign) -> str:
    """Name with brand; plain text, for a list of choices reads no Markdown."""
    has_brand = campaign.brand_id and campaign.brand_name
    return campaign.name + (f" · {campaign.brand_name}" if has_brand else "")


def invitation(build: str) -> None:
    """What the page is for, and the form that makes the first campaign."""
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(border=True):
        st.markdown("**Create your first campaign**")
        _new_form(build)
    with right, st.container(border=True):
        st.markdown("**What a campaign does**")
        st.markdown(
            "- keeps creators, their status, prices and notes\n"
            "- estimates cost and results as ranges\n"
            "- finds the best set of creators for a budget\n"
            "- exports to a spreadsheet"
        )
        st.caption(
            "Creators are added here, or on Recommendations, Brand match, Creator and Authenticity."
        )


def _new_campaign(build: str) -> None:
    place = st.popover(
        "New campaign",
        icon=":material/add:",
        key=_NEW_OPEN,
        on_change="rerun",
        **only(Role.EDITOR),
    )
    if place.open:
        with place:
            _new_form(build)


def _new_form(build: str) -> None:
    names = brand_names(build)
    brand = current_brand()
    with st.form("campaign_new_form", border=False):
        st.text_input("Name", key="campaign_new_name", max_chars=NAME_MAX, placeholder="Spring")
        brand_field(
            names,
            brand.brand_id if brand else None,
            key=f"campaign_new_brand_{brand.brand_id if brand else ''}",
        )
        st.number_input(
            "Budget (EUR)",
            min_value=0.0,
            max_value=BUDGET_MAX,
            value=None,
            step=100.0,
            format="%.0f",
            key="campaign_new_budget",
            placeholder="Not set",
        )
        st.form_submit_button(
            "Create campaign",
            type="primary",
            icon=":material/add:",
            on_click=_create,
            args=(names, brand.brand_id if brand else ""),
            **only(Role.EDITOR),
        )


def _create(names: dict[str, str], drawn_for: str) -> None:
    state = st.session_state
    brand_id = state.get(f"campaign_new_brand_{drawn_for}")

    def make() -> str:
        made = campaigns.create(
            engine(),
            state.get("campaign_new_name") or "",
            brand_id=brand_id,
            brand_name=name_to_keep(brand_id, names),
            budget=state.get("campaign_new_budget"),
        )
        state[_PICKER] = made.campaign_id
        # The link still names the campaign looked at before.
        state[_SEEN] = url_id(_PARAMETER)
        return f"Campaign '{made.name}' is saved."

    if run_with_flash(make):
        state[_NEW_OPEN] = False
        state["campaign_new_name"] = ""


def _edit(build: str, campaign: Campaign) -> None:
    place = st.popover(
        "Edit", icon=":material/edit:", key=_EDIT_OPEN, on_change="rerun", **only(Role.EDITOR)
    )
    if not place.open:
        return
    number = campaign.campaign_id
    names = brand_names(build)
    if campaign.brand_id is not None:
        # Its brand may be gone from the data; saving another field must not take it off.
        names.setdefault(campaign.brand_id, campaign.brand_name or campaign.brand_id)
    with place:
        with st.form(f"campaign_edit_form_{number}", border=False):
            st.text_input("Name", campaign.name, max_chars=NAME_MAX, key=f"campaign_name_{number}")
            brand_field(names, campaign.brand_id, key=f"campaign_brand_{number}")
            st.number_input(
                "Budget (EUR)",
                min_value=0.0,
                max_value=BUDGET_MAX,
                value=campaign.budget,
                step=100.0,
                format="%.0f",
                key=f"campaign_budget_{number}",
                placeholder="Not set",
            )
            st.text_area(
                "Brief",
                campaign.brief,
                max_chars=BRIEF_MAX,
                key=f"campaign_brief_{number}",
                placeholder="What it should achieve, in plain words",
                help="Creators are ranked by it, and reports explain by it.",
            )
            st.form_submit_button(
                "Save",
                type="primary",
                icon=":material/save:",
                on_click=_save,
                args=(campaign, names),
            )
        st.button(
            "Delete this campaign",
            key=f"campaign_delete_{number}",
            icon=":material/delete:",
            type="tertiary",
            help="With its notes and prices. It can be undone until you open another page.",
            on_click=_delete,
            args=(campaign,),
        )


def _save(campaign: Campaign, names: dict[str, str]) -> None:
    name = st.session_state[f"campaign_name_{campaign.campaign_id}"]
    budget = st.session_state[f"campaign_budget_{campaign.campaign_id}"]
    brief = st.session_state[f"campaign_brief_{campaign.campaign_id}"] or ""
    brand_id = st.session_state[f"campaign_brand_{campaign.campaign_id}"]

    def save() -> str:
        if name != campaign.name:
            campaigns.rename(engine(), campaign.campaign_id, name)
        if budget != campaign.budget:
            campaigns.set_budget(engine(), campaign.campaign_id, budget)
        set_brand(campaign, brand_id, names)
        if brief.strip() != campaign.brief:
            campaigns.set_brief(engine(), campaign.campaign_id, brief)
        return f"Saved: '{name.strip()}', budget {'not set' if budget is None else money(budget)}."

    if run_with_flash(save):
        st.session_state[_EDIT_OPEN] = False


def _delete(campaign: Campaign) -> None:
    st.session_state[_EDIT_OPEN] = False
    run_with_flash(partial(_deleted, campaign))


def _deleted(campaign: Campaign) -> str:
    removed = remove_campaign(engine(), campaign.campaign_id)
    offer_undo(f"Campaign '{campaign.name}' is deleted.", partial(_restored, removed))
    st.query_params.pop(_PARAMETER, None)
    st.session_state.pop(_PICKER, None)
    return f"Campaign '{campaign.name}' is deleted."


def _restored(removed: Removed) -> str:
    restore(engine(), removed)
    return f"Campaign '{removed.name}' is back."
