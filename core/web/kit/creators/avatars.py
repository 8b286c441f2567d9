"""Small pictures of creators as addresses that cards and tables show."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

import streamlit as st

from core.formats import picture_kind
from core.services import avatars as service
from core.web.kit.cached import cached_service

# Twice the height of a table row's picture, for fine screens; about 1 KB each.
TABLE_PX = 48
PICTURE_COLUMN = st.column_config.ImageColumn("", width=40, pinned=True)


def avatars(build: str, influencer_ids: Sequence[str], *, size_px: int = 96) -> dict[str, str]:
    """influencer_id -> data address of its picture; without one left out, initials stand in."""
    pictures = cached_service(service.avatars, build, tuple(influencer_ids), size_px=size_px)
    return {influencer_id: _address(picture) for influencer_id, picture in pictures.items()}


def avatar(build: str, influencer_id: str) -> str:
    """Data address of the picture of one creator; '' without one."""
    return avatars(build, [influencer_id]).get(influencer_id, "")


def picture_column(build: str, influencer_ids: Iterable[str]) -> list[str | None]:
    """A value per creator for a column with `PICTURE_COLUMN`; None without a picture."""
    ids = list(influencer_ids)
    pictures = avatars(build, ids, size_px=TABLE_PX)
    return [pictures.get(influencer_id) for influencer_id in ids]


def _address(picture: bytes) -> str:
    return f"data:image/{picture_kind(picture)};base64,{b64encode(picture).decode()}"
