"""Centres of niches: by k-means, and of unit length by spherical k-means."""

from __future__ import annotations

import numpy as np

from core.features.embeddings import normalised

_MOST_ROUNDS = 50


def k_means_centres(points: np.ndarray, k: int, starts: int, seed: int) -> np.ndarray:
    """(k, dimensions) float32: the tightest of `starts` runs of k-means with k-means++."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    model = KMeans(n_clusters=k, init="k-means++", n_init=starts, random_state=seed)
    # Two threads gain 1.7 times at best and lost 30 times on a busy machine.
    with threadpool_limits(1):
        return model.fit(points).cluster_centers_.astype(np.float32)


def unit_centres(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """(k, dimensions) float32 of length 1: k-means by angle from the centres given.

    A plain centre is the shorter the less its members agree, and a short one is near to
    everything; among centres of one length only the direction counts.

    Args:
        points: unit rows (n, dimensions).
    Source: spherical k-means (Dhillon & Modha 2001).
    """
    units = normalised(centres)
    before = np.full(len(points), -1)
    for _ in range(_MOST_ROUNDS):
        nearest = (points @ units.T).argmax(axis=1)
        if np.array_equal(nearest, before):
            break
        before = nearest
        sums = np.zeros_like(units)
        np.add.at(sums, nearest, points)
        # A centre that lost all its members stays where it is.
        units = np.where(sums.any(axis=1, keepdims=True), normalised(sums), units)
    return units
