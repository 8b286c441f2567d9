"""Judged pairs of made-up people with a known truth."""

from __future__ import annotations

import numpy as np

from core.models.influence.pairs import Pairs

NAMES = ("followers_count", "listed_count", "noise")


def judged(count: int = 400, people: int = 60, *, seed: int = 0, missing: float = 0.0) -> Pairs:
    """Pairs whose choice follows followers and lists, not the third feature, with some noise."""
    rng = np.random.default_rng(seed)
    x = np.exp(rng.normal(8, 2, (people, 3)))
    strength = 0.8 * np.log(x[:, 0]) + 0.5 * np.log(x[:, 1])
    a, b = rng.integers(people, size=(2, count))
    b = np.where(a == b, (b + 1) % people, b)
    odds = strength[a] - strength[b]
    choice = (rng.random(count) < 1 / (1 + np.exp(-odds))).astype(float)
    x = np.where(rng.random(x.shape) < missing, np.nan, x)
    return Pairs(NAMES, x[a], x[b], choice, a.astype(np.int64), b.astype(np.int64))
