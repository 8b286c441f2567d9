"""What a person does on the pages, recorded for the brand in the sidebar."""

from __future__ import annotations

import logging

import streamlit as st

from core.access import Role
from core.domain.interactions import VIEW
from core.errors import WorkspaceError
from core.services.growth.verdicts import growth_is_worth_checking
from core.web.kit.cached import cached_service
from core.web.kit.state import current_brand_id, with_brand
from core.web.kit.team.offers import may
from core.web.kit.workspace import engine
from core.workspace import interactions

_LOG = logging.getLogger(__name__)

_NOTED = "interactions_noted"
_VIA, _LIST = "via", "list"


def profile_query(influencer_id: str, *, of_brand_list: bool) -> dict[str, str]:
    """The query of a link to a profile.

    Args:
        of_brand_list: the link stands on a list made for the chosen brand (Brand match,
            Recommendations, its campaign), so that opening it is a choice of the brand.
    """
    return with_brand(creator=influencer_id, **({_VIA: _LIST} if of_brand_list else {}))


def note_opened(build: str, influencer_id: str) -> None:
    """Records 'view' when a profile is opened from a list of the chosen brand, once a session.

    Nothing without a brand, for a viewer, when the profile is opened from anywhere else (checking
    growth is not liking), and when the growth is worth checking. A workspace that cannot be written
    keeps nobody from looking.
    """
    brand_id = current_brand_id()
    if brand_id is None or st.query_params.get(_VIA) != _LIST or not may(Role.EDITOR):
        return
    # So that neither a reload nor a link handed on counts.
    del st.query_params[_VIA]
    noted: set[tuple[str, str]] = st.session_state.setdefault(_NOTED, set())
    key = (brand_id, influencer_id)
    if key in noted or cached_service(growth_is_worth_checking, build, influencer_id):
        return
    try:
        interactions.record(engine(), brand_id, influencer_id, VIEW)
    except WorkspaceError:
        _LOG.warning("view not recorded", exc_info=True)
        return
    noted.add(key)
