"""The brand that a command is about: of the data in use, or typed by people."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from core.errors import AppError, NotFoundError
from core.services.recommending.asking_brand import AskingBrand, brand_of_build
from core.settings import Settings
from core.store import builds
from core.store.connect import open_build_store
from core.store.ingest.values.places import country_code
from core.workspace import brands
from core.workspace.database import Engine


def named_brand(settings: Settings, brand: str, own: dict[str, str]) -> tuple[str, str]:
    """Id and name of a brand that people typed, or of the data in use.

    Raises:
        NotFoundError: there is none with this id or name.
        AppError: several have this name.
    """
    known = dict(own)
    wanted = brand.strip()
    if builds.current_build_id(settings) is not None:
        con = open_build_store(builds.current_build(settings), settings)
        try:
            rows = con.execute(
                """SELECT brand_id, name FROM brands
                   WHERE brand_id = $brand OR lower(name) = lower($brand)
                   ORDER BY brand_id""",
                {"brand": wanted},
            ).fetchall()
        finally:
            con.close()
        # A typed brand that the build has learned meanwhile is one brand, not two.
        known |= dict(rows)
    by_id = [one for one in known.items() if one[0] == wanted]
    found = by_id or [one for one in known.items() if one[1].lower() == wanted.lower()]
    if not found:
        raise NotFoundError(
            f"--brand: there is no brand '{wanted[:80]}' in the data in use, and none was typed."
        )
    if len(found) > 1:
        ids = ", ".join(one[0] for one in found[:10])
        raise AppError(f"--brand: {len(found)} brands are called so. Give an id: {ids}.")
    return found[0]


def asking_brand(con: duckdb.DuckDBPyConnection, engine: Engine, brand_id: str) -> AskingBrand:
    """A brand of the build, else one that people typed.

    Raises:
        NotFoundError: it is neither.
    """
    found = brand_of_build(con, brand_id)
    if found is not None:
        return found
    typed = brands.typed_brand(engine, brand_id)
    return AskingBrand(
        typed.brand_id,
        typed.name,
        typed.description,
        typed.category,
        typed.country,
        typed.hashtags,
    )


def country_codes(option: str, given: Sequence[str]) -> tuple[str, ...]:
    """ISO codes of countries given by code or name.

    Raises:
        AppError: one is neither.
    """
    found = []
    for one in given:
        try:
            code = country_code(one)
        except ValueError:
            code = None
        if code is None:
            raise AppError(f"{option}: expected a country such as DE or Germany, found '{one}'.")
        found.append(code)
    return tuple(found)
