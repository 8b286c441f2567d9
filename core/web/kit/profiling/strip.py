"""A strip of small pictures of a creator."""

from __future__ import annotations

import streamlit as st

from core.services.profiling.creator_pictures import creator_pictures as pictures_of
from core.web.kit.cached import cached_service
from core.web.kit.pictures import Shown, alt_text, pictures_html

_SHOWN, _SIZE_PX = 4, 72


def creator_pictures(build: str, influencer_id: str) -> None:
    """Pictures of the posts that say most about the creator, else its newest; nothing without."""
    pictures = cached_service(pictures_of, build, influencer_id, limit=_SHOWN)
    if pictures:
        shown = [Shown(one.jpeg, alt_text(one.labels, one.people_count)) for one in pictures]
        st.html(pictures_html(shown, size_px=_SIZE_PX))
