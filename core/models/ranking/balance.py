"""Creators that are close to every brand step back, when many brands are ranked together."""

from __future__ import annotations

import numpy as np

from core.models.ranking.views import Vectors

# With fewer brands a creator that suits two of them would be punished for it: measured in
# docs/benchmarks/ranking.md.
FEWEST_BRANDS = 30
_ROUNDS = 10


def balanced(scores: Vectors, temperature: float) -> Vectors:
    """Scores less what a creator has in common with all brands, same shape and scale.

    Each creator has one unit to share out among the brands by exp(score / temperature), each
    brand receives as much as any other; a creator's score falls by what it takes to hold to that.

    Args:
        scores: (brands, creators), standardised; as they are with fewer than `FEWEST_BRANDS`.
        temperature: above 0; low ones make creators choose.
    Source: Sinkhorn and Knopp 1967; against hubs as inverted softmax (Smith et al. 2017).
    """
    brands_count, creators_count = scores.shape
    if brands_count < FEWEST_BRANDS or not creators_count:
        return scores
    top = scores.max(axis=0)
    kernel = np.exp((scores - top) / temperature)
    brand_factors = np.ones(brands_count)
    for _ in range(_ROUNDS):
        creator_factors = 1 / (brand_factors @ kernel)
        brand_factors = creators_count / brands_count / (kernel @ creator_factors)
    # A factor of a brand moves all its creators alike, so that its order does not need it.
    setback = top - temperature * np.log(creator_factors)
    return np.asarray(scores - (setback - setback.mean()))
