"""Brands that people typed in the app, beside those of a build."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update

from core.domain.brand import BrandProfile
from core.errors import NotFoundError
from core.workspace.database import insert_new, reading, writing
from core.workspace.interactions import changed
from core.workspace.schema import brands, campaigns, exploration, interactions
from core.workspace.values import clean, not_longer, now, one_line

NAME_CHARACTERS = 120
DESCRIPTION_CHARACTERS = 5_000
TYPED_PREFIX = "own-"  # of the ids; kept for typed brands
_SLUG_CHARACTERS = 60
_HASHTAGS = 30
_COLUMNS = (
    brands.c.brand_id,
    brands.c.name,
    brands.c.description,
    brands.c.category,
    brands.c.country,
    brands.c.hashtags,
    brands.c.created_at,
)


@dataclass(frozen=True)
class TypedBrand:
    """A brand as somebody typed it.

    Attributes:
        brand_id: 'own-' and the name in lower case; kept for typed brands.
        description: what it sells and its audience; '' when not given, as category and country.
        country: ISO 3166 alpha-2 of the market.
        hashtags: lower case, without #.
        created_at: UTC without a zone.
    """

    brand_id: str
    name: str
    description: str
    category: str
    country: str
    hashtags: tuple[str, ...]
    created_at: datetime

    def profile(self) -> BrandProfile:
        """The brand as the rest of the house knows brands."""
        return BrandProfile(
            self.brand_id,
            self.name,
            self.description,
            self.category,
            self.country,
            self.hashtags,
            keywords=self.hashtags,
            is_typed=True,
        )


def add_brand(
    engine: Engine,
    *,
    name: str,
    description: str = "",
    category: str = "",
    country: str = "",
    hashtags: Sequence[str] = (),
) -> TypedBrand:
    """The new brand, saved. A name may come twice; the id then gets a number.

    Args:
        hashtags: with or without #, any case; at most 30 are kept.
    Raises:
        WorkspaceError: the name is empty, or a text is too long.
    """
    values: dict[str, Any] = {
        "name": one_line(name, "The name of the brand", longest=NAME_CHARACTERS),
        "description": not_longer(
            clean(description).strip(), "The description", DESCRIPTION_CHARACTERS
        ),
        "category": not_longer(" ".join(clean(category).split()), "The category", NAME_CHARACTERS),
        "country": not_longer(clean(country).strip(), "The country", NAME_CHARACTERS),
        "hashtags": _tags(hashtags),
        "created_at": now(),
    }
    slug = _slug(values["name"])
    with writing(engine) as con:
        count = 1
        brand_id = slug
        while not insert_new(con, brands, {"brand_id": brand_id, **values}):
            count += 1
            brand_id = f"{slug}-{count}"
    return TypedBrand(brand_id, **{**values, "hashtags": tuple(values["hashtags"])})


def typed_brands(engine: Engine) -> list[TypedBrand]:
    """All typed brands by name."""
    with reading(engine) as con:
        rows = con.execute(select(*_COLUMNS)).all()
    brands = [_brand(row) for row in rows]
    # Python sorts them: databases differ in where they put capitals and accents.
    return sorted(brands, key=lambda brand: (brand.name.casefold(), brand.brand_id))


def typed_brand(engine: Engine, brand_id: str) -> TypedBrand:
    """One typed brand.

    Raises:
        NotFoundError: there is none with this id.
    """
    with reading(engine) as con:
        row = con.execute(select(*_COLUMNS).where(brands.c.brand_id == brand_id)).first()
    if row is None:
        raise _missing(brand_id)
    return _brand(row)


def delete_brand(engine: Engine, brand_id: str) -> None:
    """Deletes a typed brand and what was recorded for it; its campaigns stay, without a brand.

    Raises:
        NotFoundError: there is none with this id.
    """
    with writing(engine) as con:
        gone = con.execute(
            delete(brands).where(brands.c.brand_id == brand_id).returning(brands.c.brand_id)
        ).first()
        if gone is None:
            raise _missing(brand_id)
        # Another brand may get this id later, and must not inherit anything.
        for table in (interactions, exploration):
            con.execute(delete(table).where(table.c.brand_id == brand_id))
        con.execute(update(campaigns).where(campaigns.c.brand_id == brand_id).values(brand_id=None))
        changed(con, brand_id)


def _missing(brand_id: str) -> NotFoundError:
    return NotFoundError(
        f"There is no typed brand '{brand_id[:80]}'. It may have been deleted; choose another one."
    )


def _brand(row: Any) -> TypedBrand:
    return TypedBrand(**{**row._mapping, "hashtags": tuple(row.hashtags)})


def _tags(hashtags: Sequence[str]) -> list[str]:
    cleaned = [
        not_longer("".join(clean(tag).split()).lstrip("#").lower(), "A hashtag", NAME_CHARACTERS)
        for tag in hashtags
    ]
    return list(dict.fromkeys(tag for tag in cleaned if tag))[:_HASHTAGS]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_CHARACTERS].strip("-")
    return f"{TYPED_PREFIX}{words or 'brand'}"
