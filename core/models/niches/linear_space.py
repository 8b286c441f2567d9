"""Vectors without what only tells the language, in components of equal weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.features.embeddings import normalised


@dataclass(frozen=True)
class LinearConfig:
    """How vectors become points.

    Attributes:
        dimensions: principal components kept at most; never more than a quarter of the vectors.
        noise_ratio: a component is kept when its variance is so many times the median
            component's, which is noise; whitening would make as much of it as of the rest.
        whitening: 0 leaves the components their spread, 1 gives all the same spread.
        group_shrinkage: a group's offset counts as that of its members and this many of the mean.
    """

    dimensions: int = 100
    noise_ratio: float = 2.0
    whitening: float = 1.0
    group_shrinkage: float = 50.0


@dataclass(frozen=True)
class LinearSpace:
    """A linear map fitted to vectors.

    Attributes:
        group_names: groups with an offset, for example languages.
        group_offsets: (groups, dimension), subtracted from the members' vectors.
        mean: (dimension,) of the vectors after that.
        projection: (dimension, dimensions); empty (dimension, 0) for the identity.
    """

    group_names: tuple[str, ...]
    group_offsets: np.ndarray
    mean: np.ndarray
    projection: np.ndarray

    def points(self, vectors: np.ndarray, groups: Sequence[str] | None = None) -> np.ndarray:
        """(n, dimensions) float32 unit rows; a zero row stays zero."""
        if self.projection.shape[1] == 0:
            return normalised(np.asarray(vectors, dtype=np.float32))
        known = vectors.any(axis=1)
        moved = _without_group(vectors, groups, self.group_names, self.group_offsets)
        points = normalised(((moved - self.mean) @ self.projection).astype(np.float32))
        points[~known] = 0.0
        return points


def fit_linear(
    vectors: np.ndarray, groups: Sequence[str] | None, config: LinearConfig
) -> LinearSpace:
    """The space of unit rows (n, dimension), zero rows left out by the caller.

    Each group's own mean is subtracted first, shrunk for small groups: an encoder puts texts
    of one language together whatever they are about. Then principal components, whitened, since the
    first few are style and length of text and would drown the topics.
    """
    n, dimension = vectors.shape
    kept = min(config.dimensions, dimension, n // 4)
    if kept == 0:
        return empty_space(dimension)
    overall = vectors.mean(axis=0)
    names: list[str] = []
    offsets: list[np.ndarray] = []
    labels = np.asarray(groups if groups is not None else [""] * n, dtype=object)
    for name in sorted(set(labels.tolist())):
        member = labels == name
        count = int(member.sum())
        names.append(str(name))
        share = count / (count + config.group_shrinkage)
        offsets.append(share * (vectors[member].mean(axis=0) - overall))
    table = np.asarray(offsets, dtype=np.float32)
    moved = _without_group(vectors, list(labels), tuple(names), table)
    mean = moved.mean(axis=0)
    centred = moved - mean
    variances, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64) / n)
    order = np.argsort(-variances)[:kept]
    spread = np.sqrt(np.maximum(variances[order], 0.0))
    useful = variances[order] > config.noise_ratio * _noise(variances, n)
    if spread[0] < 1e-6 or not useful.any():
        return empty_space(dimension)
    # Two topics differ in one direction only; one more keeps a row's length from being all.
    useful[:2] = spread[:2] > 1e-6 * spread[0]
    scale = spread[useful] ** -config.whitening
    projection = (axes[:, order][:, useful] * scale).astype(np.float32)
    return LinearSpace(tuple(names), table, mean.astype(np.float32), projection)


def _noise(variances: np.ndarray, n: int) -> float:
    """Largest variance that noise alone gives, judged by the median component.

    Source: the edge of the Marchenko-Pastur law, (1 + sqrt(dimension / n))^2 of the mean.
    """
    positive = variances[variances > 1e-12 * variances.max(initial=0.0)]
    if not len(positive):
        return np.inf
    return float(np.median(positive)) * (1 + (len(positive) / n) ** 0.5) ** 2 / 2


def empty_space(dimension: int) -> LinearSpace:
    """The space that leaves vectors as they are."""
    none = np.zeros((0, dimension), np.float32)
    return LinearSpace((), none, np.zeros(dimension, np.float32), none.T)


def _without_group(
    vectors: np.ndarray,
    groups: Sequence[str] | None,
    names: tuple[str, ...],
    offsets: np.ndarray,
) -> np.ndarray:
    """Vectors less their group's offset; an unknown group has none."""
    moved = np.asarray(vectors, dtype=np.float32)
    if groups is None or not names:
        return moved
    rows = {name: row for row, name in enumerate(names)}
    table = np.vstack([offsets, np.zeros((1, offsets.shape[1]), np.float32)])
    return moved - table[[rows.get(str(group), len(names)) for group in groups]]
