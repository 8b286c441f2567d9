"""Whether the posts that are shown as reasons matter: what happens without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.posts import Posts
from core.models.profiling.profiler import Profiler


@dataclass(frozen=True)
class DroppedPosts:
    """How much lower the probability of an account's category is without one of its posts.

    Attributes:
        accounts_count: accounts with at least three readable posts.
        top: mean drop without the post of most weight, in probability.
        random: mean drop without another post, drawn by chance.
    """

    accounts_count: int
    top: float
    random: float


def dropped_posts(profiler: Profiler, posts: Posts, *, seed: int) -> DroppedPosts:
    """The two drops on accounts that the profiler was not trained on."""
    whole = profiler.score(posts)
    readable = whole.weights > 0
    counts = np.bincount(posts.account_rows[readable], minlength=posts.accounts_count)
    accounts = np.flatnonzero(counts >= 3)
    if len(accounts) == 0:
        return DroppedPosts(0, float("nan"), float("nan"))
    starts, rng = posts.starts, np.random.default_rng(seed)
    top, other = [], []
    for account in accounts:
        rows = np.arange(starts[account], starts[account + 1])
        rows = rows[readable[rows]]
        best = rows[np.argmax(whole.weights[rows])]
        top.append(best)
        other.append(rng.choice(rows[rows != best]))
    category = whole.probabilities[accounts].argmax(axis=1)
    before = whole.probabilities[accounts, category]
    drops = []
    for left_out in (top, other):
        kept: NDArray[np.bool_] = np.ones(len(posts), dtype=bool)
        kept[left_out] = False
        after = profiler.score(posts.only(kept)).probabilities[accounts, category]
        drops.append(float((before - after).mean()))
    return DroppedPosts(len(accounts), drops[0], drops[1])
