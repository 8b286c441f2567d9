"""Accounts beside those their other figures resemble."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.growth.peers import peer_figures


def _profiles(n: int = 200, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    followers = np.exp(rng.normal(10, 1, n))
    likes = followers * 0.04 * np.exp(rng.normal(0, 0.2, n))
    return pd.DataFrame(
        {
            "followers_count": np.rint(followers),
            "avg_likes": likes,
            "avg_comments": likes / 10,
            "avg_views": likes * 5,
            "posts_count": rng.integers(20, 900, n).astype(float),
            "following_count": rng.integers(20, 900, n).astype(float),
            "platform": rng.choice(["instagram", "tiktok"], n),
            "niche": rng.choice(["food", "sport"], n),
        }
    )


def test_an_account_with_five_times_the_followers_stands_out() -> None:
    profiles = _profiles()
    before = profiles["followers_count"].iloc[7]
    profiles.loc[7, "followers_count"] = before * 5
    found = peer_figures(profiles)
    # Its reactions suggest what it had, within the spread of the others.
    assert found.expected_followers[7] == pytest.approx(before, rel=0.5)
    assert found.followers_place[7] > 0.97
    assert found.followers_residual[7] == np.max(found.followers_residual)
    assert found.followers_residual[7] > 5
    assert found.engagement_residual[7] < -4
    assert found.engagement_place[7] < 0.03
    assert found.expected_rate[7] > 3 * (profiles["avg_likes"][7] * 1.1 / (before * 5))


def test_expected_rates_of_accounts_that_are_all_alike_by_hand() -> None:
    profiles = _profiles()
    profiles["avg_likes"] = profiles["followers_count"] * 0.03
    profiles["avg_comments"] = profiles["followers_count"] * 0.01
    found = peer_figures(profiles)
    assert found.expected_rate == pytest.approx(np.full(200, 0.04), rel=1e-6)


def test_places_run_from_none_below_to_all_below() -> None:
    found = peer_figures(_profiles())
    assert (found.followers_place.min(), found.followers_place.max()) == (0.0, 1.0)
    assert np.median(found.engagement_residual) == pytest.approx(0, abs=1e-9)


def test_under_forty_accounts_nothing_is_said() -> None:
    for few in (_profiles(39), _profiles(1), _profiles(0)):
        found = peer_figures(few)
        for name in vars(found):
            values = getattr(found, name)
            assert len(values) == len(few)
            assert np.isnan(values).all()
    assert np.isfinite(peer_figures(_profiles(40)).expected_rate).all()


def test_accounts_without_followers_or_reactions_are_unknown_and_disturb_nobody() -> None:
    profiles = _profiles()
    profiles.loc[0, "followers_count"] = 0.0
    profiles.loc[1, "followers_count"] = np.nan
    profiles.loc[2, ["avg_likes", "avg_comments"]] = np.nan
    profiles.loc[3, ["avg_likes", "avg_comments"]] = 0.0
    profiles.loc[4, ["avg_views", "posts_count", "following_count"]] = np.nan
    profiles.loc[5, ["platform", "niche"]] = None
    found = peer_figures(profiles)
    assert np.isnan(found.expected_rate[:4]).all()
    assert np.isnan(found.followers_place[:4]).all()
    assert np.isfinite(found.followers_residual[4:]).all()


def test_figures_that_are_all_equal_have_no_residual() -> None:
    profiles = _profiles(60)
    for name in profiles.columns[:6]:
        profiles[name] = 100.0
    found = peer_figures(profiles)
    assert found.expected_followers == pytest.approx(np.full(60, 100.0))
    assert np.isfinite(found.followers_residual).all()
