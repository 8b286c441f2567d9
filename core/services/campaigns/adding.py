"""Creators go into a campaign, from whatever page or command: one way for all."""

from __future__ import annotations

import pandas as pd

from core.domain.accounts import Account
from core.domain.brand import BrandProfile
from core.errors import NotFoundError, WorkspaceError
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine

_MOST_NAMES = 1_000


def accounts_of(creators: pd.DataFrame) -> list[Account]:
    """The accounts of a frame with influencer_id, handle, name and platform, in its order."""
    columns = ("influencer_id", "handle", "name", "platform")
    return [
        Account(*map(str, row)) for row in zip(*(creators[name] for name in columns), strict=True)
    ]


def add_creators(engine: Engine, campaign: Campaign, creators: pd.DataFrame) -> list[str]:
    """Adds creators to a campaign, all or none; ids of those that were not in it yet.

    Args:
        creators: as for `accounts_of`.
    Raises:
        NotFoundError: the campaign is gone.
        WorkspaceError: a creator was forgotten.
    """
    return campaigns.add_members(engine, campaign.campaign_id, accounts_of(creators))


def campaign_with(
    engine: Engine,
    name: str,
    creators: pd.DataFrame,
    *,
    brand: BrandProfile | None,
    budget: float | None = None,
    brief: str = "",
) -> Campaign:
    """The new campaign with these creators in it.

    Args:
        creators: as for `accounts_of`.
        brand: it is for; None for none.
        budget: EUR; None when not set.
        brief: that the creators were found by; '' for none.
    Raises:
        WorkspaceError: the name cannot be used, or a creator was forgotten.
    """
    campaign = campaigns.create(
        engine,
        name,
        brand_id=None if brand is None else brand.brand_id,
        brand_name=None if brand is None else brand.name,
        budget=budget,
        brief=brief,
    )
    add_creators(engine, campaign, creators)
    return campaign


def free_name(engine: Engine, name: str) -> str:
    """The name, or the name with the first number that no campaign has: 'Spring (2)'."""
    for number in range(1, _MOST_NAMES):
        shown = name if number == 1 else f"{name.strip()} ({number})"
        try:
            campaigns.campaign_named(engine, shown)
        except NotFoundError:
            return shown
    raise WorkspaceError(f"There are many campaigns called '{name[:80]}'. Give another name.")
