"""Shortlists to put chosen creators on."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.queries import creators as creator_queries
from core.services.campaigns.adding import accounts_of
from core.web.kit.cached import cached_read
from core.web.kit.campaigns.buttons import add_label
from core.web.kit.campaigns.choice import NAME_MAX
from core.web.kit.creators.labels import added_words
from core.web.kit.formats import counted, plain
from core.web.kit.messages import run_with_flash
from core.web.kit.state import current_brand
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace.saved import shortlists
from core.workspace.saved.shortlists import Shortlist

_LISTED = 40


def shortlist_choices(build: str, ids: tuple[str, ...], *, key: str) -> None:
    """The shortlists, each with a button that adds these creators, and a form for a new one."""
    everything = shortlists.all_shortlists(engine())
    for shortlist in everything[:_LISTED]:
        _row(build, shortlist, ids, key)
    if not everything:
        st.caption("There is no shortlist yet.")
    with st.form(f"{key}_new", border=False):
        st.text_input(
            "New shortlist", key=f"{key}_name", max_chars=NAME_MAX, placeholder="Spring picks"
        )
        st.form_submit_button(
            "Create and add",
            type="primary",
            icon=":material/bookmark_add:",
            on_click=_make_and_add,
            args=(build, ids, key),
            **only(Role.EDITOR),
        )


def _row(build: str, shortlist: Shortlist, ids: tuple[str, ...], key: str) -> None:
    inside = {row.influencer_id for row in shortlists.creators_of(engine(), shortlist.shortlist_id)}
    missing = tuple(creator for creator in ids if creator not in inside)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        brand = f" · {plain(shortlist.brand_name)}" if shortlist.brand_name else ""
        many = counted(shortlist.creators_count, "creator")
        st.markdown(f"**{plain(shortlist.name)}**  \n:gray[{many}{brand}]")
        st.space("stretch")
        st.button(
            add_label(missing, ids),
            key=f"{key}_to_{shortlist.shortlist_id}",
            icon=":material/add:" if missing else ":material/check:",
            on_click=_add,
            args=(build, shortlist, missing),
            **only(Role.EDITOR, disabled=not missing),
        )


def _add(build: str, shortlist: Shortlist, ids: tuple[str, ...]) -> None:
    run_with_flash(lambda: _added(build, shortlist, ids))


def _make_and_add(build: str, ids: tuple[str, ...], key: str) -> None:
    brand = current_brand()

    def make() -> str:
        made = shortlists.create(
            engine(),
            st.session_state.get(f"{key}_name") or "",
            brand_id=brand.brand_id if brand else None,
            brand_name=brand.name if brand else None,
        )
        return _added(build, made, ids)

    run_with_flash(make)


def _added(build: str, shortlist: Shortlist, ids: tuple[str, ...]) -> str:
    creators = cached_read(creator_queries.listed_creators, build, ids)
    new = shortlists.add_creators(engine(), shortlist.shortlist_id, accounts_of(creators))
    return added_words(creators["name"].tolist(), len(new), shortlist.name)
