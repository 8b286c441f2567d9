"""The dialog for writing to one creator of a campaign: how, when, and a message to copy."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.access import Role
from core.services.campaigns.draft import Draft, draft_message
from core.services.campaigns.view import CampaignView, campaign_brand
from core.web.kit.cache import open_build
from core.web.kit.campaigns.brand_field import brand_field, brand_names, set_brand
from core.web.kit.formats import language_name, plain
from core.web.kit.messages import close_when_saved, run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.campaigns import Campaign, Member
from core.workspace.records.contacts import (
    ADDRESS_CHARACTERS,
    CHANNELS,
    NOTE_CHARACTERS,
    Contact,
    contacts,
    set_contact,
)

_OPEN = "campaign_contact_open"
_WORDS = {"email": "Email", "instagram": "Instagram", "tiktok": "TikTok", "youtube": "YouTube"}


def contact_button(member: Member) -> None:
    """Opens the dialog on the same run, at `contact_dialog_if_asked`."""
    st.button(
        "Contact",
        key=f"contact_{member.campaign_id}_{member.influencer_id}",
        icon=":material/mail:",
        type="tertiary",
        on_click=_ask,
        args=(member.influencer_id,),
    )


def _ask(influencer_id: str) -> None:
    st.session_state[_OPEN] = influencer_id


def contact_dialog_if_asked(build: str, view: CampaignView) -> None:
    """The dialog of the member whose button was clicked last."""
    asked_id = st.session_state.pop(_OPEN, None)
    for member in view.members:
        if member.influencer_id == asked_id:
            _dialog(build, view.campaign, member)


@st.dialog("Contact", width="large", icon=":material/mail:")
def _dialog(build: str, campaign: Campaign, member: Member) -> None:
    close_when_saved()
    kept = contacts(engine(), campaign.campaign_id).get(member.influencer_id)
    st.markdown(f"**{plain(member.name)}** :gray[@{plain(member.handle)}]")
    _form(campaign, member, kept)
    if campaign.brand_id is None:
        _ask_for_brand(build, campaign, member)
    _message(_draft(build, campaign, member), has_brand=campaign.brand_id is not None)


def _form(campaign: Campaign, member: Member, kept: Contact | None) -> None:
    key = f"{member.campaign_id}_{member.influencer_id}"
    channel = kept.channel if kept else _likely_channel(member)
    with st.form(f"contact_form_{key}", border=False):
        left, middle, right = st.columns([2, 3, 2])
        left.selectbox(
            "Channel",
            CHANNELS,
            CHANNELS.index(channel),
            format_func=lambda name: _WORDS.get(name, name.capitalize()),
            key=f"contact_channel_{key}",
        )
        middle.text_input(
            "Address",
            kept.address if kept else "",
            max_chars=ADDRESS_CHARACTERS,
            key=f"contact_address_{key}",
            placeholder="Mail address, link or number",
        )
        right.date_input(
            "Last contact", kept.contacted_on if kept else None, key=f"contact_day_{key}"
        )
        st.text_area(
            "Note on the contact",
            kept.note if kept else "",
            max_chars=NOTE_CHARACTERS,
            height=80,
            key=f"contact_note_{key}",
        )
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save",
                icon=":material/save:",
                on_click=_save,
                args=(campaign, member, False),
                **only(Role.EDITOR),
            )
            if member.state == "lead":
                st.form_submit_button(
                    "Save and move to contacted",
                    type="primary",
                    icon=":material/arrow_forward:",
                    on_click=_save,
                    args=(campaign, member, True),
                    **only(Role.EDITOR),
                )


def _ask_for_brand(build: str, campaign: Campaign, member: Member) -> None:
    """A field for the brand, which the message would leave a gap for."""
    key = f"contact_brand_{campaign.campaign_id}"
    names = brand_names(build)
    with (
        st.form(f"contact_brand_form_{member.influencer_id}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        brand_field(names, None, key=key)
        st.form_submit_button(
            "Set the brand",
            icon=":material/storefront:",
            on_click=_set_brand,
            args=(campaign, member, key, names),
            **only(Role.EDITOR),
        )


def _set_brand(campaign: Campaign, member: Member, key: str, names: dict[str, str]) -> None:
    brand_id = st.session_state[key]
    if brand_id is None:
        return

    def save() -> str:
        set_brand(campaign, brand_id, names)
        return f"'{campaign.name}' is for {names[brand_id]}."

    if run_with_flash(save):
        _ask(member.influencer_id)  # the dialog opens again, with a message that names the brand


def _likely_channel(member: Member) -> str:
    return member.platform if member.platform in CHANNELS else CHANNELS[0]


def _save(campaign: Campaign, member: Member, moves: bool) -> None:
    key = f"{member.campaign_id}_{member.influencer_id}"
    state = st.session_state
    day = state[f"contact_day_{key}"]

    def save() -> str:
        contact = Contact(
            member.influencer_id,
            state[f"contact_address_{key}"],
            state[f"contact_channel_{key}"],
            # Moving a card on says that somebody wrote, today when no day is given.
            day or (date.today() if moves else None),
            state[f"contact_note_{key}"],
        )
        set_contact(engine(), campaign.campaign_id, contact)
        if moves:
            campaigns.set_state(engine(), campaign.campaign_id, member.influencer_id, "contacted")
            return f"{member.name} is now 'contacted'."
        return f"The contact of {member.name} is saved."

    run_with_flash(save)


def _draft(build: str, campaign: Campaign, member: Member) -> Draft:
    with open_build(build) as session:
        brand = campaign_brand(session, engine(), campaign)
        return draft_message(session, brand, member)


def _message(draft: Draft, *, has_brand: bool) -> None:
    st.markdown("**A first message to copy**")
    st.code(draft.text, language=None, wrap_lines=True)
    about = (
        "It names the post closest to the brand. "
        if draft.post_id
        else "No post close to the brand was found to name. "
        if has_brand
        else "With a brand it also names the post that is closest to it. "
    )
    st.caption(
        f"In {language_name(draft.language)}. {about}Copy it with the button at its corner and "
        "change what you like; nothing is sent from here."
    )
