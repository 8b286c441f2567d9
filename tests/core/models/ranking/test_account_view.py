"""What an account says of itself, as numbers that brands and creators share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.ranking.account_view import fit_account_columns

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


def both_sides() -> tuple[np.ndarray, np.ndarray]:
    columns = fit_account_columns(BRANDS, CREATORS)
    return columns.brands(BRANDS), columns.creators(CREATORS)


def test_both_sides_have_the_same_columns_and_no_gap() -> None:
    brands, creators = both_sides()
    assert brands.shape[1] == creators.shape[1]
    assert (len(brands), len(creators)) == (2, 3)
    assert np.isfinite(brands).all()
    assert np.isfinite(creators).all()


def test_what_they_share_is_alike_and_what_is_unknown_is_zero() -> None:
    brands, creators = both_sides()
    assert ((brands[0] == 1) & (creators[0] == 1)).sum() == 2  # category and country; tiers differ
    price = creators[:, -1]
    assert price[0] == pytest.approx(-1)
    assert price[1] == pytest.approx(1)
    assert price[2] == 0
    assert not brands[:, -1].any()
    assert brands[1, -3] == 0  # no follower count
    # Zero says nothing on a scale of logarithms.
    assert creators[2, -2] == creators[2, -3] == 0


def test_a_later_account_gets_the_columns_of_training() -> None:
    columns = fit_account_columns(BRANDS, CREATORS)
    typed = pd.DataFrame([{"category": "travel", "country": "XX", "followers": np.nan}])
    row = columns.brands(typed)
    assert row.shape[1] == columns.creators(CREATORS).shape[1]
    assert row.sum() == 1  # its category; nobody is of its country
    nothing = pd.DataFrame([{"category": None, "country": None, "followers": np.nan}])
    assert np.isnan(columns.brands(nothing)).all()
