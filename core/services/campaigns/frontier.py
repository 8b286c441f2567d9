"""The candidates of a campaign as points of reach, engagements and price, with the best set."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.models.campaign.constraints import Constraints
from core.models.campaign.eligible import allowed_candidates
from core.models.campaign.frontier import efficient
from core.models.campaign.optimiser import CampaignPlan

POINTS_MOST = 4_000


def frontier_points(
    frame: pd.DataFrame, plan: CampaignPlan, constraints: Constraints
) -> pd.DataFrame:
    """One row per creator that may be chosen and has a price above 0, the chosen among them.

    Beyond `POINTS_MOST` rows those that are neither chosen nor efficient are thinned out evenly.

    Args:
        frame: of `candidates`.
    Returns:
        influencer_id, handle, name, tier, reach, engagements, price (EUR), cost_source,
        reach_per_100, engagements_per_100 (for EUR 100), is_chosen, is_efficient (nobody brings as
        much of both for no more money) and is_frontier (the same for EUR 100).
    """
    allowed, _ = allowed_candidates(frame, constraints)
    known = frame[["reach", "engagements"]].notna().all(axis=1) & (frame["price"] > 0)
    columns = ["influencer_id", "handle", "name", "tier", "reach", "engagements", "price"]
    points = frame.loc[allowed & known, [*columns, "cost_source"]].reset_index(drop=True)
    rates = {
        f"{name}_per_100": points[name] / points["price"] * 100 for name in ("reach", "engagements")
    }
    points = points.assign(
        **rates,
        is_chosen=points["influencer_id"].isin(plan.chosen["influencer_id"]),
        is_efficient=efficient(
            *(points[name].to_numpy(float) for name in ("reach", "engagements", "price"))
        ),
        is_frontier=efficient(
            rates["reach_per_100"].to_numpy(float),
            rates["engagements_per_100"].to_numpy(float),
            np.ones(len(points)),
        ),
    )
    telling = points["is_chosen"] | points["is_efficient"] | points["is_frontier"]
    rest = np.flatnonzero(~telling)
    room = max(POINTS_MOST - int(telling.sum()), 0)
    if len(rest) > room:
        rest = (
            rest[np.unique(np.linspace(0, len(rest) - 1, room).astype(int))] if room else rest[:0]
        )
        points = points.iloc[np.sort(np.append(np.flatnonzero(telling), rest))]
    return points.reset_index(drop=True)
