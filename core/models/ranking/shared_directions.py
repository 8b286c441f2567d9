"""Directions in which brands and the creators they work with vary together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.ranking.views import Vectors, cosines

_RIDGE = 1.0  # of the mean spread of a side
_POWER = 0.5  # of the correlation of a direction, as its weight


@dataclass(frozen=True)
class SharedDirections:
    """Attributes:
    brand_map: (d, k), creator_map: (d, k); centred views side by side in, directions out.
    """

    brand_map: Vectors
    creator_map: Vectors

    def similarity(self, brands: Vectors, creators: Vectors) -> Vectors:
        """(n, m) cosine along the directions, of (n, d) and (m, d) centred rows."""
        return cosines(brands @ self.brand_map, creators @ self.creator_map)


def fit_shared_directions(
    brands: Vectors, creators: Vectors, positives: NDArray[np.bool_]
) -> SharedDirections:
    """Directions from the pairs of a brand and a creator that worked together.

    Args:
        brands: (n, d), creators: (m, d) centred, without NaN.
        positives: (n, m) True where they worked together. A brand with many counts less a pair:
            1 / sqrt(creators of the brand), or a few large brands would decide.
    Source: canonical correlation analysis (Hotelling 1936) with a ridge on both sides
        (Vinod 1976).
    """
    rows, columns = np.nonzero(positives)
    weights = 1 / np.sqrt(positives.sum(axis=1))[rows]
    weights = weights / weights.sum()
    left, right = brands[rows], creators[columns]
    weighted = left * weights[:, None]
    brand_root = _inverse_root(weighted.T @ left)
    creator_root = _inverse_root((right * weights[:, None]).T @ right)
    left_axes, strengths, right_axes = _svd(brand_root @ (weighted.T @ right) @ creator_root)
    strengths = strengths**_POWER
    return SharedDirections(
        brand_root @ left_axes * strengths, creator_root @ right_axes.T * strengths
    )


def _svd(matrix: Vectors) -> tuple[Vectors, Vectors, Vectors]:
    try:
        return np.linalg.svd(matrix)
    except np.linalg.LinAlgError:
        # LAPACK's usual driver fails on some matrices of low rank; the slower one does not.
        from scipy.linalg import svd

        left, strengths, right = svd(matrix, lapack_driver="gesvd")
        return left, strengths, right


def _inverse_root(spread: Vectors) -> Vectors:
    values, axes = np.linalg.eigh(spread)
    ridge = _RIDGE * max(float(np.trace(spread)) / len(spread), 1e-12)
    return np.asarray((axes / np.sqrt(np.maximum(values, 0) + ridge)) @ axes.T)
