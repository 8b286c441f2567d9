"""Saved searches: a page with its filters, under a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from core.errors import NotFoundError
from core.workspace.access.write_gate import note_number
from core.workspace.database import name_is_free, reading, set_name, writing
from core.workspace.schema import saved_searches as table
from core.workspace.values import brand_columns, clean, name_key, named, not_longer, now, one_line

_WHAT = "saved search"
_NAME = "The name of the search"
_PARAMETERS_CHARACTERS = 20_000  # a long brief with every filter; beyond it no server reads a link
_COLUMNS = (
    table.c.search_id,
    table.c.name,
    table.c.page,
    table.c.parameters,
    table.c.brand_id,
    table.c.brand_name,
    table.c.created_at,
)


@dataclass(frozen=True)
class SavedSearch:
    """Attributes:
    page: address of the page, such as 'rising'.
    parameters: (name, value) pairs of its link without the brand, in order; a name may repeat.
    brand_id: brand chosen in the sidebar then, of a build or typed; None for none.
    brand_name: kept, should the brand go.
    created_at: UTC without a zone.
    """

    search_id: int
    name: str
    page: str
    parameters: tuple[tuple[str, str], ...]
    brand_id: str | None
    brand_name: str | None
    created_at: datetime


def save_search(
    engine: Engine,
    name: str,
    *,
    page: str,
    parameters: Iterable[tuple[str, str]],
    brand_id: str | None = None,
    brand_name: str | None = None,
) -> SavedSearch:
    """The new search, saved.

    Args:
        page: address of the page, such as 'rising'.
        parameters: of its link, without the brand.
    Raises:
        WorkspaceError: the name is empty, longer than 120 characters or taken (in any case), or
            the filters are longer than a link can be.
    """
    pairs = [[clean(key), clean(value)] for key, value in parameters]
    not_longer("".join(map("".join, pairs)), "The filters of the search", _PARAMETERS_CHARACTERS)
    values: dict[str, Any] = {
        **named(name, _NAME),
        "page": one_line(page, "The page", longest=60),
        "parameters": pairs,
        **brand_columns(brand_id, brand_name),
        "created_at": now(),
    }
    with writing(engine) as con, name_is_free(_WHAT, values["name"]):
        made = _search(con.execute(table.insert().values(**values).returning(*_COLUMNS)).one())
        note_number(con, table.name, made.search_id)
    return made


def rename_search(engine: Engine, search_id: int, name: str) -> None:
    """Gives a search another name.

    Raises:
        WorkspaceError: as for `save_search`.
        NotFoundError: there is no such search.
    """
    if not set_name(engine, table, search_id, named(name, _NAME), _WHAT):
        raise _missing(search_id)


def remove_search(engine: Engine, search_id: int) -> SavedSearch:
    """Deletes a search; it comes back, for `restore_search`.

    Raises:
        NotFoundError: there is no such search.
    """
    with writing(engine) as con:
        search = {search.search_id: search for search in _all_within(con)}.get(search_id)
        if search is None:
            raise _missing(search_id)
        con.execute(delete(table).where(table.c.search_id == search_id))
    return search


def restore_search(engine: Engine, search: SavedSearch) -> None:
    """Puts a deleted search back under its number.

    Raises:
        WorkspaceError: its name is taken by now.
    """
    values = {**asdict(search), "name_key": name_key(search.name)}
    with writing(engine) as con, name_is_free(_WHAT, search.name):
        con.execute(table.insert().values(**values))


def saved_searches(engine: Engine) -> list[SavedSearch]:
    """All saved searches, newest first."""
    with reading(engine) as con:
        return _all_within(con)


def _all_within(con: Connection) -> list[SavedSearch]:
    query = select(*_COLUMNS).order_by(table.c.created_at.desc(), table.c.search_id.desc())
    return [_search(row) for row in con.execute(query).all()]


def _search(row: Any) -> SavedSearch:
    values = dict(row._mapping)
    values["parameters"] = tuple((key, value) for key, value in values["parameters"])
    return SavedSearch(**values)


def _missing(search_id: int) -> NotFoundError:
    return NotFoundError(
        f"There is no saved search number {search_id}. It may have been deleted; choose another "
        "one."
    )
