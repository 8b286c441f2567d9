"""Rows that name a creator: whose accounts they are, and their removal when one is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, Table, delete, select, union, update

from core.workspace.database import reading
from core.workspace.interactions import changed
from core.workspace.mentions import normal_handle, without_handle, without_mentions
from core.workspace.schema import (
    campaign_members,
    campaigns,
    demo_rows,
    exploration,
    interactions,
    member_contacts,
    saved_searches,
    shortlist_members,
    shortlists,
)

UNKNOWN = "unknown"
# Tables of influencer_id, handle, name, platform and a note about them.
_KEPT = (campaign_members, shortlist_members)
# All tables with rows under the id of a creator; those of contacts go with their members.
OF_CREATORS = (*_KEPT, member_contacts, interactions, exploration)
# Columns of rows about others in which somebody may write '@handle'.
_NOTES = (*(table.c.note for table in (*_KEPT, member_contacts)), campaigns.c.brief)


@dataclass(frozen=True)
class RemovedRows:
    """What named a creator and is gone.

    Attributes:
        campaigns, shortlists: names of those the creator was in.
        searches_count: saved searches that named the creator, and do no more.
        interactions_count, shown_count: recorded interactions, and times shown by chance.
        notes_count: notes about others, and briefs, in which the handle stood, and stands no more.
    """

    campaigns: tuple[str, ...]
    shortlists: tuple[str, ...]
    searches_count: int
    interactions_count: int
    shown_count: int
    notes_count: int


def accounts_kept(engine: Engine, handle: str) -> list[tuple[str, str, str, str]]:
    """Creators of campaigns and shortlists with this handle, else id: id, handle, name, platform.

    Ordered by id, handle, name and platform, each once.
    """
    query = union(
        *(
            select(table.c.influencer_id, table.c.handle, table.c.name, table.c.platform)
            for table in _KEPT
        )
    )
    with reading(engine) as con:
        rows = sorted((row[0], row[1], row[2], row[3]) for row in con.execute(query))
    by_handle = [row for row in rows if normal_handle(row[1]) == normal_handle(handle)]
    return by_handle or [row for row in rows if row[0] == handle.strip()]


def shown_platform(platform: str) -> str:
    """The platform in lower case; 'unknown' for none."""
    return platform.strip().lower() or UNKNOWN


def remove_rows(con: Connection, influencer_id: str, handle: str, platform: str) -> RemovedRows:
    """Deletes the rows of a creator, also of the same account under another id.

    Args:
        handle: as `normal_handle` gives it.
        platform: as `shown_platform` gives it.
    """
    ids = {influencer_id, *_other_ids(con, handle, platform)}
    _remove_demo_marks(con, ids)
    return RemovedRows(
        campaigns=_removed_from(con, campaign_members, campaigns, ids),
        shortlists=_removed_from(con, shortlist_members, shortlists, ids),
        searches_count=_clear_searches(con, ids, handle),
        interactions_count=_remove_of_brands(con, interactions, ids),
        shown_count=_remove_of_brands(con, exploration, ids),
        notes_count=sum(_clear_notes(con, column, handle) for column in _NOTES),
    )


def rows_kept(
    engine: Engine, influencer_id: str, handle: str, platform: str
) -> dict[str, list[dict[str, Any]]]:
    """What `remove_rows` would delete or change, column -> value, by table; ordered by key.

    Notes, briefs and saved searches about others are among them when they name the creator.

    Args:
        handle: as `normal_handle` gives it.
        platform: as `shown_platform` gives it.
    """
    with reading(engine) as con:
        ids = {influencer_id, *_other_ids(con, handle, platform)}
        kept: dict[str, list[dict[str, Any]]] = {}
        for table in (*OF_CREATORS, campaigns, saved_searches):
            rows = [dict(row._mapping) for row in con.execute(_in_order(table)).all()]
            kept[table.name] = [row for row in rows if _is_about(row, ids, handle)]
    return {name: rows for name, rows in kept.items() if rows}


def _in_order(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key)


def _is_about(row: dict[str, Any], ids: set[str], handle: str) -> bool:
    """Whether a row is of a creator, or holds an id or '@handle' in what somebody wrote."""
    if row.get("influencer_id") in ids:
        return True
    texts = [str(row[name]) for name in ("note", "name") if row.get(name)]
    texts += [value for _, value in row.get("parameters", ())]
    brief = str(row.get("brief") or "")
    return _without_name(brief, handle) != brief or any(
        without_mentions(text, handle) != text or _without_ids(text, ids) != text for text in texts
    )


def _remove_demo_marks(con: Connection, ids: set[str]) -> None:
    """Deletes what is noted of the demo's rows on a creator: 'member', '7:c00012' and the like."""
    query = select(demo_rows.c.kind, demo_rows.c.row_key)
    for kind, row_key in con.execute(query).all():
        if row_key.partition(":")[2] in ids:
            same_row = (demo_rows.c.kind == kind, demo_rows.c.row_key == row_key)
            con.execute(delete(demo_rows).where(*same_row))


def _other_ids(con: Connection, handle: str, platform: str) -> Iterator[str]:
    query = union(
        *(select(table.c.influencer_id, table.c.handle, table.c.platform) for table in _KEPT)
    )
    # Compared here: databases differ in what a small letter is beyond a to z.
    for influencer_id, other, where in con.execute(query).all():
        same_place = UNKNOWN in (platform, shown_platform(where)) or (
            shown_platform(where) == platform
        )
        if same_place and normal_handle(other) == handle:
            yield influencer_id


def _removed_from(con: Connection, members: Table, lists: Table, ids: set[str]) -> tuple[str, ...]:
    """Names of the campaigns or shortlists that the creator was taken out of."""
    (key,) = lists.primary_key
    names = con.execute(
        select(lists.c.name)
        .join(members, members.c[key.name] == key)
        .where(members.c.influencer_id.in_(ids))
        .order_by(lists.c.name, key)
    ).scalars()
    distinct = tuple(dict.fromkeys(names))
    con.execute(delete(members).where(members.c.influencer_id.in_(ids)))
    return distinct


def _remove_of_brands(con: Connection, table: Table, ids: set[str]) -> int:
    gone = con.execute(
        delete(table).where(table.c.influencer_id.in_(ids)).returning(table.c.brand_id)
    ).scalars()
    brands = list(gone)
    for brand_id in sorted(set(brands)):
        changed(con, brand_id)
    return len(brands)


def _clear_notes(con: Connection, notes: Column[Any], handle: str) -> int:
    table = notes.table
    key = list(table.primary_key)
    rows = con.execute(select(*key, notes).where(notes.is_not(None), notes != "")).all()
    count = 0
    for *values, note in rows:
        cleared = (
            _without_name(note, handle)
            if notes is campaigns.c.brief
            else without_mentions(note, handle)
        )
        if cleared != note:
            count += 1
            same_row = [column == value for column, value in zip(key, values, strict=True)]
            con.execute(update(table).where(*same_row).values({notes: cleared}))
    return count


def _without_name(brief: str, handle: str) -> str:
    """A brief without a handle, also bare or in a link; letters alone only go after an @.

    A brief names whom to find, where a bare handle means the account; 'twin' may mean a twin.
    """
    return without_handle(brief, handle, mentions_only=handle.isalpha())


def _without_ids(value: str, ids: set[str]) -> str:
    """A value of a link without these ids: one alone, or some of a list with commas."""
    return ",".join(part for part in value.split(",") if part not in ids)


def _clear_searches(con: Connection, ids: set[str], handle: str) -> int:
    """Takes a creator's ids and mentions out of saved searches; how many named the creator."""
    table = saved_searches.c
    query = select(table.search_id, table.name, table.name_key, table.parameters)
    count = 0
    for row in con.execute(query.order_by(table.search_id)).all():
        values: dict[str, Any] = {
            "name": without_mentions(row.name, handle),
            "name_key": without_mentions(row.name_key, handle),
            "parameters": [
                [name, without_mentions(value, handle)]
                for name, text in row.parameters
                if (value := _without_ids(text, ids))
            ],
        }
        if (values["name"], values["parameters"]) == (row.name, row.parameters):
            continue
        if values["name"] != row.name:
            # Two names may differ by the handle alone; the number keeps them apart.
            values |= {
                "name": f"{values['name']} {row.search_id}",
                "name_key": f"{values['name_key']} {row.search_id}",
            }
        count += 1
        con.execute(update(saved_searches).where(table.search_id == row.search_id).values(**values))
    return count
