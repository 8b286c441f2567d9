"""What is no sample of followers is refused, and genuine samples never are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import InputFileError
from core.services.audit.audit import DEMO_SAMPLES
from core.services.audit.population import influencer_columns, refuse_influencers
from core.services.audit.table import read_profiles
from core.settings import ROOT, Settings

SETS = {"srf2017.csv": ("rating", "FALSE"), "instafake.csv": ("isFake", "0")}


def refused(frame: pd.DataFrame, folder: Path) -> str:
    """What the refusal says; empty when the table is taken."""
    path = folder / "profiles.csv"
    frame.to_csv(path, index=False)
    try:
        refuse_influencers(read_profiles(path))
    except InputFileError as error:
        return str(error)
    return ""


def profiles(followers: list[int], **more: object) -> pd.DataFrame:
    return pd.DataFrame({"followers": followers, "following": 300, "posts": 20, **more})


def test_two_columns_of_influencers_are_enough_whatever_the_counts(tmp_path: Path) -> None:
    text = refused(profiles([200, 300], avg_likes=9, **{"Cost Post": 40}), tmp_path)
    assert "expected a sample of one creator's followers" in text
    assert "'avg_likes', 'cost post'" in text


def test_a_median_of_large_accounts_is_refused_with_the_number_found(tmp_path: Path) -> None:
    text = refused(profiles([20_000] * 30), tmp_path)
    assert "a median of 20,000 followers (expected 5,000 or fewer)" in text
    assert not refused(profiles([400] * 20 + [2_000_000] * 10), tmp_path)


def test_one_column_of_influencers_is_refused_only_with_raised_counts(tmp_path: Path) -> None:
    assert not refused(profiles([400] * 30, category="Food"), tmp_path)
    assert "2,500 or fewer" in refused(profiles([3_000] * 30, category="Food"), tmp_path)


def test_the_counts_of_a_few_profiles_are_no_ground_to_refuse(tmp_path: Path) -> None:
    assert not refused(profiles([90_000] * 3), tmp_path)


def test_columns_of_follower_exports_are_not_taken_for_those_of_influencers() -> None:
    header = ["id", "username", "full_name", "bio", "followers", "following", "posts", "website"]
    header += ["is_private", "has_profile_picture", "external_url", "country", "language"]
    assert influencer_columns(header) == []


@pytest.mark.parametrize("name", DEMO_SAMPLES)
def test_the_examples_are_samples_of_followers(name: str) -> None:
    refuse_influencers(read_profiles(DEMO_SAMPLES[name]))


def test_the_sample_table_of_growth_is_no_sample_of_followers() -> None:
    with pytest.raises(InputFileError, match="list of influencers"):
        refuse_influencers(read_profiles(ROOT / "data" / "sample" / "growth_data.csv"))


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("size", [30, 100, 400])
@pytest.mark.slow
def test_no_sample_of_public_accounts_is_refused(name: str, size: int, tmp_path: Path) -> None:
    path = Settings.from_env().eval_data / "accounts" / name
    if not path.is_file():
        pytest.skip("public research data is absent: set SCOUT_EVAL_DATA")
    rows = pd.read_csv(path, dtype="str")
    label, genuine = SETS[name]
    rng = np.random.default_rng(size)
    for chosen in (rows, rows[rows[label] == genuine]):
        for _ in range(10):
            picked = chosen.iloc[rng.choice(len(chosen), size, replace=False)]
            assert not refused(picked, tmp_path)


@pytest.mark.parametrize("name", ["hypeauditor_top1000_2022.csv", "tiktok_influencers.csv"])
def test_public_lists_of_influencers_are_refused(name: str, tmp_path: Path) -> None:
    path = Settings.from_env().eval_data / "profiles" / name
    if not path.is_file():
        pytest.skip("public research data is absent: set SCOUT_EVAL_DATA")
    rows = pd.read_csv(path, dtype="str")
    tiers = rows.groupby("tier") if "tier" in rows else [("all", rows)]
    for tier, members in tiers:
        assert "list of influencers" in refused(members.head(300), tmp_path), tier
