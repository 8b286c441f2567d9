"""What creators ask for a post and for a story."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.people.cast import Cast

# EUR a post by tier as published (nano 10-100 ... mega above 10,000); the spread is ours.
_PRICE_MEDIANS = (38, 230, 1_500, 7_000, 21_000)
_PRICE_BOUNDS = ((10, 100), (100, 500), (500, 5_000), (5_000, 10_000), (10_000, 180_000))


@dataclass(frozen=True)
class Prices:
    """EUR, (n,) float64; NaN where a creator names no price."""

    post: np.ndarray
    story: np.ndarray


def make_prices(cast: Cast, rng: np.random.Generator) -> Prices:
    """Prices by tier; more for engaged followers, some outside the published ranges."""
    n = len(cast)
    medians, bounds = np.array(_PRICE_MEDIANS), np.array(_PRICE_BOUNDS)
    liked = (cast.engagement / np.median(cast.engagement)) ** 0.25
    post = medians[cast.tier] * liked * np.exp(rng.normal(0, 0.5, n))
    inside = np.clip(post, bounds[cast.tier, 0], bounds[cast.tier, 1])
    post = np.where(rng.random(n) < 0.9, inside, post)
    story = post * rng.uniform(0.25, 0.6, n)
    silent = rng.random(n) < 0.14
    story_silent = silent | (rng.random(n) < 0.08)
    return Prices(
        post=np.where(silent, np.nan, price_points(post)),
        story=np.where(story_silent, np.nan, price_points(story)),
    )


def price_points(price: np.ndarray) -> np.ndarray:
    """Prices as people name them: in fives below 100, then with two digits."""
    steps = np.where(price < 100, 5, 10.0 ** np.floor(np.log10(np.maximum(price, 1))) / 10)
    return np.maximum(np.rint(price / steps) * steps, 5)
