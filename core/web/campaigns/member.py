"""The dialog that changes one creator of a campaign: note, price, posts, taking it out."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.access import Role
from core.web.kit.campaigns.choice import BUDGET_MAX
from core.web.kit.formats import plain
from core.web.kit.messages import close_when_saved, offer_undo, run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.campaigns import Member
from core.workspace.records.removed import Removed, remove_member, restore

_NOTE_MAX = 5_000
_POSTS_MAX = 1_000
_OPEN = "campaign_member_open"


def edit_button(member: Member) -> None:
    """Opens the dialog on the same run, at `edit_dialog_if_asked`."""
    st.button(
        "Edit",
        key=f"edit_{member.campaign_id}_{member.influencer_id}",
        icon=":material/edit:",
        type="tertiary",
        on_click=_ask,
        args=(member.influencer_id,),
        **only(Role.EDITOR),
    )


def _ask(influencer_id: str) -> None:
    st.session_state[_OPEN] = influencer_id


def edit_dialog_if_asked(members: tuple[Member, ...]) -> None:
    """The dialog of the member whose button was clicked last."""
    asked_id = st.session_state.pop(_OPEN, None)
    for member in members:
        if member.influencer_id == asked_id:
            _dialog(member)


@st.dialog("Creator in this campaign", icon=":material/edit:")
def _dialog(member: Member) -> None:
    close_when_saved()
    key = f"{member.campaign_id}_{member.influencer_id}"
    st.markdown(f"**{plain(member.name)}** :gray[@{plain(member.handle)}]")
    with st.form(f"member_form_{key}", border=False):
        left, right = st.columns(2)
        left.number_input(
            "Agreed price of a post (EUR)",
            min_value=0.0,
            max_value=BUDGET_MAX,
            value=member.price,
            step=10.0,
            format="%.2f",
            key=f"member_price_{key}",
            placeholder="Not agreed yet",
            help="Counts instead of the estimate. Leave it empty while nothing is agreed.",
        )
        right.number_input(
            "Posts planned",
            min_value=1,
            max_value=_POSTS_MAX,
            value=member.posts_count,
            key=f"member_posts_{key}",
        )
        st.text_area("Note", member.note, max_chars=_NOTE_MAX, height=110, key=f"member_note_{key}")
        st.form_submit_button(
            "Save",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            args=(member, key),
        )
    st.button(
        "Remove from campaign",
        key=f"member_remove_{key}",
        icon=":material/person_remove:",
        type="tertiary",
        help="Its note and price go too; it can be undone.",
        on_click=_remove,
        args=(member,),
    )


def _save(member: Member, key: str) -> None:
    price = st.session_state[f"member_price_{key}"]

    def save() -> str:
        note, posts = (
            st.session_state[f"member_note_{key}"],
            st.session_state[f"member_posts_{key}"],
        )
        # Only what was changed here: somebody else may have changed the rest meanwhile.
        campaigns.set_member(
            engine(),
            member.campaign_id,
            member.influencer_id,
            note=None if note == member.note else note,
            price=None if price == member.price else "unknown" if price is None else price,
            posts_count=None if int(posts) == member.posts_count else int(posts),
        )
        return f"{member.name} is saved."

    run_with_flash(save)


def _remove(member: Member) -> None:
    def remove() -> str:
        removed = remove_member(engine(), member.campaign_id, member.influencer_id)
        offer_undo(f"{member.name} is out of the campaign.", partial(_restored, removed))
        return f"{member.name} is out of the campaign."

    run_with_flash(remove)


def _restored(removed: Removed) -> str:
    restore(engine(), removed)
    return f"{removed.name} is in the campaign again."
