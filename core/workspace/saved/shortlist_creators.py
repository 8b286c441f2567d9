"""Creators on a shortlist, each with a note."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from core.domain.accounts import Account
from core.errors import NotFoundError
from core.workspace.database import change_row, insert_new, reading, writing
from core.workspace.forgotten import keepable, refuse_forgotten
from core.workspace.schema import shortlist_members, shortlists
from core.workspace.values import note_text, now

_COLUMNS = (
    shortlist_members.c.influencer_id,
    shortlist_members.c.handle,
    shortlist_members.c.name,
    shortlist_members.c.platform,
    shortlist_members.c.note,
    shortlist_members.c.added_at,
)


@dataclass(frozen=True)
class ShortlistMember(Account):
    """A creator on a shortlist, as the build it was added from knew the account.

    Attributes:
        note: free text, '' for none.
        added_at: UTC without a zone.
    """

    note: str
    added_at: datetime


def add_creators(engine: Engine, shortlist_id: int, accounts: Sequence[Account]) -> list[str]:
    """Puts creators on a shortlist, all or none; ids of those that were not on it yet.

    Raises:
        NotFoundError: there is no such shortlist.
        WorkspaceError: an id or a handle is empty, or a creator was forgotten.
    """
    kept = keepable(engine, accounts)
    with writing(engine) as con:
        _changed(con, shortlist_id)
        return [
            account.influencer_id
            for account in kept
            if insert_new(
                con,
                shortlist_members,
                {"shortlist_id": shortlist_id, **asdict(account), "note": "", "added_at": now()},
            )
        ]


def remove_creators(
    engine: Engine, shortlist_id: int, influencer_ids: Collection[str]
) -> list[ShortlistMember]:
    """Takes creators off a shortlist; those that were on it come back, for `put_back`.

    Raises:
        NotFoundError: there is no such shortlist.
    """
    with writing(engine) as con:
        _changed(con, shortlist_id)
        gone = [
            member
            for member in members_within(con, shortlist_id)
            if member.influencer_id in influencer_ids
        ]
        con.execute(
            delete(shortlist_members).where(
                shortlist_members.c.shortlist_id == shortlist_id,
                shortlist_members.c.influencer_id.in_([member.influencer_id for member in gone]),
            )
        )
    return gone


def put_back(engine: Engine, shortlist_id: int, members: Sequence[ShortlistMember]) -> None:
    """Puts creators back on a shortlist with their notes and in their places.

    Raises:
        NotFoundError: there is no such shortlist.
        WorkspaceError: a creator was forgotten.
    """
    refuse_forgotten(engine, members)
    with writing(engine) as con:
        _changed(con, shortlist_id)
        for member in members:
            insert_new(con, shortlist_members, {"shortlist_id": shortlist_id, **asdict(member)})


def set_note(engine: Engine, shortlist_id: int, influencer_id: str, note: str) -> None:
    """Writes the note about a creator on a shortlist; '' takes it away.

    Raises:
        WorkspaceError: it is longer than 5,000 characters.
        NotFoundError: there is no such shortlist, or the creator is not on it.
    """
    text = note_text(note)
    with writing(engine) as con:
        _changed(con, shortlist_id)
        changed = con.execute(
            shortlist_members.update()
            .where(
                shortlist_members.c.shortlist_id == shortlist_id,
                shortlist_members.c.influencer_id == influencer_id,
            )
            .values(note=text)
            .returning(shortlist_members.c.influencer_id)
        ).first()
        if changed is None:
            raise NotFoundError(
                f"The creator '{influencer_id[:80]}' is not on this shortlist. Somebody may have "
                "taken it off; add it again."
            )


def creators_of(engine: Engine, shortlist_id: int) -> list[ShortlistMember]:
    """The creators on a shortlist in the order in which they were added; [] when it is empty."""
    with reading(engine) as con:
        return members_within(con, shortlist_id)


def members_within(con: Connection, shortlist_id: int) -> list[ShortlistMember]:
    """As `creators_of`, inside a transaction."""
    query = (
        select(*_COLUMNS)
        .where(shortlist_members.c.shortlist_id == shortlist_id)
        .order_by(shortlist_members.c.added_at, shortlist_members.c.influencer_id)
    )
    return [ShortlistMember(*row) for row in con.execute(query).all()]


def missing_shortlist(shortlist_id: int) -> NotFoundError:
    """The error for a shortlist that is not there."""
    return NotFoundError(
        f"There is no shortlist number {shortlist_id}. It may have been deleted; choose another "
        "one."
    )


def _changed(con: Connection, shortlist_id: int) -> None:
    """Notes the time of a change; the row stays locked until the transaction ends.

    Raises:
        NotFoundError: there is no such shortlist.
    """
    if not change_row(con, shortlists, shortlist_id, {"changed_at": now()}):
        raise missing_shortlist(shortlist_id)
