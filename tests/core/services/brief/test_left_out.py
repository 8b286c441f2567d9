"""Why a creator of the shortlist is not in the plan: what the best plan with it would lose."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from core.models.campaign.constraints import Constraints
from core.models.campaign.eligible import NO_PRICE
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.optimiser import best_set as best_of
from core.services.brief.left_out import _why


@pytest.fixture(scope="module")
def plan() -> CampaignPlan:
    rows = [
        ("a", 10.0, 100.0),
        ("b", 9.0, 90.0),
        ("c", 8.0, 20.0),
        ("d", 8.0, 20.0),
        ("e", 8.0, 20.0),
    ]
    frame = pd.DataFrame(rows, columns=["influencer_id", "value", "price"]).assign(
        tier="micro", country="DE", niche="food", caution_score=0.0, purchased_probability=0.03
    )
    return best_of(frame, Constraints(budget=140, at_most=3))


def why(plan: CampaignPlan, influencer_id: str, *, is_ranked: bool = True) -> str:
    row = {
        "influencer_id": influencer_id,
        "post_price": 90.0,
        "story_price": float("nan"),
        "estimated_high": float("nan"),
    }
    return _why(row, plan, Constraints(budget=140, at_most=3), is_ranked=is_ranked)


def test_a_creator_that_a_swap_could_pay_is_told_by_what_the_plan_loses(plan: CampaignPlan) -> None:
    assert set(plan.chosen["influencer_id"]) >= {"a"}
    # b instead of a: 25 instead of 26.
    assert why(plan, "b") == "the best plan with this creator fits 3.8% less in total"
    assert why(plan, "b", is_ranked=False) == (
        "the best plan with this creator brings 3.8% fewer likes and comments"
    )


def test_one_of_several_equals_is_called_as_good(plan: CampaignPlan) -> None:
    (other,) = {"c", "d", "e"} - set(plan.chosen["influencer_id"])
    assert why(plan, other) == "a plan with this creator is as good"


def test_no_price_keeps_a_creator_out_only_where_the_plan_says_so(plan: CampaignPlan) -> None:
    names = ("post_price", "story_price", "estimated_high")
    row = {"influencer_id": "z", **dict.fromkeys(names, float("nan"))}
    limits = Constraints(budget=140, at_most=3)
    # Nobody of this plan was left out for want of a price: all were counted by the CPM.
    assert plan.excluded == {}
    assert _why(row, plan, limits, is_ranked=True) == "the 3 in the plan fit better"
    excluding = replace(plan, excluded={NO_PRICE: 1})
    assert _why(row, excluding, limits, is_ranked=True) == "no price is known"
    story = {**row, "story_price": 20.0}
    assert _why(story, excluding, limits, is_ranked=True) == "the 3 in the plan fit better"
