"""Numbers about a profile that mean the same wherever the profile comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.models.accounts.columns import BY_KEY


@dataclass(frozen=True)
class Feature:
    """Attributes:
    name: column of the feature frame.
    topic: what it is about, for reasons: features of a topic are told as one.
    sign: +1 where more points to a fake, -1 against, 0 not said; used by the monotone trees.
    is_basic: a plain fact and no comparison of two; the monotone trees see these alone.
    """

    name: str
    topic: str
    sign: int
    is_basic: bool


FEATURES: tuple[Feature, ...] = (
    Feature("log_followers", "audience", -1, True),
    Feature("log_following", "audience", 1, True),
    Feature("log_following_per_follower", "audience", 1, False),
    Feature("log_posts", "posts", -1, True),
    Feature("log_posts_per_follower", "posts", 0, False),
    Feature("log_posts_per_following", "posts", -1, False),
    Feature("has_profile_picture", "picture", -1, True),
    Feature("is_private", "private", 0, True),
    Feature("has_external_url", "link", -1, True),
    Feature("log_bio_length", "bio", -1, True),
    Feature("username_length", "username", 0, True),
    Feature("username_digits_count", "username", 1, True),
    Feature("username_digits_share", "username", 1, False),
    Feature("full_name_words", "full_name", -1, True),
    Feature("full_name_digits_share", "full_name", 1, True),
    Feature("name_is_username", "full_name", 1, True),
)
BY_NAME: Mapping[str, Feature] = {feature.name: feature for feature in FEATURES}
TOPICS: Mapping[str, str] = {
    "audience": "followers against following",
    "posts": "posts",
    "picture": "profile picture",
    "private": "private account",
    "link": "link in the profile",
    "bio": "profile text",
    "username": "user name",
    "full_name": "full name",
}


def completed(profiles: pd.DataFrame) -> pd.DataFrame:
    """Profiles with what follows from other columns: lengths and digits of texts, shares, counts.

    Args:
        profiles: any of `columns.PROFILE`; numbers as float with NaN, flags 0 or 1, texts as
            text with missing values. A column that is given is never replaced.
    Returns:
        The numeric columns of `columns.PROFILE` that are known for at least one row.
    """
    columns: dict[str, pd.Series] = {
        key: profiles[key].astype("float64")
        for key in profiles.columns
        if key in BY_KEY and BY_KEY[key].kind in ("count", "share", "flag")
    }

    def add(key: str, values: pd.Series) -> None:
        if key not in columns:
            columns[key] = values.astype("float64")

    if "bio" in profiles:
        # An empty profile text is a fact, not a gap.
        add("bio_length", profiles["bio"].fillna("").str.len())
    if "username" in profiles:
        names = profiles["username"]
        add("username_length", names.str.len())
        add("username_digits_count", names.str.count(r"[0-9]"))
    if "full_name" in profiles:
        names = profiles["full_name"].fillna("").str.strip()
        add("full_name_words", names.str.split().str.len())
        add("full_name_digits_share", names.str.count(r"[0-9]") / names.str.len().clip(lower=1))
        if "username" in profiles:
            same = names.str.casefold() == profiles["username"].str.casefold()
            add("name_is_username", same.where(profiles["username"].notna()).astype("float64"))
    length = columns.get("username_length")
    if length is not None and "username_digits_count" in columns:
        add("username_digits_share", columns["username_digits_count"] / length.clip(lower=1))
    if length is not None and "username_digits_share" in columns:
        add("username_digits_count", (columns["username_digits_share"] * length).round())
    return pd.DataFrame(
        {key: values for key, values in columns.items() if values.notna().any()},
        index=profiles.index,
    )


def feature_frame(profiles: pd.DataFrame) -> pd.DataFrame:
    """Features of each profile that its columns allow, in the order of `FEATURES`.

    Counts are on a log scale and compared with each other as ratios, because a ratio survives a
    change of platform or of the kind of creator followed, where a plain count does not.

    Args:
        profiles: see `completed`.
    Returns:
        (n_rows, n_features) float64, NaN where unknown.
    """
    known = completed(profiles)
    logs = {
        key: np.log1p(known[f"{key}_count"].clip(lower=0))
        for key in ("followers", "following", "posts")
        if f"{key}_count" in known
    }
    columns: dict[str, pd.Series] = {f"log_{key}": values for key, values in logs.items()}
    for name, above, below in (
        ("log_following_per_follower", "following", "followers"),
        ("log_posts_per_follower", "posts", "followers"),
        ("log_posts_per_following", "posts", "following"),
    ):
        if above in logs and below in logs:
            columns[name] = logs[above] - logs[below]
    if "bio_length" in known:
        columns["log_bio_length"] = np.log1p(known["bio_length"].clip(lower=0))
    for feature in FEATURES:
        if feature.name in known:
            columns[feature.name] = known[feature.name]
    return pd.DataFrame(
        {feature.name: columns[feature.name] for feature in FEATURES if feature.name in columns},
        index=profiles.index,
    )


def columns_behind(features: Sequence[str]) -> list[str]:
    """Topics that these features are about, in words and in the order of `TOPICS`."""
    there = {BY_NAME[name].topic for name in features}
    return [words for topic, words in TOPICS.items() if topic in there]
