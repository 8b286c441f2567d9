"""The field in which somebody says which brand a campaign is for."""

from __future__ import annotations

import streamlit as st

from core.queries import brands as brand_queries
from core.web.kit.cached import cached_read
from core.web.kit.state import current_brand, typed_names
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.brands import typed_brands
from core.workspace.campaigns import Campaign


def brand_names(build: str) -> dict[str, str]:
    """brand_id -> shown name of every brand that a campaign can be for."""
    names = {**typed_names(), **cached_read(brand_queries.brand_names, build)}
    brand = current_brand()
    if brand is not None:
        names.setdefault(brand.brand_id, brand.name)
    return names


def brand_field(names: dict[str, str], chosen: str | None, *, key: str) -> None:
    """A list of brands with search; none may be chosen.

    Args:
        names: of `brand_names`. chosen: the id at first; None for no brand.
    """
    ids = list(names)
    st.selectbox(
        "Brand",
        ids,
        index=ids.index(chosen) if chosen in names else None,
        format_func=lambda brand_id: names.get(brand_id, brand_id),
        key=key,
        placeholder="No brand",
        help="Fit is measured for this brand, and messages name it. Adding and booking creators "
        "improves the brand's recommendations.",
    )


def name_to_keep(brand_id: str | None, names: dict[str, str]) -> str | None:
    """The name that a campaign keeps of its brand: as typed, not as the list marks it."""
    if brand_id is None:
        return None
    typed = {brand.brand_id: brand.name for brand in typed_brands(engine())}
    return typed.get(brand_id) or names.get(brand_id)


def set_brand(campaign: Campaign, brand_id: str | None, names: dict[str, str]) -> None:
    """Says which brand a campaign is for, where that is another one than before.

    Raises:
        WorkspaceError, NotFoundError: it cannot be saved.
    """
    if brand_id != campaign.brand_id:
        kept = name_to_keep(brand_id, names)
        campaigns.set_brand(engine(), campaign.campaign_id, brand_id, kept)
