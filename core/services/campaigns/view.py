"""A campaign at this moment, put together for the page, the report and the command alike."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from core.domain.brand import BrandProfile
from core.errors import NotFoundError
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.costs import member_ranges
from core.models.campaign.totals import CampaignTotals, campaign_totals
from core.models.campaign.warnings import Notice, notices
from core.queries import brands as brand_queries
from core.services.brief.campaign_brief import (
    CampaignBrief,
    Through,
    campaign_brief,
    directly,
    unmet_conditions,
)
from core.services.campaigns.facts import member_facts
from core.services.session import BuildSession
from core.workspace import brands, campaigns
from core.workspace.campaigns import STATES, Campaign, Member
from core.workspace.database import Engine
from core.workspace.members import members_frame

__all__ = [
    "COMMITTED",
    "STATES",
    "CampaignView",
    "assumptions_of",
    "campaign_brand",
    "campaign_view",
]

_LOG = logging.getLogger(__name__)
COMMITTED = STATES[STATES.index("agreed") :]


@dataclass(frozen=True)
class CampaignView:
    """A campaign at this moment.

    Attributes:
        members: as the workspace has them.
        facts: one row per member in the same order: see `member_facts`, with the
            columns of `member_ranges`.
        totals: of all members. committed: of those agreed, posted or done.
        brief: that the campaign was made of; None without one.
        outside: influencer_id -> conditions of the brief that a member does not meet, in words.
    """

    campaign: Campaign
    members: tuple[Member, ...]
    facts: pd.DataFrame
    assumptions: Assumptions
    totals: CampaignTotals
    committed: CampaignTotals
    notices: list[Notice]
    brief: CampaignBrief | None = None
    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def campaign_view(
    session: BuildSession, engine: Engine, campaign: Campaign, through: Through | None = None
) -> CampaignView:
    """A campaign with everything that is worked out of it.

    Args:
        through: calls services of this session, see `campaign_brief`.
    """
    call = partial(directly, session) if through is None else through
    members = tuple(campaigns.members(engine, campaign.campaign_id))
    facts = member_facts(session, members_frame(members))
    assumptions = assumptions_of(engine, campaign.campaign_id)
    facts = facts.join(member_ranges(facts, assumptions))
    totals = campaign_totals(facts, assumptions)
    committed = campaign_totals(facts[facts["state"].isin(COMMITTED)], assumptions)
    brand = campaign_brand(session, engine, campaign)
    brief = campaign_brief(session, engine, campaign, brand, call)
    outside = _outside(call, brief, facts)
    to_look_at = notices(
        facts, totals, campaign.budget, _agreed_elsewhere(engine, campaign), outside
    )
    return CampaignView(
        campaign, members, facts, assumptions, totals, committed, to_look_at, brief, outside
    )


def _outside(
    call: Through, brief: CampaignBrief | None, facts: pd.DataFrame
) -> dict[str, tuple[str, ...]]:
    ids = tuple(map(str, facts.loc[facts["in_data"], "influencer_id"]))
    if brief is None or not ids:
        return {}
    found: dict[str, tuple[str, ...]] = call(
        unmet_conditions, brief.parsed.constraints, brief.scope.filters, ids
    )
    return found


def assumptions_of(engine: Engine, campaign_id: int) -> Assumptions:
    """The assumptions of a campaign: the defaults, and what people changed."""
    defaults = Assumptions().values()
    return Assumptions.from_values(campaigns.assumptions(engine, campaign_id, defaults))


def campaign_brand(
    session: BuildSession, engine: Engine, campaign: Campaign
) -> BrandProfile | None:
    """The brand of a campaign, of the build or typed; None without one, or when it is gone."""
    if campaign.brand_id is None:
        return None
    profile = brand_queries.known_brand(session.con, campaign.brand_id)
    if profile is not None:
        return profile
    try:
        return brands.typed_brand(engine, campaign.brand_id).profile()
    except NotFoundError:
        _LOG.info("campaign %s: its brand is gone", campaign.campaign_id)
        return None


def _agreed_elsewhere(engine: Engine, campaign: Campaign) -> dict[str, list[str]]:
    """influencer_id -> names of the brand's other campaigns in which it is agreed."""
    names: dict[str, list[str]] = {}
    if campaign.brand_id is None:
        return names
    for other in campaigns.campaigns(engine):
        if other.brand_id == campaign.brand_id and other.campaign_id != campaign.campaign_id:
            for member in campaigns.members(engine, other.campaign_id):
                if member.state == "agreed":
                    names.setdefault(member.influencer_id, []).append(other.name)
    return names
