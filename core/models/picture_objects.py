"""Objects in the pictures of accounts, as a few numbers each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WIDTH = 64


def object_rows(
    creators: NDArray[np.int64],
    objects: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    *,
    creators_count: int,
    width: int = WIDTH,
) -> NDArray[np.float32]:
    """(creators_count, d) float32, d at most `width`; NaN without an object.

    The square roots of each creator's shares of the objects, along the directions in which the
    creators with pictures differ most: products of two rows are close to the Bhattacharyya
    coefficient of their shares.

    Args:
        creators, objects, probabilities: (m,) mean probability of an object over the pictures of
            a creator, above 0; each pair once.
    Returns:
        (creators_count, 1) NaN without any object.
    """
    rows = np.full((creators_count, 1), np.nan, dtype=np.float32)
    if not len(creators):
        return rows
    known, places = np.unique(creators, return_inverse=True)
    names, columns = np.unique(objects, return_inverse=True)
    totals = np.bincount(places, probabilities)
    from scipy.sparse import csr_array

    roots = csr_array(
        (np.sqrt(probabilities / totals[places]), (places, columns)), (len(known), len(names))
    )
    directions = _directions((roots.T @ roots).toarray(), width)
    rows = np.full((creators_count, directions.shape[1]), np.nan, dtype=np.float32)
    rows[known] = roots @ directions
    return rows


def _directions(products: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """(objects, d) right singular vectors, strongest first; the largest entry of each above 0."""
    strengths, directions = np.linalg.eigh(products)
    kept = np.flatnonzero(strengths > 1e-9 * strengths[-1])[::-1][:width]
    directions = directions[:, kept]
    largest = np.abs(directions).argmax(axis=0)
    return np.asarray(directions * np.sign(directions[largest, np.arange(len(kept))]))
