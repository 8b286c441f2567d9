"""From what the parts say of posts to what they say of accounts, and the joins of the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.part_inputs import PICTURE, SIDES, TEXT, PartScores
from core.models.profiling.pooling import Pooling, PoolingRule, fit_pooling, pooled
from core.models.profiling.posts import Posts
from core.models.profiling.stack import Join, JoinConfig, fit_join
from core.processes import numeric_threads


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


def joined(
    joins: Mapping[str, Join], side: str, scores: Mapping[str, NDArray[np.floating]]
) -> NDArray[np.float64]:
    """(n, k) probabilities by the parts of a side; a NaN row where they read nothing.

    Where all parts are asked and nothing but a picture can be read, the join of pictures answers:
    the join of all parts has seen hardly any such row.

    Args:
        scores: of each part (n, k); NaN rows where it says nothing.
    """
    result = joins[side].probabilities([part for name, part in scores.items() if is_of(name, side)])
    if side == "all" and PICTURE in joins and any(is_of(name, TEXT) for name in scores):
        alone = _is_read(scores, PICTURE) & ~_is_read(scores, TEXT)
        result[alone] = joined(joins, PICTURE, scores)[alone]
    return result


def _is_read(scores: Mapping[str, NDArray[np.floating]], side: str) -> NDArray[np.bool_]:
    """(n,) whether a part of the side says something."""
    parts = [part for name, part in scores.items() if is_of(name, side)]
    return np.asarray(~np.all([np.isnan(part).any(axis=1) for part in parts], axis=0))


def best_pooling(
    scores: Mapping[str, PartScores],
    posts: Posts,
    rows: NDArray[np.int64],
    targets: NDArray[np.int64],
    rules: Sequence[PoolingRule],
    threads: int = 1,
) -> Pooling:
    """The pooling by the rule that explains accounts best; the first of equals.

    Args:
        scores: of accounts that the parts had not seen.
        rows: accounts with a category; targets: their categories.
        threads: rules that are tried side by side; the result is the same.
    """
    # One weight per part tells the poolings apart as well as the whole join, and much quicker.
    config = JoinConfig(balance=0, rows_per_weight=np.inf)

    def loss(pooling: Pooling) -> float:
        weights = pooling.weights(post_scores(scores), posts.account_rows)
        accounts = account_scores(scores, weights, posts)
        joins = fit_joins(accounts, rows, targets, config)
        if "all" not in joins:
            return np.inf
        probabilities = joins["all"].probabilities([part[rows] for part in accounts.values()])
        chances = np.maximum(probabilities[np.arange(len(rows)), targets], 1e-12)
        return -float(np.nanmean(np.log(chances)))

    poolings = [fit_pooling(post_scores(scores), rule) for rule in rules]
    if len(poolings) == 1:
        return poolings[0]
    with numeric_threads(threads) as pool:
        losses = list(pool.map(loss, poolings))
    return poolings[int(np.argmin(np.nan_to_num(losses, nan=np.inf)))]
