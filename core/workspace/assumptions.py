"""Assumptions of a campaign: figures that people may change, such as the share that sees a post."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, select

from core.workspace.database import put, reading, writing
from core.workspace.members import brand_of
from core.workspace.schema import campaign_assumptions
from core.workspace.values import MONEY_MAX, identifier, number


def assumptions(
    engine: Engine, campaign_id: int, defaults: Mapping[str, float]
) -> dict[str, float]:
    """The defaults, and over them what was set for this campaign; nothing beyond the defaults."""
    query = select(campaign_assumptions.c.name, campaign_assumptions.c.value).where(
        campaign_assumptions.c.campaign_id == campaign_id
    )
    with reading(engine) as con:
        chosen = {name: value for name, value in con.execute(query).all() if name in defaults}
    return {**defaults, **chosen}


def set_assumptions(engine: Engine, campaign_id: int, values: Mapping[str, float]) -> None:
    """Keeps assumptions of a campaign; those that `values` does not name stay as they are.

    Raises:
        WorkspaceError: a value is not a number of at least 0.
        NotFoundError: there is no such campaign.
    """
    checked = {
        identifier(name, "assumption"): number(value, f"Assumption '{name}'", highest=MONEY_MAX)
        for name, value in values.items()
    }
    with writing(engine) as con:
        brand_of(con, campaign_id)  # raises when there is no such campaign
        for name in sorted(checked):  # one order for all, so that two writers never cross
            put(
                con,
                campaign_assumptions,
                {"campaign_id": campaign_id, "name": name, "value": checked[name]},
            )
