"""Brands and creators whose views say who works with whom."""

from __future__ import annotations

import numpy as np

from core.models.ranking.views import AccountViews, Collaborations


def planted(
    brands: int = 60, creators: int = 300, noise: float = 0.6, seed: int = 0
) -> Collaborations:
    """Each brand works with five creators of its own taste; topics and concepts tell of it.

    Two directions of the concepts have nothing to do with it and vary most, and of four others a
    brand says the opposite of its creators, so that cosines are led astray.
    """
    rng = np.random.default_rng(seed)
    tastes = rng.normal(size=(brands, 6))
    of_brand = rng.integers(0, brands, creators)
    creator_tastes = tastes[of_brand] + noise * rng.normal(size=(creators, 6))
    mix = rng.normal(size=(6, 12))

    def views(wanted: np.ndarray, sign: int) -> dict[str, np.ndarray]:
        logits = wanted @ mix[:, :8] / 2
        topics = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        concepts = wanted @ mix + 0.3 * rng.normal(size=(len(wanted), 12))
        concepts[:, 8:] *= sign
        idle = 4 * rng.normal(size=(len(wanted), 2))
        return {"topics": topics, "concepts": np.hstack([concepts, idle])}

    positives = of_brand == np.arange(brands)[:, None]
    return Collaborations(
        AccountViews(tuple(f"b{number:03}" for number in range(brands)), views(tastes, -1)),
        AccountViews(
            tuple(f"c{number:04}" for number in range(creators)), views(creator_tastes, 1)
        ),
        positives,
    )
