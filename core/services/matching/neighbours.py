"""Creators and brands nearest to a creator, by rows of fit or by vectors of texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Neighbour:
    """One near row.

    Attributes:
        row: index into the matrix searched.
        score: cosine x 100, -100 to 100.
    """

    row: int
    score: float


def nearest_rows(
    vectors: NDArray[np.float32], vector: NDArray[np.float32], *, limit: int, without: int = -1
) -> list[Neighbour]:
    """Rows with the highest cosine to `vector`, best first, ties by row.

    Args:
        vectors: (n, d) unit rows; a zero row has no text and is left out.
        vector: (d,) unit; a zero vector gives an empty list.
        without: a row to leave out, for example the creator's own; -1 for none.
    """
    if not np.any(vector):
        return []
    scores = np.asarray(vectors @ vector, dtype=np.float64)
    usable = np.any(vectors, axis=1)
    if 0 <= without < len(usable):
        usable[without] = False
    rows = np.flatnonzero(usable)
    best = rows[np.lexsort((rows, -scores[rows]))[:limit]]
    return [Neighbour(int(row), float(scores[row] * 100)) for row in best]


def similarity_counts(
    vectors: NDArray[np.float32], vector: NDArray[np.float32], *, bins: int = 40
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Histogram of the cosine x 100 of all rows with text: (bins,) counts, (bins + 1,) edges.

    Below 0 counts as 0: not alike at all.

    Args:
        vectors: (n, d) unit rows; zero rows are left out.
        vector: (d,) unit.
    """
    scores = np.asarray(vectors @ vector, dtype=np.float64)[np.any(vectors, axis=1)] * 100
    return np.histogram(np.clip(scores, 0, 100), bins=bins)
