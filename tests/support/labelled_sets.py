"""Accounts with a planted rule, for tests: fakes follow many, are followed by few, hardly post."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def accounts(
    count: int, *, seed: int, fake_share: float = 0.3, scale: float = 1.0
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Profiles and labels; kinds overlap, `scale` multiplies all counts as another source would."""
    rng = np.random.default_rng(seed)
    fake = rng.random(count) < fake_share
    followers = np.exp(rng.normal(np.where(fake, 3.5, 6.0), 1.2)) * scale
    following = np.exp(rng.normal(np.where(fake, 7.0, 6.0), 1.0)) * scale
    posts = np.exp(rng.normal(np.where(fake, 0.5, 3.5), 1.3)) * scale
    profiles = pd.DataFrame(
        {
            "followers_count": followers.round(),
            "following_count": following.round(),
            "posts_count": posts.round(),
            "has_profile_picture": (rng.random(count) < np.where(fake, 0.6, 0.97)).astype(float),
            "is_private": (rng.random(count) < np.where(fake, 0.2, 0.6)).astype(float),
            "username_digits_count": rng.poisson(np.where(fake, 2.0, 0.3)).astype(float),
        }
    )
    return profiles, fake
