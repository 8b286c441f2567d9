"""Shortlists: which there are, and one of them with what can be done with it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.access import Role
from core.queries import creators as creator_queries
from core.services.campaigns.adding import campaign_with, free_name
from core.web.kit.cached import cached_read
from core.web.kit.creators.labels import on_phone
from core.web.kit.creators.table import creators_list
from core.web.kit.downloads import file_buttons
from core.web.kit.formats import counted, file_slug, moment, plain
from core.web.kit.messages import run_with_flash
from core.web.kit.selection.compare_link import compare_link
from core.web.kit.selection.files import creators_file
from core.web.kit.selection.state import selected_ids
from core.web.kit.state import known_brand, url_id, with_brand
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.web.saved.notes import notes_menu
from core.web.saved.rows import Undo, delete_button, rename_menu, undoable
from core.workspace.saved import shortlists
from core.workspace.saved.shortlists import Shortlist, ShortlistMember

_PARAMETER, _PICKER, _MADE = "shortlist", "shortlist_picker", "shortlist_campaign_made"


def shortlists_panel(build: str) -> None:
    """A picker of shortlists and the chosen one."""
    known = {one.shortlist_id: one for one in shortlists.all_shortlists(engine())}
    if not known:
        st.info(
            "No shortlists yet. Tick creators on any list, then Add to shortlist in the bar below.",
            icon=":material/bookmark_add:",
        )
        return
    chosen = _chosen(known)
    members = shortlists.creators_of(engine(), chosen.shortlist_id)
    ids = tuple(member.influencer_id for member in members)
    creators = cached_read(creator_queries.listed_creators, build, ids)
    _actions(build, chosen, members, creators)
    _campaign_link(chosen)
    _table(build, chosen, members, creators)


def _chosen(known: dict[int, Shortlist]) -> Shortlist:
    in_url = url_id(_PARAMETER)
    if in_url is not None and in_url.isascii() and in_url.isdigit() and int(in_url) in known:
        if _PICKER not in st.session_state:
            st.session_state[_PICKER] = int(in_url)
    elif in_url is not None:
        st.warning(
            f"There is no shortlist '{plain(in_url[:40])}'. It may have been deleted; here is "
            "another one.",
            icon=":material/search_off:",
        )
    if st.session_state.get(_PICKER) not in known:
        st.session_state[_PICKER] = next(iter(known))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked: int = st.selectbox(
            "Shortlist",
            list(known),
            format_func=lambda number: _shown(known[number]),
            key=_PICKER,
            persist_state="session",
            width=480,
        )
        rename_menu(
            known[picked].name,
            partial(shortlists.rename, engine(), picked),
            key=f"shortlist_{picked}",
        )
        delete_button(partial(_delete, picked), key="shortlist_delete")
    st.query_params[_PARAMETER] = str(picked)
    return known[picked]


def _shown(shortlist: Shortlist) -> str:
    brand = f" · {shortlist.brand_name}" if shortlist.brand_name else ""
    return f"{shortlist.name} ({shortlist.creators_count:,}){brand}"


def _actions(
    build: str, shortlist: Shortlist, members: list[ShortlistMember], creators: pd.DataFrame
) -> None:
    ids = tuple(creators["influencer_id"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        compare_link(ids, label="Compare all")
        st.button(
            "Make a campaign",
            key="shortlist_to_campaign",
            type="primary",
            icon=":material/campaign:",
            on_click=_make_campaign,
            args=(build, shortlist, creators),
            **only(Role.EDITOR, disabled=not ids),
        )
        if members:
            notes_menu(shortlist, members)
        listed = {row.influencer_id for row in members}
        inside = tuple(influencer_id for influencer_id in selected_ids() if influencer_id in listed)
        if inside:
            st.button(
                f"Remove {len(inside)} selected",
                key="shortlist_remove",
                icon=":material/bookmark_remove:",
                on_click=undoable,
                args=(partial(_remove, shortlist, inside),),
                **only(Role.EDITOR),
            )
        st.space("stretch")
        notes = {member.influencer_id: member.note for member in members if member.note}
        file_buttons(
            lambda kind: creators_file(build, ids, kind, notes),
            name=f"shortlist-{file_slug(shortlist.name, 'creators')}",
            key="shortlist",
        )


def _table(
    build: str, shortlist: Shortlist, members: list[ShortlistMember], creators: pd.DataFrame
) -> None:
    known = set(creators["influencer_id"])
    missing = [row.handle for row in members if row.influencer_id not in known]
    words = f"Changed {moment(shortlist.changed_at)} · click a row to open the creator"
    if missing:
        words += f" · not in this data: {', '.join(f'@{plain(handle)}' for handle in missing)}"
    st.caption(words)
    if creators.empty:
        return
    notes = {row.influencer_id: row.note for row in members}
    creators_list(
        build,
        creators.assign(note=creators["influencer_id"].map(notes)),
        key=f"shortlist_{shortlist.shortlist_id}_{len(creators)}",
        score="note",
        # The price stays in sight: the note takes the place of the curve.
        column_config={
            "note": st.column_config.TextColumn("Note", width=108 if on_phone() else 150),
            "sparkline": None,
        },
    )


def _make_campaign(build: str, shortlist: Shortlist, creators: pd.DataFrame) -> None:
    def make() -> str:
        campaign = campaign_with(
            engine(),
            free_name(engine(), shortlist.name),
            creators,
            brand=known_brand(build, shortlist.brand_id),
        )
        st.session_state[_MADE] = (shortlist.shortlist_id, campaign.campaign_id, campaign.name)
        return f"Campaign '{campaign.name}' created with {counted(len(creators), 'creator')}."

    run_with_flash(make)


def _campaign_link(shortlist: Shortlist) -> None:
    made = st.session_state.get(_MADE)
    if made is None or made[0] != shortlist.shortlist_id:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/check_circle: Campaign **{plain(made[2])}** created.")
        st.page_link(
            "pages/campaigns.py",
            label="Open the campaign",
            icon=":material/campaign:",
            query_params=with_brand(campaign=str(made[1])),
        )


def _delete(number: int) -> Undo:
    deleted = shortlists.remove_shortlist(engine(), number)
    st.session_state.pop(_PICKER, None)
    st.query_params.pop(_PARAMETER, None)

    def undo() -> str:
        back = shortlists.restore(engine(), deleted)
        st.session_state[_PICKER] = back.shortlist_id
        return f"Shortlist '{back.name}' is back."

    return (f"Shortlist '{deleted.shortlist.name}' is deleted.", undo)


def _remove(shortlist: Shortlist, ids: tuple[str, ...]) -> Undo:
    gone = shortlists.remove_creators(engine(), shortlist.shortlist_id, ids)

    def undo() -> str:
        shortlists.put_back(engine(), shortlist.shortlist_id, gone)
        return f"{len(gone)} are back on '{shortlist.name}'."

    return (f"{len(gone)} removed from '{shortlist.name}'.", undo)
