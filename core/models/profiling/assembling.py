"""From what the parts say of posts to what they say of accounts, and the joins of the parts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.part_inputs import PICTURE, SIDES, TEXT, PartScores
from core.models.profiling.pooling import pooled
from core.models.profiling.posts import Posts
from core.models.profiling.stack import Join, JoinConfig, fit_join


def even_folds(targets: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """The fold (0 to count - 1) of each account, every class spread evenly."""
    rng = np.random.default_rng(seed)
    folds = np.empty(len(targets), dtype=np.int64)
    for target in np.unique(targets):
        rows = rng.permutation(np.flatnonzero(targets == target))
        folds[rows] = (np.arange(len(rows)) + rng.integers(count)) % count
    return folds


def put(
    scores: PartScores, posts: Posts, accounts: NDArray[np.int64], new: PartScores | None
) -> None:
    """Replaces the scores of some accounts; NaN where there are no new ones."""
    if scores.accounts is not None:
        scores.accounts[accounts] = np.nan if new is None else new.accounts
    if scores.posts is not None:
        starts = posts.starts
        rows = [np.arange(starts[account], starts[account + 1]) for account in accounts]
        if rows:
            scores.posts[np.concatenate(rows)] = np.nan if new is None else new.posts


def post_scores(scores: Mapping[str, PartScores]) -> list[NDArray[np.float32]]:
    """Of the parts that read posts."""
    return [part.posts for part in scores.values() if part.posts is not None]


def account_scores(
    scores: Mapping[str, PartScores], weights: NDArray[np.float32], posts: Posts
) -> dict[str, NDArray[np.floating]]:
    """(n_accounts, k) of each part; of those that read posts the weighted mean."""
    result: dict[str, NDArray[np.floating]] = {}
    for name, part in scores.items():
        if part.accounts is not None:
            result[name] = part.accounts
        elif part.posts is not None:
            result[name] = pooled(part.posts, weights, posts.account_rows, posts.accounts_count)
    return result


def is_of(name: str, side: str) -> bool:
    """Whether a part belongs to a side; all of them to 'all'."""
    return side == "all" or SIDES[name] == side


def fit_joins(
    accounts: Mapping[str, NDArray[np.floating]],
    rows: NDArray[np.int64],
    targets: NDArray[np.int64],
    config: JoinConfig,
) -> dict[str, Join]:
    """Joins of all parts and of those of each side, on the accounts that have something of it."""
    joins = {}
    for side in ("all", TEXT, PICTURE):
        scores = [part[rows] for name, part in accounts.items() if is_of(name, side)]
        if not scores:
            continue
        has = ~np.all([np.isnan(part).any(axis=1) for part in scores], axis=0)
        if len(np.unique(targets[has])) > 1:
            joins[side] = fit_join([part[has] for part in scores], targets[has], config)
    return joins
