"""The brand that a command is about: of the data in use, or typed by people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from core.domain.brand import BrandProfile
from core.errors import AppError, NotFoundError
from core.queries.brands import brands_called
from core.services.matching.brand_gates import KINDS
from core.services.session import BuildSession
from core.store.ingest.values.places import country_code
from core.workspace import brands
from core.workspace.database import Engine


def named_brand(session: BuildSession | None, engine: Engine, id_or_name: str) -> BrandProfile:
    """The brand of the build, or typed by people, that `--brand` names by id or name.

    Args:
        session: on the build in use; None when there is none.
        id_or_name: a name in any case.
    Raises:
        NotFoundError: there is none with this id or name.
        AppError: several have this name.
    """
    text = id_or_name.strip()
    profiles = {typed.brand_id: typed.profile() for typed in brands.typed_brands(engine)}
    if session is not None:
        # A typed brand that the build has learned meanwhile is one brand, not two.
        profiles |= {brand.brand_id: brand for brand in brands_called(session.con, text)}
    if text in profiles:
        return profiles[text]
    same_name = [brand for brand in profiles.values() if brand.name.lower() == text.lower()]
    if not same_name:
        raise NotFoundError(
            f"--brand: there is no brand '{text[:80]}' in the data in use, and no typed brand has "
            "this name or id."
        )
    if len(same_name) > 1:
        ids = ", ".join(brand.brand_id for brand in same_name[:10])
        raise AppError(f"--brand: {len(same_name)} brands have this name. Give an id: {ids}.")
    return same_name[0]


def country_codes(option: str, countries: Sequence[str]) -> tuple[str, ...]:
    """ISO codes of countries given by code or name.

    Raises:
        AppError: one is neither.
    """
    codes = []
    for country in countries:
        try:
            code = country_code(country)
        except ValueError:
            code = None
        if code is None:
            raise AppError(
                f"{option}: expected a country such as DE or Germany, found '{country}'."
            )
        codes.append(code)
    return tuple(codes)


UngatedOption = Annotated[
    list[str] | None,
    typer.Option(
        help="Drop a requirement that comes from the brand: country, language, "
        "category or all; repeat for several."
    ),
]


def ungated_kinds(kinds: Sequence[str] | None) -> list[str]:
    """Kinds of gates that `--ungated` drops.

    Raises:
        AppError: one is no kind of gate.
    """
    for kind in kinds or ():
        if kind not in (*KINDS, "all"):
            raise AppError(f"--ungated: expected {', '.join(KINDS)} or all, found '{kind}'.")
    return list(KINDS) if "all" in (kinds or ()) else list(kinds or ())
