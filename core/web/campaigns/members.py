"""A campaign as the page shows it: members with facts, totals, what to look at, the best set."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.errors import NotFoundError
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.models.campaign.costs import CampaignTotals, campaign_totals, member_ranges
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.warnings import Notice, notices
from core.services.campaigns import plan as campaign_plan
from core.services.campaigns.plan import BrandTexts, PlanInput
from core.services.recommending.placing import AskingBrand, brand_of_build
from core.web.kit.cache import build_facts, cursor, settings
from core.web.kit.typed_brands import typed_as_brand
from core.web.kit.workspace import engine
from core.workspace import brands, campaigns, interactions
from core.workspace.campaigns import STATES, Campaign, Member
from core.workspace.members import members_frame

COMMITTED = STATES[STATES.index("agreed") :]


@dataclass(frozen=True)
class CampaignView:
    """A campaign at this moment.

    Attributes:
        members: as the workspace has them.
        facts: one row per member in the same order: see `campaign_plan.member_facts`, with the
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
    with cursor(build) as con:
        facts = campaign_plan.member_facts(con, members_frame(members))
    assumptions = assumptions_of(campaign.campaign_id)
    facts = facts.join(member_ranges(facts, assumptions))
    totals = campaign_totals(facts, assumptions)
    committed = campaign_totals(facts[facts["state"].isin(COMMITTED)], assumptions)
    found = notices(facts, totals, campaign.budget, _agreed_elsewhere(campaign))
    return CampaignView(campaign, members, facts, assumptions, totals, committed, found)


def _agreed_elsewhere(campaign: Campaign) -> dict[str, list[str]]:
    """influencer_id -> names of the brand's other campaigns in which it is agreed."""
    found: dict[str, list[str]] = {}
    if campaign.brand_id is None:
        return found
    for other in campaigns.campaigns(engine()):
        if other.brand_id == campaign.brand_id and other.campaign_id != campaign.campaign_id:
            for member in campaigns.members(engine(), other.campaign_id):
                if member.state == "agreed":
                    found.setdefault(member.influencer_id, []).append(other.name)
    return found


def typed_texts(brand_id: str | None) -> BrandTexts | None:
    """Texts of a brand typed in the app; None for a brand of a build or for none."""
    if brand_id is None:
        return None
    try:
        brand = brands.typed_brand(engine(), brand_id)
    except NotFoundError:
        return None
    return BrandTexts(brand.name, brand.description, brand.category, brand.hashtags)


@st.cache_data(max_entries=64, show_spinner=False)
def _country_of_build(build: str, brand_id: str) -> str:
    with cursor(build) as con:
        brand = brand_of_build(con, brand_id)
    return "" if brand is None else brand.country


def brand_country(build: str, brand_id: str | None) -> str | None:
    """ISO code of the country of a brand, of the build or typed; None when not known."""
    if brand_id is None:
        return None
    typed = _typed_asker(brand_id)
    return (typed.country if typed else _country_of_build(build, brand_id)) or None


@st.cache_data(max_entries=32, show_spinner="Looking for the best set…")
def best_set(
    build: str,
    brand_id: str | None,
    typed: BrandTexts | None,
    members: tuple[Member, ...],
    assumptions: Assumptions,
    chosen: PlanInput,
    constraints: Constraints,
    own_version: int,
    amounts: tuple[tuple[str, float], ...],
) -> tuple[CampaignPlan, pd.DataFrame, str]:
    """The best set, facts of those it names by influencer_id, and the goal that was used.

    Args:
        own_version: of what the brand did in the app, which the recommendations follow.
        amounts: points of each kind of interaction.
    """
    folder = build_facts(build).folder
    with cursor(build) as con:
        vector = campaign_plan.brand_vector(con, folder, settings(), brand_id, typed)
        recommended = None
        if brand_id is not None and chosen.goal == "recommended":
            recommended = campaign_plan.recommended_scores(
                con,
                folder,
                settings(),
                brand_of_build(con, brand_id) or _typed_asker(brand_id),
                interactions.recorded(engine(), brand_id=brand_id),
                dict(amounts),
            )
        plan, facts = campaign_plan.planned(
            con,
            folder,
            members_frame(members),
            assumptions,
            vector,
            chosen,
            constraints,
            recommended,
        )
    return plan, facts, campaign_plan.goal_in_use(chosen.goal, vector, recommended)


def _typed_asker(brand_id: str) -> AskingBrand | None:
    try:
        return AskingBrand.of(typed_as_brand(brand_id))
    except NotFoundError:
        return None
