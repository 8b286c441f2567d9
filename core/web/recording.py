"""What a person does on the pages, recorded for the brand in the sidebar."""

from __future__ import annotations

import streamlit as st

from core.errors import WorkspaceError
from core.web.campaign_messages import attempted
from core.web.state import current_brand_id
from core.web.workspace import engine
from core.workspace import exploration, interactions

_NOTED = "interactions_noted"
_OPENED_FROM, _OWN_LIST = "opened_from", "list"


def own_list_query(influencer_id: str) -> dict[str, str]:
    """The query of a link to a creator from one of the brand's own lists: that one counts."""
    return {"creator": influencer_id, _OPENED_FROM: _OWN_LIST}


def note_opened(influencer_id: str, *, is_unusual: bool) -> None:
    """Records 'view' for the chosen brand when the profile was opened from one of its own lists.

    Checking is not liking: a profile opened by link or search, from a check of growth or from a
    table of all creators counts as nothing, nor does one whose growth is worth checking.
    """
    if st.query_params.get(_OPENED_FROM) != _OWN_LIST:
        return
    # So that a reload or a shared link does not count.
    del st.query_params[_OPENED_FROM]
    if not is_unusual:
        _note_once(influencer_id, "view")


def note_details(influencer_id: str) -> None:
    """Records 'info' when more is read of a profile whose opening counted."""
    if (current_brand_id(), influencer_id, "view") in st.session_state.get(_NOTED, set()):
        _note_once(influencer_id, "info")


def _note_once(influencer_id: str, kind: str) -> None:
    """Records an interaction of the chosen brand, once a browser session; without a brand nothing.

    A workspace that cannot be written keeps nobody from looking.
    """
    brand_id = current_brand_id()
    if brand_id is None:
        return
    noted: set[tuple[str, str, str]] = st.session_state.setdefault(_NOTED, set())
    key = (brand_id, influencer_id, kind)
    if key in noted:
        return
    try:
        interactions.record(
            engine(), brand_id, influencer_id, kind, by_chance=_by_chance(brand_id, influencer_id)
        )
    except WorkspaceError:
        return
    noted.add(key)


def note_clicked(brand_id: str, influencer_id: str, kind: str, said: str) -> None:
    """Callback of a button: records the interaction, then `said` is shown as a toast."""

    def record() -> str:
        by_chance = _by_chance(brand_id, influencer_id)
        interactions.record(engine(), brand_id, influencer_id, kind, by_chance=by_chance)
        return said

    attempted(record)


def _by_chance(brand_id: str, influencer_id: str) -> bool:
    return influencer_id in set(exploration.shown(engine(), brand_id)["influencer_id"])
