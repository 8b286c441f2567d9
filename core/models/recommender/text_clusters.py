"""Coarse groups of texts, which brands and creators share, as a feature of both."""

from __future__ import annotations

import numpy as np

CLUSTERS = 40  # about a hundred creators each in the demo; half and twice made no difference
_TEXTS_A_CLUSTER = 10


def text_centres(vectors: np.ndarray, *, seed: int, clusters_count: int = CLUSTERS) -> np.ndarray:
    """(k, dimension) float32 centres of the creators' vectors; (0, dimension) without any text.

    Args:
        vectors: (n, dimension) unit rows, zero where there is no text.
    Returns:
        k is at most one for ten texts, so that a cluster says something about others.
    Source: MiniBatchKMeans (Sculley 2010).
    """
    known = vectors[vectors.any(axis=1)]
    k = min(clusters_count, len(known) // _TEXTS_A_CLUSTER)
    if k < 1:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    from sklearn.cluster import MiniBatchKMeans

    model = MiniBatchKMeans(k, random_state=seed, n_init=3, batch_size=1024)
    return np.asarray(model.fit(known).cluster_centers_, dtype=np.float32)


def nearest_centre(vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """(n,) number of the nearest centre; -1 for a zero vector or without centres."""
    if not len(centres):
        return np.full(len(vectors), -1)
    distance = (centres * centres).sum(axis=1)[None, :] - 2 * vectors @ centres.T
    return np.where(vectors.any(axis=1), distance.argmin(axis=1), -1)
