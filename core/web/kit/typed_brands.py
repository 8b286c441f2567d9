"""Brands that people typed, where a page expects one of the build."""

from __future__ import annotations

import logging
from collections import Counter

from core.errors import NotFoundError, WorkspaceError
from core.queries.brands import Brand
from core.services.recommending.placing import AskingBrand
from core.web.kit.workspace import engine
from core.workspace import brands
from core.workspace.brands import TypedBrand

_LOG = logging.getLogger(__name__)


def typed_names() -> dict[str, str]:
    """brand_id -> shown name of the typed brands; empty when the workspace cannot be read."""
    try:
        found = brands.typed_brands(engine())
    except WorkspaceError:
        _LOG.warning("typed brands left out", exc_info=True)
        return {}  # the picker must stay; what needs the workspace says what is wrong
    names = {one.brand_id: f"{one.name} (yours)" for one in found}
    often = Counter(name.casefold() for name in names.values())
    # A list of choices tells its entries apart by what it shows.
    return {
        one: name if often[name.casefold()] == 1 else f"{name} {one}" for one, name in names.items()
    }


def is_typed(brand_id: str) -> bool:
    """Whether people typed this brand, be it in a build by now or not."""
    try:
        return any(one.brand_id == brand_id for one in brands.typed_brands(engine()))
    except WorkspaceError:
        _LOG.warning("brand taken as not typed", exc_info=True)
        return False


def typed_as_brand(brand_id: str) -> Brand:
    """A typed brand in the shape of a brand of a build.

    Raises:
        NotFoundError: there is none, or the workspace cannot be read.
    """
    try:
        found = brands.typed_brand(engine(), brand_id)
    except WorkspaceError as error:
        raise NotFoundError(str(error)) from error
    return as_brand(found)


def as_brand(typed: TypedBrand) -> Brand:
    """The same facts; what was not typed is None."""
    return Brand(
        typed.brand_id,
        typed.name,
        typed.description or None,
        typed.category or None,
        typed.country or None,
        None,
        list(typed.hashtags) or None,
        None,
    )


def brief_of(brand: Brand) -> str:
    """The text by which creators are matched to a typed brand, as to brands of a build."""
    return AskingBrand.of(brand).text()
