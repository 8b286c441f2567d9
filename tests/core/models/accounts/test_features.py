"""Features of profiles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.accounts.features import columns_behind, completed, feature_frame


def test_ratios_of_counts_worked_by_hand() -> None:
    x = feature_frame(
        pd.DataFrame({"followers_count": [0.0], "following_count": [99.0], "posts_count": [9.0]})
    )
    row = x.iloc[0]
    assert row["log_following_per_follower"] == pytest.approx(np.log(100))
    assert row["log_posts_per_follower"] == pytest.approx(np.log(10))
    assert row["log_posts_per_following"] == pytest.approx(np.log(0.1))


def test_texts_give_lengths_and_digits() -> None:
    known = completed(
        pd.DataFrame(
            {
                "username": ["anna2004", "bo", None],
                "full_name": ["Anna Li", "bo", None],
                "bio": ["hello", None, "x"],
            }
        )
    )
    assert known["username_length"].tolist()[:2] == [8, 2]
    assert known["username_digits_count"].tolist()[:2] == [4, 0]
    assert known["username_digits_share"].tolist()[:2] == [0.5, 0]
    assert known["bio_length"].tolist() == [5, 0, 1]
    assert known["full_name_words"].tolist() == [2, 1, 0]
    assert known["name_is_username"].tolist()[:2] == [0, 1]
    assert known["username_length"].isna().tolist() == [False, False, True]


def test_given_columns_are_not_replaced_and_shares_turn_into_counts() -> None:
    known = completed(
        pd.DataFrame({"username_length": [10.0], "username_digits_share": [0.3], "bio": ["abc"],
                      "bio_length": [7.0]})
    )  # fmt: skip
    assert known["username_digits_count"].tolist() == [3]
    assert known["bio_length"].tolist() == [7]


def test_what_nobody_fills_is_no_feature() -> None:
    x = feature_frame(
        pd.DataFrame({"followers_count": [np.nan, np.nan], "posts_count": [1.0, np.nan]})
    )
    assert x.columns.tolist() == ["log_posts"]
    assert columns_behind(x.columns) == ["posts"]
    assert feature_frame(pd.DataFrame(index=range(2))).shape == (2, 0)
