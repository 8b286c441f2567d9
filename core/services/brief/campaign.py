"""The campaign that a plan becomes."""

from __future__ import annotations

import pandas as pd

from core.domain.brand import BrandProfile
from core.errors import NotFoundError, WorkspaceError
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine

_MOST_NAMES = 1_000


def brief_campaign(
    engine: Engine,
    name: str,
    creators: pd.DataFrame,
    *,
    brand: BrandProfile | None,
    budget: float | None,
) -> Campaign:
    """Creates a campaign with the creators of a plan.

    Args:
        name: 'Spring' becomes 'Spring (2)' where a campaign has the name.
        creators: influencer_id, handle, name, platform.
        budget: EUR; None when not set.
    Raises:
        WorkspaceError: the name cannot be used, or a creator was forgotten.
    """
    campaign = campaigns.create(
        engine,
        free_name(engine, name),
        brand_id=None if brand is None else brand.brand_id,
        brand_name=None if brand is None else brand.name,
        budget=budget,
    )
    for row in creators.to_dict("records"):
        campaigns.add_member(
            engine,
            campaign.campaign_id,
            str(row["influencer_id"]),
            handle=str(row["handle"]),
            name=str(row["name"]),
            platform=str(row["platform"]),
        )
    return campaign


def free_name(engine: Engine, name: str) -> str:
    """The name, or the name with the first number that no campaign has."""
    for number in range(1, _MOST_NAMES):
        shown = name if number == 1 else f"{name.strip()} ({number})"
        try:
            campaigns.campaign_named(engine, shown)
        except NotFoundError:
            return shown
    raise WorkspaceError(f"There are many campaigns called '{name[:80]}'. Give another name.")
