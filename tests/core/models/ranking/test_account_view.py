"""What an account says of itself, as numbers that brands and creators share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.ranking.account_view import account_view

BRANDS = pd.DataFrame(
    {"category": ["food", None], "country": ["DE", "FR"], "followers": [20_000.0, np.nan]}
)
CREATORS = pd.DataFrame(
    {
        "category": ["food", "food", "travel"],
        "country": ["DE", None, "FR"],
        "language": ["de", "de", None],
        "platform": ["tiktok", "tiktok", "tiktok"],
        "followers": [5_000.0, 20_000.0, 0.0],
        "engagement_rate": [0.02, np.nan, 0.0],
        "post_price": [100.0, 400.0, np.nan],
    }
)


def test_both_sides_have_the_same_columns_and_no_gap() -> None:
    brands, creators = account_view(BRANDS, CREATORS)
    assert brands.shape[1] == creators.shape[1]
    assert (len(brands), len(creators)) == (2, 3)
    assert np.isfinite(brands).all()
    assert np.isfinite(creators).all()


def test_what_they_share_is_alike_and_what_is_unknown_is_zero() -> None:
    brands, creators = account_view(BRANDS, CREATORS)
    assert ((brands[0] == 1) & (creators[0] == 1)).sum() == 2  # category and country; tiers differ
    price = creators[:, -1]
    assert price[0] == pytest.approx(-1)
    assert price[1] == pytest.approx(1)
    assert price[2] == 0
    assert not brands[:, -1].any()
    assert brands[1, -3] == 0  # no follower count
    # Zero says nothing on a scale of logarithms.
    assert creators[2, -2] == creators[2, -3] == 0
