"""Shortlists: creators kept under a name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, select

from core.errors import NotFoundError
from core.workspace.access.write_gate import note_number
from core.workspace.database import insert_new, name_is_free, reading, set_name, writing
from core.workspace.forgotten import refuse_forgotten
from core.workspace.saved.shortlist_creators import (
    ShortlistMember,
    add_creators,
    creators_of,
    members_within,
    missing_shortlist,
    put_back,
    remove_creators,
    set_note,
)
from core.workspace.schema import shortlist_members, shortlists
from core.workspace.values import brand_columns, name_key, named, now

__all__ = [
    "DeletedShortlist",
    "Shortlist",
    "ShortlistMember",
    "add_creators",
    "all_shortlists",
    "create",
    "creators_of",
    "put_back",
    "remove_creators",
    "remove_shortlist",
    "rename",
    "restore",
    "set_note",
    "shortlist",
    "shortlist_named",
]

_WHAT = "shortlist"
_NAME = "The name of the shortlist"


@dataclass(frozen=True)
class Shortlist:
    """Attributes:
    brand_id: brand it was made for, of a build or typed; None for none.
    brand_name: kept, should the brand go.
    created_at, changed_at: UTC without a zone; a change is also one of its creators.
    creators_count: how many are on it.
    """

    shortlist_id: int
    name: str
    brand_id: str | None
    brand_name: str | None
    created_at: datetime
    changed_at: datetime
    creators_count: int


@dataclass(frozen=True)
class DeletedShortlist:
    """A shortlist with its creators, for `restore`."""

    shortlist: Shortlist
    members: tuple[ShortlistMember, ...]


def create(
    engine: Engine, name: str, *, brand_id: str | None = None, brand_name: str | None = None
) -> Shortlist:
    """The new shortlist, saved; nobody is on it yet.

    Raises:
        WorkspaceError: the name is empty, longer than 120 characters or taken (in any case).
    """
    time = now()
    values = {
        **named(name, _NAME),
        **brand_columns(brand_id, brand_name),
        "created_at": time,
        "changed_at": time,
    }
    with writing(engine) as con:
        with name_is_free(_WHAT, str(values["name"])):
            shortlist_id = con.execute(
                shortlists.insert().values(**values).returning(shortlists.c.shortlist_id)
            ).scalar_one()
        note_number(con, shortlists.name, shortlist_id)
        return _shortlist_within(con, shortlist_id)


def rename(engine: Engine, shortlist_id: int, name: str) -> None:
    """Gives a shortlist another name; a change of case alone is one as well.

    Raises:
        WorkspaceError: as for `create`.
        NotFoundError: there is no such shortlist.
    """
    values = {**named(name, _NAME), "changed_at": now()}
    if not set_name(engine, shortlists, shortlist_id, values, _WHAT):
        raise missing_shortlist(shortlist_id)


def remove_shortlist(engine: Engine, shortlist_id: int) -> DeletedShortlist:
    """Deletes a shortlist with its notes; what comes back restores it.

    Raises:
        NotFoundError: there is no such shortlist.
    """
    with writing(engine) as con:
        gone = DeletedShortlist(
            _shortlist_within(con, shortlist_id), tuple(members_within(con, shortlist_id))
        )
        con.execute(delete(shortlists).where(shortlists.c.shortlist_id == shortlist_id))
    return gone


def restore(engine: Engine, deleted: DeletedShortlist) -> Shortlist:
    """Puts a deleted shortlist back under its number; its creators and notes as they were.

    Raises:
        WorkspaceError: its name is taken by now, or one of its creators was forgotten.
    """
    refuse_forgotten(engine, deleted.members)
    values = {
        name: value for name, value in asdict(deleted.shortlist).items() if name != "creators_count"
    }
    number = deleted.shortlist.shortlist_id
    with writing(engine) as con:
        with name_is_free(_WHAT, values["name"]):
            con.execute(shortlists.insert().values(**values, name_key=name_key(values["name"])))
        for member in deleted.members:
            insert_new(con, shortlist_members, {"shortlist_id": number, **asdict(member)})
        return _shortlist_within(con, number)


def all_shortlists(engine: Engine) -> list[Shortlist]:
    """All shortlists, the last changed first."""
    query = _rows().order_by(shortlists.c.changed_at.desc(), shortlists.c.shortlist_id.desc())
    with reading(engine) as con:
        return [Shortlist(*row) for row in con.execute(query).all()]


def shortlist(engine: Engine, shortlist_id: int) -> Shortlist:
    """One shortlist.

    Raises:
        NotFoundError: there is no such shortlist.
    """
    with reading(engine) as con:
        return _shortlist_within(con, shortlist_id)


def shortlist_named(engine: Engine, name: str) -> Shortlist:
    """The shortlist with this name, in any case.

    Raises:
        NotFoundError: there is none.
    """
    with reading(engine) as con:
        row = con.execute(_rows().where(shortlists.c.name_key == name_key(name))).first()
    if row is None:
        raise NotFoundError(
            f"There is no shortlist '{' '.join(name.split())[:80]}'. The page Saved lists those "
            "there are."
        )
    return Shortlist(*row)


def _rows() -> Select[Any]:
    count = func.count(shortlist_members.c.influencer_id)
    return (
        select(
            shortlists.c.shortlist_id,
            shortlists.c.name,
            shortlists.c.brand_id,
            shortlists.c.brand_name,
            shortlists.c.created_at,
            shortlists.c.changed_at,
            count,
        )
        .outerjoin(shortlist_members, shortlist_members.c.shortlist_id == shortlists.c.shortlist_id)
        .group_by(shortlists.c.shortlist_id)
    )


def _shortlist_within(con: Connection, shortlist_id: int) -> Shortlist:
    row = con.execute(_rows().where(shortlists.c.shortlist_id == shortlist_id)).first()
    if row is None:
        raise missing_shortlist(shortlist_id)
    return Shortlist(*row)
