"""A campaign as the page shows it: members with facts, totals, what to look at, the best set."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.domain.brand import BrandProfile
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.models.campaign.costs import CampaignTotals, campaign_totals, member_ranges
from core.models.campaign.warnings import Notice, notices
from core.services.campaigns import best_set as best_sets
from core.services.campaigns.best_set import BestSet
from core.services.campaigns.candidates import PlanOptions
from core.services.campaigns.facts import member_facts
from core.web.kit.cache import open_build
from core.web.kit.workspace import engine
from core.workspace import campaigns, interactions
from core.workspace.campaigns import STATES, Campaign, Member
from core.workspace.members import members_frame

COMMITTED = STATES[STATES.index("agreed") :]


@dataclass(frozen=True)
class CampaignView:
    """A campaign at this moment.

    Attributes:
        members: as the workspace has them.
        facts: one row per member in the same order: see `member_facts`, with the
            columns of `member_ranges`.
        totals: of all members. committed: of those agreed, posted or done.
    """

    campaign: Campaign
    members: tuple[Member, ...]
    facts: pd.DataFrame
    assumptions: Assumptions
    totals: CampaignTotals
    committed: CampaignTotals
    notices: list[Notice]


def assumptions_of(campaign_id: int) -> Assumptions:
    """The assumptions of a campaign: the defaults, and what people changed."""
    defaults = Assumptions().values()
    return Assumptions.from_values(campaigns.assumptions(engine(), campaign_id, defaults))


def whole_campaign(build: str, campaign: Campaign) -> CampaignView:
    """A campaign with everything that is worked out of it; read again on each run."""
    members = tuple(campaigns.members(engine(), campaign.campaign_id))
    with open_build(build) as session:
        facts = member_facts(session, members_frame(members))
    assumptions = assumptions_of(campaign.campaign_id)
    facts = facts.join(member_ranges(facts, assumptions))
    totals = campaign_totals(facts, assumptions)
    committed = campaign_totals(facts[facts["state"].isin(COMMITTED)], assumptions)
    to_look_at = notices(facts, totals, campaign.budget, _agreed_elsewhere(campaign))
    return CampaignView(campaign, members, facts, assumptions, totals, committed, to_look_at)


def _agreed_elsewhere(campaign: Campaign) -> dict[str, list[str]]:
    """influencer_id -> names of the brand's other campaigns in which it is agreed."""
    names: dict[str, list[str]] = {}
    if campaign.brand_id is None:
        return names
    for other in campaigns.campaigns(engine()):
        if other.brand_id == campaign.brand_id and other.campaign_id != campaign.campaign_id:
            for member in campaigns.members(engine(), other.campaign_id):
                if member.state == "agreed":
                    names.setdefault(member.influencer_id, []).append(other.name)
    return names


@st.cache_data(max_entries=32, show_spinner="Looking for the best set…")
def best_set(
    build: str,
    brand: BrandProfile | None,
    members: tuple[Member, ...],
    assumptions: Assumptions,
    options: PlanOptions,
    constraints: Constraints,
    app_version: int,
    points: tuple[tuple[str, float], ...],
) -> BestSet:
    """The best set for a campaign.

    Args:
        app_version: of what the brand did in the app, which the recommendations follow.
        points: of each kind of interaction.
    """
    with open_build(build) as session:
        return best_sets.best_set(
            session,
            brand,
            members_frame(members),
            assumptions,
            options,
            constraints,
            app_interactions=interactions.recorded(
                engine(), brand_id="" if brand is None else brand.brand_id
            ),
            points=dict(points),
        )
