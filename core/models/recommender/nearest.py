"""The rows that are nearest by features, among very many."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.models.top_positions import top_positions

_ROWS_AT_ONCE = 256
# Of the known rows. A dense product takes two operations a pair and column at full speed; a sparse
# one takes some fifty times as long for each pair of rows that share the column.
_COMMON_FROM = 0.03


class NearestRows:
    """Finds the nearest of known rows, by the cosine of their features."""

    def __init__(self, features: Any) -> None:
        """Args:
        features: (k, f) CSR of unit rows or rows of zeros; those that are found.
        """
        from scipy.sparse import csc_array

        known = csc_array(features)
        self.count: int = known.shape[0]
        self._is_common = np.diff(known.indptr) >= _COMMON_FROM * max(self.count, 1)
        self._common = known[:, self._is_common].toarray().astype(np.float32).T
        self._rare = known[:, ~self._is_common].T.tocsr()

    def nearest(self, features: Any, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the known ones, nearest first, and their cosines.

        Args:
            features: (n, f) CSR of unit rows or rows of zeros, with the same columns.
            count: most that are wanted of each.
        Returns:
            (n, m) int64 and float32, m = min(count, k); -1 and 0 where no further row shares a
            feature. Of equally near ones the lower row.
        """
        n, m = features.shape[0], min(count, self.count)
        rows = np.full((n, m), -1, dtype=np.int64)
        cosines = np.zeros((n, m), dtype=np.float32)
        for start in range(0, n if m else 0, _ROWS_AT_ONCE):
            for row, closeness in enumerate(
                self._closeness(features[start : start + _ROWS_AT_ONCE]), start
            ):
                best = top_positions(closeness, m)
                best = best[closeness[best] > 0]
                rows[row, : len(best)] = best
                cosines[row, : len(best)] = closeness[best]
        return rows, cosines

    def _closeness(self, features: Any) -> np.ndarray:
        """(n, k) cosines."""
        from scipy.sparse import csc_array

        given = csc_array(features)
        common = given[:, self._is_common].toarray().astype(np.float32)
        closeness: np.ndarray = common @ self._common
        rare = (given[:, ~self._is_common].tocsr() @ self._rare).tocoo()
        closeness[rare.row, rare.col] += rare.data
        return closeness
