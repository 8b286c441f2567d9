"""Writes a demo workspace: rows with their dates, each marked as the demo's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from core.domain.accounts import Account
from core.workspace.database import insert_new, put, writing
from core.workspace.records.contacts import Contact
from core.workspace.records.demo_rows import KINDS, SEEDED, mark
from core.workspace.schema import (
    campaigns,
    demo_rows,
    saved_searches,
    shortlists,
)
from core.workspace.values import name_key


@dataclass(frozen=True)
class DemoMember:
    """A creator of a demo campaign.

    Attributes:
        price: EUR agreed for one post; None when not agreed.
        contact: None when nobody wrote yet.
    """

    account: Account
    state: str
    price: float | None
    posts_count: int
    note: str
    contact: Contact | None


@dataclass(frozen=True)
class DemoCampaign:
    """Attributes:
    created_at: UTC without a zone; also when its members were added.
    """

    name: str
    brand_id: str
    brand_name: str
    budget: float
    created_at: datetime
    members: tuple[DemoMember, ...]


@dataclass(frozen=True)
class DemoLayout:
    """What a demo workspace holds.

    Attributes:
        brand: columns of a typed brand but created_at.
        shortlist: its name and brand. shortlisted: creators on it with their notes.
        search: name, page, parameters and brand of a saved search.
        made_at: UTC without a zone.
    """

    brand: dict[str, Any]
    campaigns: tuple[DemoCampaign, ...]
    shortlist: dict[str, Any]
    shortlisted: tuple[tuple[Account, str], ...]
    search: dict[str, Any]
    made_at: datetime


def lay_out(engine: Engine, layout: DemoLayout) -> int:
    """Writes what is not there yet, in one transaction; how many rows.

    A campaign, shortlist or search whose name is taken is left out. No interaction is recorded:
    what a demo brand did must not teach the recommender anything.
    """
    time = layout.made_at
    with writing(engine) as con:
        count = _add(con, "brand", [{**layout.brand, "created_at": time}])
        for campaign in layout.campaigns:
            count += _campaign(con, campaign)
        count += _shortlist(con, layout)
        search = {**layout.search, "name_key": name_key(layout.search["name"]), "created_at": time}
        if _is_free(con, saved_searches, layout.search["name"]):
            count += _add(con, "search", [search])
        put(con, demo_rows, {"kind": SEEDED, "row_key": SEEDED, "made_as": {}})
    return count


def _campaign(con: Connection, campaign: DemoCampaign) -> int:
    if not _is_free(con, campaigns, campaign.name):
        return 0
    values = {
        "name": campaign.name,
        "name_key": name_key(campaign.name),
        "brand_id": campaign.brand_id,
        "brand_name": campaign.brand_name,
        "budget": campaign.budget,
        "created_at": campaign.created_at,
    }
    number = con.execute(
        campaigns.insert().values(**values).returning(campaigns.c.campaign_id)
    ).scalar_one()
    mark(con, "campaign", [number])
    # The board keeps the order in which members were added.
    rows = [
        _member_row(number, member, campaign.created_at + timedelta(minutes=place))
        for place, member in enumerate(campaign.members)
    ]
    contacts = [
        {"campaign_id": number, **asdict(member.contact), "changed_at": campaign.created_at}
        for member in campaign.members
        if member.contact is not None
    ]
    return 1 + _add(con, "member", rows) + _add(con, "contact", contacts)


def _member_row(number: int, member: DemoMember, time: datetime) -> dict[str, Any]:
    is_contacted = member.state != "lead"
    return {
        "campaign_id": number,
        **asdict(member.account),
        "state": member.state,
        "note": member.note,
        "price": member.price,
        "posts_count": member.posts_count,
        "added_at": time,
        "changed_at": time,
        # As if they were recorded: moving the card on must not record them for the past.
        "contact_recorded": is_contacted,
        "collaboration_recorded": is_contacted and member.state != "contacted",
    }


def _shortlist(con: Connection, layout: DemoLayout) -> int:
    if not _is_free(con, shortlists, layout.shortlist["name"]):
        return 0
    time = layout.made_at
    values = {
        **layout.shortlist,
        "name_key": name_key(layout.shortlist["name"]),
        "created_at": time,
        "changed_at": time,
    }
    number = con.execute(
        shortlists.insert().values(**values).returning(shortlists.c.shortlist_id)
    ).scalar_one()
    mark(con, "shortlist", [number])
    rows = [
        {"shortlist_id": number, **asdict(account), "note": note, "added_at": time}
        for account, note in layout.shortlisted
    ]
    return 1 + _add(con, "shortlist_member", rows)


def _add(con: Connection, kind: str, rows: Iterable[dict[str, Any]]) -> int:
    """Inserts rows that are not there and marks them; how many."""
    table, key, _ = KINDS[kind]
    count = 0
    for row in rows:
        if kind == "search":  # numbered by the database
            made = con.execute(table.insert().values(**row).returning(table.c.search_id))
            mark(con, kind, [made.scalar_one()])
        elif insert_new(con, table, row):
            mark(con, kind, [row[name] for name in key])
        else:
            continue
        count += 1
    return count


def _is_free(con: Connection, table: Table, name: str) -> bool:
    query = select(table.c.name).where(table.c.name_key == name_key(name))
    return con.execute(query).first() is None
