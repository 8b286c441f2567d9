"""Ranges of cost and reach, worked by hand; what is unknown is counted, never 0."""

# mypy: disable-error-code="arg-type"

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.costs import member_ranges
from core.models.campaign.totals import CampaignTotals, Range, campaign_totals

A = Assumptions(
    reach_small_low=0.2,
    reach_small_high=0.4,
    reach_mid_low=0.1,
    reach_mid_high=0.3,
    views_low=0.5,
    views_high=1.0,
    repeat_new_low=0.2,
    repeat_new_high=0.5,
    overlap_low=0.1,
    overlap_high=0.2,
    engagement_spread=0.5,
    emv_like_low=0.1,
    emv_like_high=0.2,
    emv_comment_low=1.0,
    emv_comment_high=2.0,
    emv_view_low=0.01,
    emv_view_high=0.02,
    price_spread=0.1,
    story_factor_low=2.0,
    story_factor_high=3.0,
    cpm_low=10.0,
    cpm_high=20.0,
)
MICRO = {
    "followers_count": 20_000,
    "engagement_rate": 0.05,
    "avg_likes": 900.0,
    "avg_comments": 100.0,
    "avg_views": np.nan,
    "post_price": 200.0,
    "story_price": 80.0,
    "tier": "micro",
    "agreed_price": np.nan,
    "posts_count": 1,
}


def ranges(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame([{**MICRO, **row} for row in rows], columns=list(MICRO))
    return member_ranges(frame, A)


def totals(*rows: dict[str, Any]) -> CampaignTotals:
    return campaign_totals(ranges(*rows), A)


def ends(found: pd.DataFrame, name: str) -> tuple[float, float]:
    return found[f"{name}_low"].iloc[0], found[f"{name}_high"].iloc[0]


def test_one_post_of_a_micro_creator() -> None:
    found = ranges({})
    assert ends(found, "cost") == pytest.approx((180, 220))
    assert ends(found, "impressions") == (4_000, 8_000)
    assert ends(found, "reach") == (4_000, 8_000)
    assert ends(found, "engagements") == (500, 1_500)
    # Low: (900 x .1 + 100 x 1) x .5 + 4,000 x .01; high: (180 + 200) x 1.5 + 8,000 x .02.
    assert ends(found, "emv") == pytest.approx((135, 730))
    assert found["cost_source"].tolist() == ["listed"]


def test_further_posts_cost_the_same_and_find_fewer_new_people() -> None:
    found = ranges({"posts_count": 3})
    assert ends(found, "cost") == pytest.approx((540, 660))
    assert ends(found, "impressions") == (12_000, 24_000)
    assert ends(found, "reach") == pytest.approx((4_000 * 1.4, 8_000 * 2))


def test_the_best_known_price_counts() -> None:
    found = ranges(
        {"agreed_price": 150.0, "posts_count": 2},
        {"post_price": np.nan},
        {"post_price": np.nan, "story_price": np.nan},
        {"post_price": np.nan, "story_price": np.nan, "followers_count": np.nan},
    )
    assert found["cost_source"].tolist() == ["agreed", "story price", "CPM", "unknown"]
    # Agreed: exact. Story: 80 x 2 x .9 to 80 x 3 x 1.1. CPM: 4 x 10 to 8 x 20.
    assert found["cost_low"].tolist()[:3] == pytest.approx([300, 144, 40])
    assert found["cost_high"].tolist()[:3] == pytest.approx([300, 264, 160])
    assert np.isnan(found["cost_low"].iloc[3])


def test_known_views_stand_in_for_shares_of_followers() -> None:
    assert ends(ranges({"avg_views": 10_000.0}), "impressions") == (5_000, 10_000)


def test_without_likes_the_rate_counts_and_all_are_valued_as_likes() -> None:
    found = ranges({"avg_likes": np.nan})
    assert ends(found, "engagements") == (500, 1_500)
    assert ends(found, "emv") == pytest.approx((1_000 * 0.1 * 0.5 + 40, 1_000 * 0.2 * 1.5 + 160))


def test_totals_of_two() -> None:
    found = totals({}, {"agreed_price": 100.0})
    assert found.cost == Range(pytest.approx(280), pytest.approx(320), 0)
    assert found.impressions == Range(8_000, 16_000, 0)
    # A fifth to a tenth of the people follow both.
    assert found.reach == Range(pytest.approx(6_400), pytest.approx(14_400), 0)
    assert found.cpm == Range(pytest.approx(17.5), pytest.approx(40), 0)
    assert found.cost_per_engagement == Range(pytest.approx(280 / 3_000), pytest.approx(0.32), 0)
    assert found.emv == Range(pytest.approx(270), pytest.approx(1_460), 0)
    assert found.emv_per_euro == Range(pytest.approx(270 / 320), pytest.approx(1_460 / 280), 0)


def test_overlap_never_leaves_fewer_people_than_one_creator_has_alone() -> None:
    tiny = {"followers_count": 100, "avg_likes": 5.0, "avg_comments": 0.0}
    found = totals({}, tiny)
    assert found.reach.low == 4_000


def test_a_cost_from_a_cpm_keeps_that_cpm() -> None:
    no_price = {"post_price": np.nan, "story_price": np.nan}
    found = totals(no_price)
    assert (found.cpm.low, found.cpm.high) == pytest.approx((10, 20))
    assert (found.cost.low, found.cost.high) == pytest.approx((40, 160))


def test_what_is_unknown_is_counted_and_never_zero() -> None:
    found = totals({}, {"followers_count": np.nan, "engagement_rate": np.nan, "avg_likes": np.nan})
    assert found.cost.unknown_count == 0
    assert found.reach == Range(4_000, 8_000, 1)
    assert found.engagements == Range(500, 1_500, 1)
    # The second creator costs money, but nothing is known to set against it.
    assert found.cpm == Range(pytest.approx(180 / 8), pytest.approx(220 / 4), 1)


def test_nobody_and_nothing_known() -> None:
    nobody = campaign_totals(ranges().astype({"cost_low": float}), A)
    assert nobody.members_count == 0
    assert nobody.cost == Range(None, None, 0)
    blank = totals(dict.fromkeys(MICRO, np.nan))
    assert blank.cost == Range(None, None, 1)
    assert blank.cpm == Range(None, None, 1)
    assert blank.emv_per_euro == Range(None, None, 1)


def test_a_creator_that_costs_nothing_has_no_value_for_a_euro() -> None:
    found = totals({"agreed_price": 0.0})
    assert found.cost == Range(0, 0, 0)
    assert found.cpm == Range(0, 0, 0)
    assert found.emv_per_euro == Range(None, None, 0)


def test_impossible_values_count_as_unknown() -> None:
    found = ranges({"post_price": -5.0, "story_price": np.inf, "posts_count": 0})
    assert found["cost_source"].tolist() == ["CPM"]
    assert ends(found, "impressions") == (4_000, 8_000)


rows = st.lists(
    st.fixed_dictionaries(
        {
            "followers_count": st.none() | st.integers(0, 10**7),
            "avg_likes": st.none() | st.floats(0, 1e6),
            "post_price": st.none() | st.floats(0, 1e5),
            "agreed_price": st.none() | st.floats(0, 1e5),
            "avg_views": st.none() | st.floats(0, 1e7),
            "posts_count": st.integers(1, 5),
            "tier": st.sampled_from(["nano", "mid", "mega", None]),
        }
    ),
    min_size=1,
    max_size=6,
)


@given(rows)
@pytest.mark.slow
def test_low_is_never_above_high(given_rows: list[dict[str, Any]]) -> None:
    found = totals(*given_rows)
    for name in ("cost", "impressions", "reach", "engagements", "cpm", "emv", "emv_per_euro"):
        one = getattr(found, name)
        assert (one.low is None) == (one.high is None)
        if one.low is not None:
            assert 0 <= one.low <= one.high * (1 + 1e-12)


def test_assumptions_out_of_range_are_refused() -> None:
    with pytest.raises(ModelError, match="above the high end"):
        replace(A, cpm_low=30.0)
    with pytest.raises(ModelError, match="from 0 to 1"):
        replace(A, overlap_high=1.2)
    with pytest.raises(ModelError, match="price_spread"):
        replace(A, price_spread=float("nan"))


def test_assumptions_come_back_from_their_values() -> None:
    assert Assumptions.from_values({**A.values(), "gone_since": 3.0}) == A
    assert Assumptions.from_values({"cpm_low": 5}).cpm_low == 5
