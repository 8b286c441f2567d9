"""The brands that a person can choose: those of the build, and those that people typed."""

from __future__ import annotations

import logging
from collections import Counter

import streamlit as st

from core.domain.brand import BrandProfile
from core.errors import NotFoundError, WorkspaceError
from core.queries import brands as brand_queries
from core.web.kit.cache import cursor
from core.web.kit.workspace import engine
from core.workspace import brands

_LOG = logging.getLogger(__name__)


@st.cache_data(max_entries=8, show_spinner=False)
def brand_names(build: str) -> dict[str, str]:
    """brand_id -> shown name of the brands of the build."""
    with cursor(build) as con:
        return brand_queries.brand_names(con)


@st.cache_data(max_entries=256, show_spinner=False)
def _brand_of_build(build: str, brand_id: str) -> BrandProfile | None:
    with cursor(build) as con:
        return brand_queries.known_brand(con, brand_id)


def brand(build: str, brand_id: str) -> BrandProfile:
    """A brand of the build, else one that people typed.

    Raises:
        NotFoundError: it is neither, or the workspace cannot be read.
    """
    profile = _brand_of_build(build, brand_id)
    if profile is not None:
        return profile
    try:
        return brands.typed_brand(engine(), brand_id).profile()
    except WorkspaceError as error:
        raise NotFoundError(str(error)) from error


def known_brand(build: str, brand_id: str | None) -> BrandProfile | None:
    """As `brand`; None for no id, and for a brand that neither the build nor people know."""
    if brand_id is None:
        return None
    try:
        return brand(build, brand_id)
    except NotFoundError:
        return None


def typed_names() -> dict[str, str]:
    """brand_id -> shown name of the typed brands; empty when the workspace cannot be read."""
    try:
        typed = brands.typed_brands(engine())
    except WorkspaceError:
        _LOG.warning("typed brands left out", exc_info=True)
        return {}  # the picker must stay; what needs the workspace says what is wrong
    names = {brand.brand_id: f"{brand.name} (yours)" for brand in typed}
    often = Counter(name.casefold() for name in names.values())
    # A list of choices tells its entries apart by what it shows.
    return {
        brand_id: name if often[name.casefold()] == 1 else f"{name} {brand_id}"
        for brand_id, name in names.items()
    }


def is_typed(brand_id: str) -> bool:
    """Whether people typed this brand, be it in a build by now or not."""
    try:
        return any(brand.brand_id == brand_id for brand in brands.typed_brands(engine()))
    except WorkspaceError:
        _LOG.warning("brand taken as not typed", exc_info=True)
        return False
