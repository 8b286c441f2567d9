"""Micro or macro: the advice follows the prices, and says when it rests on little."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.tier_guide import ENGAGEMENT, REACH, TRUST, tier_advice


def _tiers() -> pd.DataFrame:
    """Micro has the cheapest reactions, macro the cheapest views; nano the best rate, six known."""
    return pd.DataFrame(
        {
            "tier": ["nano", "micro", "macro"],
            "creators_count": [60, 200, 50],
            "priced_count": [6, 180, 40],
            "reach_kind": "views",
            "reach_p50": [500.0, 5_000, 400_000],
            "engagement_rate_p50": [0.09, 0.05, 0.02],
            "post_price_p50": [50.0, 200, 4_000],
            "price_per_engagement_p50": [0.3, 0.2, 0.5],
            "price_per_thousand_p50": [100.0, 40, 10],
            "unusual_share": [0.0, 0.1, np.nan],
        }
    )


def test_each_goal_has_its_tier_with_the_figures() -> None:
    reach = tier_advice(_tiers(), REACH, 10_000)
    assert reach.tier == "macro"
    assert "2 posts with about 800k views in all" in reach.sentence
    assert "€10.0 per 1,000 views, against €40.0" in reach.sentence
    engagement = tier_advice(_tiers(), ENGAGEMENT, 10_000)
    assert engagement.tier == "micro"
    assert "50 posts with about 50k likes and comments" in engagement.sentence
    assert tier_advice(_tiers(), TRUST, 10_000).tier == "micro"


def test_a_tier_that_the_budget_does_not_buy_is_not_advised() -> None:
    assert tier_advice(_tiers(), REACH, 3_000).tier == "micro"
    found = tier_advice(_tiers(), REACH, 10)
    assert found.tier is None
    assert "the least is €50" in found.sentence


def test_few_creators_are_left_out_or_said_to_be_few() -> None:
    assert "nano has under 20" in tier_advice(_tiers(), TRUST, 1_000).caveat
    assert "50 creators to brief" in tier_advice(_tiers(), ENGAGEMENT, 10_000).caveat
    alone = tier_advice(_tiers().head(1), TRUST, 1_000)
    assert alone.tier == "nano"
    assert "Only 6 creators" in alone.caveat


def test_no_more_posts_are_counted_than_there_are_creators() -> None:
    table = tier_advice(_tiers(), REACH, 1_000_000).table
    assert table["affordable_count"].tolist() == [60, 200, 50]


def test_without_prices_nothing_is_advised() -> None:
    found = tier_advice(_tiers().assign(post_price_p50=np.nan), REACH, 1_000)
    assert found.tier is None
    assert "No prices are known" in found.sentence


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(ValueError, match="fame"):
        tier_advice(_tiers(), "fame", 1_000)
