"""The best set of creators for a campaign, put together for the page and the command alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.models.campaign import optimiser
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.models.campaign.expected import different_people
from core.models.campaign.optimiser import CampaignPlan
from core.services.campaigns.candidates import (
    PlanOptions,
    candidates,
    fit_row_of,
    goal_in_use,
    recommended_scores,
)
from core.services.campaigns.frontier import frontier_points
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession


@dataclass(frozen=True)
class BestSet:
    """Attributes:
    plan: who is in, and who is not and why.
    facts: of the creators that the plan names, see `planned`.
    goal: that was used, see `goal_in_use`.
    points: all candidates, see `frontier_points`.
    price_basis: of the prices that the plan counts, see `PlanOptions`.
    """

    plan: CampaignPlan
    facts: pd.DataFrame
    goal: str
    points: pd.DataFrame
    price_basis: str


def best_set(
    session: BuildSession,
    brand: BrandProfile | None,
    members: pd.DataFrame,
    assumptions: Assumptions,
    options: PlanOptions,
    constraints: Constraints,
    *,
    app_interactions: pd.DataFrame,
    points: Mapping[str, float],
    query: MatchQuery | None = None,
) -> BestSet:
    """The most valuable set of creators for a campaign that meets its constraints.

    Args:
        brand: of the campaign; None when it has none or neither the build nor the workspace
            knows it any more.
        members: of the campaign, as for `core.services.campaigns.facts.member_facts`.
        app_interactions: what the brand did in the app: influencer_id, kind, happened_at.
        points: of each kind of interaction.
        query: what fit is measured with; None for the brand.
    Raises:
        ModelError: the constraints cannot be used.
        StoreError: the build has no vectors.
    """
    if query is None and brand is not None:
        query = MatchQuery(brand)
    fit_row = fit_row_of(session, query)
    recommended = None
    if options.goal == "recommended":
        recommended = recommended_scores(session, brand, app_interactions, points)
    return planned(session, members, assumptions, fit_row, options, constraints, recommended)


def planned(
    session: BuildSession,
    members: pd.DataFrame,
    assumptions: Assumptions,
    fit_row: np.ndarray | None,
    options: PlanOptions,
    constraints: Constraints,
    recommended: pd.Series | None = None,
) -> BestSet:
    """The best set, with facts of those that it names.

    The facts are the columns of `candidates` but value, price and in_filters, by influencer_id, and
    engagements_against_median: engagements per euro divided by the median of the creators that
    have a price.

    Args:
        fit_row, recommended: as for `candidates`.
    Raises:
        ModelError: the constraints cannot be used, see `core.models.campaign.optimiser.best_set`.
    """
    frame = candidates(session, members, assumptions, fit_row, options, recommended)
    plan = optimiser.best_set(
        frame,
        constraints,
        certainty=options.certainty,
        reach_share=different_people(assumptions),
    )
    points = frontier_points(frame, plan, constraints)
    rates = frame["engagements_per_euro"]
    frame = frame.assign(engagements_against_median=rates / rates.median())
    named = {
        *plan.chosen["influencer_id"],
        *plan.chosen["next_id"].dropna(),
        *(creator.influencer_id for creator in plan.left_out),
    }
    facts = frame.set_index("influencer_id").loc[sorted(named)]
    return BestSet(
        plan,
        facts.drop(columns=["value", "price", "in_filters"]),
        goal_in_use(options.goal, fit_row, recommended),
        points,
        options.price_basis,
    )
