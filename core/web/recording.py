"""What a person does on the pages, recorded for the brand in the sidebar."""

from __future__ import annotations

import streamlit as st

from core.errors import WorkspaceError
from core.web.campaign_messages import attempted
from core.web.state import current_brand_id
from core.web.workspace import engine
from core.workspace import exploration, interactions

_NOTED = "interactions_noted"


def note_once(influencer_id: str, kind: str) -> None:
    """Records an interaction of the chosen brand, once a browser session; without a brand nothing.

    For what opening a page says: 'view' for a profile, 'info' for its growth. A workspace that
    cannot be written keeps nobody from looking.
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
