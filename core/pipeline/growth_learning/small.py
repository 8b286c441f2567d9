"""Small and still accounts with planted orders in place of demo creators."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demo.histories.small_accounts import small_accounts
from core.domain.histories import Histories
from core.models.growth.kinds import DRIP, ORGANIC, STAIRCASE, STEP, STEP_DECAY, VIRAL
from core.pipeline.growth_learning.planted import PlantedGrowth

# What a post that brought followers reached, in median posts of its creator.
_REACH = (2.0, 12.0)
_SMALL_PATTERNS = {
    "step": STEP,
    "rounded step": STEP,
    "step_decay": STEP_DECAY,
    "staircase": STAIRCASE,
    "drip": DRIP,
    "wave after a post": VIRAL,
}


def with_small_accounts(
    planted: PlantedGrowth, rng: np.random.Generator, *, share: float = 1.0
) -> PlantedGrowth:
    """The same creators, a share of them with the histories of small accounts.

    Their posts stay, and one that brought followers reached far. Without comparisons of
    profiles, which would not fit.
    """
    histories = planted.given.histories
    n, days = len(planted.creator_ids), int(histories.starts[1])
    accounts = small_accounts(n, days=days, rng=rng)
    small = rng.random(n) < share
    day = np.broadcast_to(np.arange(days), (n, days))
    first_known = np.where(small, accounts.first_known, 0)
    known = day >= first_known[:, None]
    counts = np.where(small[:, None], accounts.counts, histories.counts.reshape(n, days))
    first_day = int(histories.days[0])
    spans = {
        planted.creator_ids[row]: (
            first_day + int(accounts.first_days[row]),
            first_day + int(accounts.last_days[row]),
        )
        for row in np.flatnonzero(small & accounts.purchased)
    }
    kept = {
        creator: span
        for creator, span in planted.days.items()
        if not small[planted.creator_ids.index(creator)]
    }
    patterns = [_SMALL_PATTERNS.get(str(kind), ORGANIC) for kind in accounts.kinds]
    posts = planted.given.posts
    if posts is not None:
        posts = _with_reach(posts, np.where(small, accounts.post_days, -1), first_day, rng)
    data = replace(
        planted.given,
        histories=Histories(
            np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int64),
            (day + first_day)[known],
            counts[known],
        ),
        posts=posts,
        collaborations=None,
        peers=None,
    )
    return replace(
        planted,
        given=data,
        purchased=np.where(small, accounts.purchased, planted.purchased),
        patterns=np.where(small, np.array(patterns, dtype=object), planted.patterns),
        days=kept | spans,
        bursty=planted.bursty & ~small,
        small_kinds=np.where(small, accounts.kinds, ""),
        changed=small,
    )


def _with_reach(
    posts: pd.DataFrame, post_days: NDArray[np.int64], first_day: int, rng: np.random.Generator
) -> pd.DataFrame:
    """The posts with one more of each creator that a post brought followers."""
    creators = np.flatnonzero(post_days >= 0)
    usual = posts.groupby("creator")["engagements"].median().reindex(creators).to_numpy(float)
    low, high = np.log(_REACH)
    reach = np.exp(rng.uniform(low, high, len(creators)))
    more = pd.DataFrame(
        {
            "creator": creators,
            "day_number": post_days[creators] + first_day,
            "engagements": np.nan_to_num(usual, nan=1.0) * reach,
        }
    )
    return pd.concat([posts, more], ignore_index=True)
