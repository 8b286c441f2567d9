"""Campaigns: name, brand, budget, and the creators in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy import delete as delete_from

from core.domain.brief import BRIEF_MAX
from core.errors import NotFoundError
from core.workspace.access.write_gate import note_number
from core.workspace.assumptions import assumptions, set_assumptions
from core.workspace.database import change_row, name_is_free, reading, set_name, writing
from core.workspace.members import (
    STATES,
    Member,
    add_member,
    add_members,
    in_campaigns,
    members,
    missing_campaign,
    remove_member,
    set_member,
    set_state,
)
from core.workspace.schema import campaigns as table
from core.workspace.values import (
    MONEY_MAX,
    brand_columns,
    clean,
    name_key,
    named,
    not_longer,
    now,
    number,
)

__all__ = [
    "STATES",
    "Campaign",
    "Member",
    "add_member",
    "add_members",
    "assumptions",
    "campaign",
    "campaigns",
    "create",
    "delete",
    "in_campaigns",
    "members",
    "remove_member",
    "rename",
    "set_assumptions",
    "set_brief",
    "set_budget",
    "set_member",
    "set_state",
]

_NAME = "The name of the campaign"
_COLUMNS = (
    table.c.campaign_id,
    table.c.name,
    table.c.brand_id,
    table.c.brand_name,
    table.c.budget,
    table.c.created_at,
    table.c.brief,
)


@dataclass(frozen=True)
class Campaign:
    """Attributes:
    brand_id: brand it is for, of a build or typed; None for none.
    brand_name: kept, should the brand go.
    budget: EUR; None when not set.
    created_at: UTC without a zone.
    brief: what it should achieve, in somebody's words; '' for none.
    """

    campaign_id: int
    name: str
    brand_id: str | None
    brand_name: str | None
    budget: float | None
    created_at: datetime
    brief: str = ""


def create(
    engine: Engine,
    name: str,
    *,
    brand_id: str | None = None,
    brand_name: str | None = None,
    budget: float | None = None,
    brief: str = "",
) -> Campaign:
    """The new campaign, saved.

    Args:
        budget: EUR, >= 0.
        brief: what it should achieve, in somebody's words; '' for none.
    Raises:
        WorkspaceError: the name is empty, longer than 120 characters or taken (in any case), the
            budget is not a sum of money, or the brief is longer than `BRIEF_MAX`.
    """
    values: dict[str, Any] = {
        **named(name, _NAME),
        **brand_columns(brand_id, brand_name),
        "budget": _money(budget),
        "created_at": now(),
        "brief": _brief(brief),
    }
    with writing(engine) as con, name_is_free("campaign", values["name"]):
        made = _campaign(con.execute(table.insert().values(**values).returning(*_COLUMNS)).one())
        note_number(con, table.name, made.campaign_id)
    return made


def rename(engine: Engine, campaign_id: int, name: str) -> None:
    """Gives a campaign another name; a change of case alone is one as well.

    Raises:
        WorkspaceError: as for `create`.
        NotFoundError: there is no such campaign.
    """
    values = named(name, _NAME)
    if not set_name(engine, table, campaign_id, values, "campaign"):
        raise missing_campaign(campaign_id)


def set_budget(engine: Engine, campaign_id: int, budget: float | None) -> None:
    """Sets the budget in EUR; None for none.

    Raises:
        WorkspaceError: it is not a sum of money.
        NotFoundError: there is no such campaign.
    """
    values = {"budget": _money(budget)}
    with writing(engine) as con:
        if not change_row(con, table, campaign_id, values):
            raise missing_campaign(campaign_id)


def set_brand(
    engine: Engine, campaign_id: int, brand_id: str | None, brand_name: str | None
) -> None:
    """Sets the brand that a campaign is for; None for none.

    Interactions that were recorded for the brand before stay as they are.

    Raises:
        WorkspaceError: the id or the name is not one.
        NotFoundError: there is no such campaign.
    """
    values = brand_columns(brand_id, brand_name)
    with writing(engine) as con:
        if not change_row(con, table, campaign_id, values):
            raise missing_campaign(campaign_id)


def set_brief(engine: Engine, campaign_id: int, brief: str) -> None:
    """Sets what the campaign should achieve; '' for none.

    Raises:
        WorkspaceError: it is longer than `BRIEF_MAX`.
        NotFoundError: there is no such campaign.
    """
    values = {"brief": _brief(brief)}
    with writing(engine) as con:
        if not change_row(con, table, campaign_id, values):
            raise missing_campaign(campaign_id)


def delete(engine: Engine, campaign_id: int) -> None:
    """Deletes a campaign with its members and assumptions; recorded interactions stay.

    Raises:
        NotFoundError: there is no such campaign.
    """
    with writing(engine) as con:
        gone = con.execute(
            delete_from(table)
            .where(table.c.campaign_id == campaign_id)
            .returning(table.c.campaign_id)
        ).first()
        if gone is None:
            raise missing_campaign(campaign_id)


def campaigns(engine: Engine) -> list[Campaign]:
    """All campaigns, newest first."""
    query = select(*_COLUMNS).order_by(table.c.created_at.desc(), table.c.campaign_id.desc())
    with reading(engine) as con:
        return [_campaign(row) for row in con.execute(query).all()]


def campaign(engine: Engine, campaign_id: int) -> Campaign:
    """One campaign.

    Raises:
        NotFoundError: there is no such campaign.
    """
    with reading(engine) as con:
        row = con.execute(select(*_COLUMNS).where(table.c.campaign_id == campaign_id)).first()
    if row is None:
        raise missing_campaign(campaign_id)
    return _campaign(row)


def campaign_named(engine: Engine, name: str) -> Campaign:
    """The campaign with this name, in any case.

    Raises:
        NotFoundError: there is none.
    """
    with reading(engine) as con:
        row = con.execute(select(*_COLUMNS).where(table.c.name_key == name_key(name))).first()
    if row is None:
        raise NotFoundError(
            f"There is no campaign '{' '.join(name.split())[:80]}'. "
            "'python -m core campaigns list' lists those there are."
        )
    return _campaign(row)


def _campaign(row: Any) -> Campaign:
    values = dict(row._mapping)
    # SQLite hands a whole number of a new row back as an int.
    values["budget"] = None if values["budget"] is None else float(values["budget"])
    values["brief"] = values["brief"] or ""
    return Campaign(**values)


def _money(budget: float | None) -> float | None:
    return None if budget is None else number(budget, "Budget", highest=MONEY_MAX, unit=" EUR")


def _brief(brief: str) -> str | None:
    return not_longer(clean(brief).strip(), "The brief", BRIEF_MAX) or None
