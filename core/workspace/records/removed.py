"""Deletes that can be undone: what went comes back under its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, select, update

from core.domain.accounts import Account
from core.workspace import brands, campaigns, members
from core.workspace.database import insert_new, name_is_free, reading, writing
from core.workspace.forgotten import refuse_forgotten
from core.workspace.interactions import changed
from core.workspace.schema import (
    brands as brand_table,
)
from core.workspace.schema import (
    campaign_assumptions,
    campaign_members,
    exploration,
    interactions,
    member_contacts,
)
from core.workspace.schema import (
    campaigns as campaign_table,
)

Rows = tuple[tuple[Table, dict[str, Any]], ...]


@dataclass(frozen=True)
class Removed:
    """What a delete took, for `restore`.

    Attributes:
        what: 'campaign', 'creator' or 'brand'.
        name: of what was deleted.
        rows: tables with their rows, in the order in which they can be put back.
        brand_id: whose interactions are among the rows; '' for none.
        campaign_ids: campaigns that were for the brand.
    """

    what: str
    name: str
    rows: Rows
    brand_id: str = ""
    campaign_ids: tuple[int, ...] = ()


def remove_campaign(engine: Engine, campaign_id: int) -> Removed:
    """Deletes a campaign as `campaigns.delete`; what comes back restores it.

    Raises:
        NotFoundError: there is no such campaign.
    """
    name = campaigns.campaign(engine, campaign_id).name
    with reading(engine) as con:
        rows = tuple(
            row
            for table in (campaign_table, campaign_members, member_contacts, campaign_assumptions)
            for row in _rows(con, table, table.c.campaign_id == campaign_id)
        )
    campaigns.delete(engine, campaign_id)
    return Removed("campaign", name, rows)


def remove_member(engine: Engine, campaign_id: int, influencer_id: str) -> Removed:
    """Takes a creator out of a campaign as `members.remove_member`; what comes back restores it.

    Raises:
        NotFoundError: there is no such campaign, or the creator is not in it.
    """
    with reading(engine) as con:
        rows = tuple(
            row
            for table in (campaign_members, member_contacts)
            for row in _rows(
                con,
                table,
                (table.c.campaign_id == campaign_id) & (table.c.influencer_id == influencer_id),
            )
        )
    members.remove_member(engine, campaign_id, influencer_id)
    return Removed("creator", str(rows[0][1]["name"]) if rows else "", rows)


def remove_brand(engine: Engine, brand_id: str) -> Removed:
    """Deletes a typed brand as `brands.delete_brand`; what comes back restores it.

    Raises:
        NotFoundError: there is none with this id.
    """
    name = brands.typed_brand(engine, brand_id).name
    with reading(engine) as con:
        rows = tuple(
            row
            for table in (brand_table, interactions, exploration)
            for row in _rows(con, table, table.c.brand_id == brand_id)
        )
        query = select(campaign_table.c.campaign_id).where(campaign_table.c.brand_id == brand_id)
        campaign_ids = tuple(con.execute(query).scalars())
    brands.delete_brand(engine, brand_id)
    return Removed("brand", name, rows, brand_id, campaign_ids)


def restore(engine: Engine, removed: Removed) -> None:
    """Puts back what a delete took, under the keys it had.

    Raises:
        WorkspaceError: the name of the campaign is taken by now, a creator was forgotten
            meanwhile, or the campaign of a creator is gone.
    """
    refuse_forgotten(
        engine,
        [
            Account(row["influencer_id"], row["handle"], row["name"], row["platform"])
            for table, row in removed.rows
            if table is campaign_members
        ],
    )
    with writing(engine) as con, name_is_free("campaign", removed.name):
        for table, row in removed.rows:
            if table is campaign_members and removed.what == "creator":
                members.brand_of(con, row["campaign_id"])  # raises when the campaign is gone
            insert_new(con, table, row)
        if removed.brand_id:
            con.execute(
                update(campaign_table)
                .where(
                    campaign_table.c.campaign_id.in_(removed.campaign_ids),
                    campaign_table.c.brand_id.is_(None),
                )
                .values(brand_id=removed.brand_id)
            )
            changed(con, removed.brand_id)


def _rows(con: Connection, table: Table, where: ColumnElement[bool]) -> Rows:
    query = select(table).where(where).order_by(*table.primary_key)
    return tuple((table, dict(row._mapping)) for row in con.execute(query).all())
