"""Points of the frontier: who is among them, and which are kept of very many."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.campaign.constraints import Constraints
from core.models.campaign.optimiser import CampaignPlan
from core.services.campaigns import frontier
from core.services.campaigns.frontier import frontier_points


def candidates(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "influencer_id": [f"c{i:03d}" for i in range(n)],
            "handle": "h",
            "name": "n",
            "tier": "micro",
            "value": 1.0,
            "reach": rng.uniform(100, 1_000, n),
            "engagements": rng.uniform(1, 50, n),
            "price": rng.uniform(10, 500, n),
            "cost_source": "listed",
            "caution_score": 0.0,
            "purchased_probability": 0.0,
        }
    )


def test_those_that_may_not_be_chosen_or_cost_nothing_are_no_points() -> None:
    frame = candidates(6)
    frame.loc[0, "purchased_probability"] = 0.9
    frame.loc[1, "price"] = 0.0
    frame.loc[2, "reach"] = np.nan
    plan = CampaignPlan("best", frame.loc[[3], ["influencer_id"]])
    points = frontier_points(frame, plan, Constraints())
    assert points["influencer_id"].tolist() == ["c003", "c004", "c005"]
    assert points["is_chosen"].tolist() == [True, False, False]
    assert points["reach_per_100"].iloc[0] == pytest.approx(
        frame.loc[3, "reach"] / frame.loc[3, "price"] * 100
    )


def test_of_many_the_telling_ones_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = candidates(300)
    plan = CampaignPlan("best", frame.loc[[7], ["influencer_id"]])
    every = frontier_points(frame, plan, Constraints())
    telling = every[every["is_chosen"] | every["is_efficient"] | every["is_frontier"]]
    monkeypatch.setattr(frontier, "POINTS_MOST", len(telling) + 20)
    some = frontier_points(frame, plan, Constraints())
    assert set(telling["influencer_id"]) <= set(some["influencer_id"])
    assert len(telling) < len(some) <= len(telling) + 20
    # For EUR 100 the price is in both rates already: a line in two dimensions.
    line = every[every["is_frontier"]].sort_values("engagements_per_100")
    assert line["reach_per_100"].is_monotonic_decreasing
