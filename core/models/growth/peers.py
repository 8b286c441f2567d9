"""What followers of an account this size bring elsewhere, and how many its reactions suggest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.features.ranks import percentile_ranks

# Fewer accounts than this and a regression over them says nothing.
ACCOUNTS_MIN = 40
_FOLDS = 5
_RIDGE = 3.0
_PARTS = ("avg_likes", "avg_comments", "avg_views", "posts_count", "following_count")


@dataclass(frozen=True)
class PeerFigures:
    """Per creator, NaN when unknown.

    Attributes:
        expected_rate: (n,) engagement rate of accounts like it, a fraction.
        engagement_residual: (n,) log of its rate over the expected one, in robust deviations.
        engagement_place: (n,) share of accounts with a lower residual, 0-1.
        expected_followers: (n,) followers suggested by all other figures.
        followers_residual: (n,) log of its followers over those, in robust deviations.
        followers_place: (n,) share of accounts with a lower residual, 0-1.
    """

    expected_rate: NDArray[np.float64]
    engagement_residual: NDArray[np.float64]
    engagement_place: NDArray[np.float64]
    expected_followers: NDArray[np.float64]
    followers_residual: NDArray[np.float64]
    followers_place: NDArray[np.float64]


def peer_figures(profiles: pd.DataFrame, *, seed: int = 0) -> PeerFigures:
    """Both comparisons over the loaded accounts.

    Each account is predicted by a regression on the others (five parts), so that it does not
    vouch for itself.

    Args:
        profiles: one row per creator: followers_count, avg_likes, avg_comments, avg_views,
            posts_count, following_count (float, NaN when unknown), platform and niche (any
            label, may be missing).
    Source: followers beside those expected from other signals, after the Follower Count
        Fallacy (2018); the regression is ours.
    """
    followers = profiles["followers_count"].to_numpy(float)
    reactions = profiles["avg_likes"].fillna(0).to_numpy(float) + profiles["avg_comments"].fillna(
        0
    ).to_numpy(float)
    has_reactions = profiles[["avg_likes", "avg_comments"]].notna().any(axis=1).to_numpy()
    usable = (followers > 0) & has_reactions & (reactions > 0)
    groups = _dummies(profiles)
    log_followers = np.log(np.where(followers > 0, followers, np.nan))
    with np.errstate(divide="ignore", invalid="ignore"):
        log_rate = np.where(usable, np.log(reactions / followers), np.nan)
    size = np.nan_to_num(log_followers)
    rate = _predicted(np.column_stack([size, size**2 / 10, groups]), log_rate, usable, seed=seed)
    figures = profiles.reindex(columns=list(_PARTS)).to_numpy(float)
    logs = np.log1p(np.nan_to_num(figures))
    count = _predicted(
        np.column_stack([logs, np.isnan(figures).astype(float), groups]),
        log_followers,
        usable,
        seed=seed,
    )
    rate_residual, count_residual = _standard(log_rate - rate), _standard(log_followers - count)
    return PeerFigures(
        np.exp(rate),
        rate_residual,
        _place(rate_residual),
        np.exp(count),
        count_residual,
        _place(count_residual),
    )


def _dummies(profiles: pd.DataFrame) -> NDArray[np.float64]:
    columns = [name for name in ("platform", "niche") if name in profiles]
    if not columns:
        return np.zeros((len(profiles), 0))
    labels = profiles[columns].astype("str").fillna("")
    return pd.get_dummies(labels, dtype=float).to_numpy(float)


def _predicted(
    table: NDArray[np.float64],
    target: NDArray[np.float64],
    usable: NDArray[np.bool_],
    *,
    seed: int,
) -> NDArray[np.float64]:
    """(n,) out-of-fold ridge predictions; NaN for rows that are not usable or too few."""
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    predictions = np.full(len(target), np.nan)
    rows = np.flatnonzero(usable)
    if len(rows) < ACCOUNTS_MIN:
        return predictions
    model = make_pipeline(StandardScaler(), Ridge(_RIDGE))
    folds = KFold(_FOLDS, shuffle=True, random_state=seed)
    predictions[rows] = cross_val_predict(model, table[rows], target[rows], cv=folds)
    return predictions


def _standard(residual: NDArray[np.float64]) -> NDArray[np.float64]:
    known = residual[~np.isnan(residual)]
    if not len(known):
        return residual
    middle = np.median(known)
    spread = 1.4826 * np.median(np.abs(known - middle))
    return (residual - middle) / max(float(spread), 1e-9)


def _place(residual: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) 0-1 among the known residuals; NaN unknown, and where there is no other."""
    if np.count_nonzero(~np.isnan(residual)) < 2:
        return np.full(len(residual), np.nan)
    return percentile_ranks(residual, ties="average")
