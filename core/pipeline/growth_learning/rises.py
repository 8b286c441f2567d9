"""Planted growth with honest times of faster growth in it, to learn what no delivery is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demo.histories.rises import with_rise
from core.domain.histories import Histories
from core.pipeline.growth_learning.planted import PlantedGrowth

# What posts reach meanwhile, in usual posts of the creator: some honest growth leaves no trace
# there, as after a report on television.
_REACH = (1.0, 2.5)


def with_rises(planted: PlantedGrowth, rng: np.random.Generator, *, share: float) -> PlantedGrowth:
    """The same, with faster growth for a while at a share of those who bought nothing."""
    histories = planted.given.histories
    n, days = len(planted.creator_ids), int(histories.starts[1])
    counts = histories.counts.reshape(n, days).copy()
    raised = (rng.random(n) < share) & ~planted.purchased
    firsts, lasts = np.full(n, -1), np.full(n, -1)
    for row in np.flatnonzero(raised):
        counts[row], firsts[row], lasts[row] = with_rise(counts[row], rng)
    posts = planted.given.posts
    if posts is not None:
        posts = _wider(posts, raised, firsts, lasts, int(histories.days[0]), rng)
    given = replace(
        planted.given,
        histories=Histories(histories.starts, histories.days, counts.ravel()),
        posts=posts,
    )
    return replace(planted, given=given, changed=raised)


def _wider(
    posts: pd.DataFrame,
    raised: NDArray[np.bool_],
    firsts: NDArray[np.int64],
    lasts: NDArray[np.int64],
    first_day: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The posts, those of the time of faster growth with more reach."""
    reach = rng.uniform(*_REACH, len(raised))
    own, day = posts["creator"].to_numpy(), posts["day_number"].to_numpy() - first_day
    inside = raised[own] & (day >= firsts[own]) & (day <= lasts[own])
    return posts.assign(engagements=posts["engagements"] * np.where(inside, reach[own], 1.0))
