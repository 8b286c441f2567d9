"""Made-up posts with hashtags whose fashion is known."""

from __future__ import annotations

import numpy as np

from core.models.trends.found import HASHTAG, DatedPosts, Uses

WEEKS = 14


def posts_of(rng: np.random.Generator, creators: int, posts: int, *, growing: bool) -> DatedPosts:
    """Dated posts; in a growing store, creators begin to post one after the other."""
    owner = np.repeat(np.arange(creators), posts)
    begin = rng.uniform(0, 0.9, creators)[owner] if growing else 0.0
    days = np.floor((begin + (1 - begin) * rng.random(len(owner))) * WEEKS * 7).astype(np.int64)
    return DatedPosts(owner, days + 20_000, rng.lognormal(5, 0.5, len(owner)))


def tags_of(rng: np.random.Generator, posts: DatedPosts, shares: list[np.ndarray]) -> Uses:
    """Each tag with its chance a week (of `WEEKS`), independent of the others."""
    week = (posts.days - 20_000) // 7
    found = [np.flatnonzero(rng.random(len(week)) < share[week]) for share in shares]
    return Uses(
        HASHTAG,
        np.concatenate(found),
        np.repeat(np.arange(len(found)), [len(one) for one in found]),
        [f"tag{number:03d}" for number in range(len(found))],
    )
