"""A campaign as the page shows it, and its best set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.domain.brand import BrandProfile
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.services.brief.campaign_brief import CampaignBrief
from core.services.campaigns import best_set as best_sets
from core.services.campaigns.best_set import BestSet
from core.services.campaigns.candidates import PlanOptions
from core.services.campaigns.view import CampaignView, campaign_view
from core.services.matching.query import MatchQuery
from core.web.kit.cache import open_build
from core.web.kit.cached import cached_service
from core.web.kit.workspace import engine
from core.workspace import interactions
from core.workspace.campaigns import Campaign, Member
from core.workspace.members import members_frame

__all__ = ["CampaignBrief", "CampaignView", "best_set", "whole_campaign"]


def whole_campaign(build: str, campaign: Campaign) -> CampaignView:
    """A campaign with everything that is worked out of it; read again on each run."""

    def through(service: Callable[..., Any], *arguments: Any) -> Any:
        return cached_service(service, build, *arguments)

    with open_build(build) as session:
        return campaign_view(session, engine(), campaign, through)


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
    query: MatchQuery | None = None,
) -> BestSet:
    """The best set for a campaign.

    Args:
        app_version: of what the brand did in the app, which the recommendations follow.
        points: of each kind of interaction.
        query: what fit is measured with; None for the brand.
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
            query=query,
        )
