"""Which rows of the workspace the demo made, and whether they are still as it made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select

from core.workspace.database import put, reading, writing
from core.workspace.schema import (
    brands,
    campaign_members,
    campaigns,
    demo_rows,
    interactions,
    member_contacts,
    saved_searches,
    shortlist_members,
    shortlists,
)

# Kind -> table, key and the columns that people can change. What belongs to another comes first.
KINDS: Mapping[str, tuple[Table, tuple[str, ...], tuple[str, ...]]] = {
    "contact": (member_contacts, ("campaign_id", "influencer_id"), ("address", "note")),
    "member": (campaign_members, ("campaign_id", "influencer_id"), ("note", "price")),
    "campaign": (campaigns, ("campaign_id",), ("name", "budget", "brief")),
    "shortlist_member": (shortlist_members, ("shortlist_id", "influencer_id"), ("note",)),
    "shortlist": (shortlists, ("shortlist_id",), ("name",)),
    "search": (saved_searches, ("search_id",), ("name",)),
    "brand": (brands, ("brand_id",), ("name",)),
}
SEEDED = "seeded"  # the kind of the mark that says that the demo was laid out once
# Rows that hold others: they stay while something of a person is in them.
_HOLDS = {"campaign": "member", "shortlist": "shortlist_member", "member": "contact"}


def was_seeded(engine: Engine) -> bool:
    """Whether the demo was ever laid out in this workspace."""
    query = select(demo_rows.c.row_key).where(demo_rows.c.kind == SEEDED)
    with reading(engine) as con:
        return con.execute(query).first() is not None


def mark(con: Connection, kind: str, key: Sequence[Any]) -> None:
    """Notes that the demo made a row, with its columns as they are now."""
    row = _row(con, kind, [str(part) for part in key])
    put(
        con,
        demo_rows,
        {"kind": kind, "row_key": _joined(key), "made_as": _changeable(kind, row or {})},
    )


def mark_seeded(engine: Engine) -> None:
    """Notes that the demo was laid out."""
    with writing(engine) as con:
        put(con, demo_rows, {"kind": SEEDED, "row_key": SEEDED, "made_as": {}})


def clear_demo(engine: Engine) -> int:
    """Deletes the rows that the demo made; how many went.

    A row of which a person changed a text, price or budget stays, and so does what holds such a row
    or one that a person added: they are the person's from now on. A brand stays when something was
    recorded for it or a campaign, shortlist or search of a person is for it.
    """
    gone = 0
    with writing(engine) as con:
        for kind, (table, key, _) in KINDS.items():
            marks = con.execute(
                select(demo_rows.c.row_key, demo_rows.c.made_as).where(demo_rows.c.kind == kind)
            ).all()
            for row_key, made_as in marks:
                parts = row_key.split(":", len(key) - 1)
                row = _row(con, kind, parts)
                # Marks of an earlier version lack the columns that are new since.
                is_changed = row is None or _changeable(kind, row) != _changeable(kind, made_as)
                if row is None or is_changed or _is_used(con, kind, parts):
                    continue
                where = [table.c[name] == row[name] for name in key]
                con.execute(delete(table).where(*where))
                gone += 1
        con.execute(delete(demo_rows).where(demo_rows.c.kind != SEEDED))
    return gone


def _is_used(con: Connection, kind: str, parts: Sequence[str]) -> bool:
    """Whether a row holds one that stays, or a person did something with the brand."""
    if kind == "brand":
        uses = (interactions, campaigns, shortlists, saved_searches)
        return any(
            con.execute(
                select(table.c.brand_id).where(table.c.brand_id == parts[0]).limit(1)
            ).first()
            is not None
            for table in uses
        )
    if kind not in _HOLDS:
        return False
    held, key, _ = KINDS[_HOLDS[kind]]
    where = [
        held.c[name] == _typed(held, name, part) for name, part in zip(key, parts, strict=False)
    ]
    return con.execute(select(held).where(*where).limit(1)).first() is not None


def _row(con: Connection, kind: str, parts: Sequence[str]) -> dict[str, Any] | None:
    table, key, _ = KINDS[kind]
    where = [
        table.c[name] == _typed(table, name, part) for name, part in zip(key, parts, strict=True)
    ]
    row = con.execute(select(table).where(*where)).first()
    return None if row is None else dict(row._mapping)


def _typed(table: Table, name: str, part: str) -> Any:
    return int(part) if table.c[name].type.python_type is int else part


def _changeable(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in KINDS[kind][2]}


def _joined(key: Sequence[Any]) -> str:
    return ":".join(str(part) for part in key)
