"""Places of a few concepts in a picture: near means alike, and no two on one spot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 150
_SPREADING = 60
_LEAST_DISTANCE = 0.34  # of two labels, where the picture is 2 wide; in height a third of it
_FLATNESS = 3.0
_EVENNESS = 0.6  # 0 leaves one that is far from all alone at an edge, 1 spreads all evenly


def positions(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) float64 within -1 to 1; the same rows give the same places.

    Stress majorisation of the distances 1 - cosine from classical scaling, then labels that
    would cover each other move apart. One row lies in the middle.

    Args:
        vectors: (n, d) unit rows; a row of zeros is as far from all as those that share nothing.
    Source: SMACOF (de Leeuw 1977), weights 1 / distance^2.
    """
    count = len(vectors)
    if count < 2:
        return np.zeros((count, 2))
    distances = 1 - np.clip(vectors @ vectors.T, 0, 0.97)
    np.fill_diagonal(distances, 0)
    places = _classical(distances)
    weights = np.divide(1.0, distances**2, out=np.zeros_like(distances), where=distances > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(_ROUNDS):
        gaps = _gaps(places)
        ratio = np.divide(distances, gaps, out=np.zeros_like(gaps), where=gaps > 1e-9) * weights
        places = inverse @ (np.diag(ratio.sum(axis=1)) - ratio) @ places
    order = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = 2 * order / (count - 1) - 1
    spread = (1 - _EVENNESS) * _framed(places) + _EVENNESS * even
    return apart(_framed(spread), _LEAST_DISTANCE, flatness=_FLATNESS)


def apart(
    places: NDArray[np.float64],
    least: float,
    *,
    flatness: float,
    fixed: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """(n, 2) the places, moved until neighbours keep `least` between them, more or less.

    Args:
        flatness: how much wider than high what stands there is.
        fixed: (m, 2) other places, which stay, to keep off.
    """
    count = len(places)
    moved = np.vstack([places, fixed if fixed is not None else np.zeros((0, 2))])
    start = moved.copy()
    # Two on one spot need a direction to part in.
    turns = np.arange(len(moved))
    moved += 1e-4 * np.column_stack([np.cos(turns), np.sin(turns)])
    for _ in range(_SPREADING):
        step = moved[:, None, :] - moved[None, :, :]
        step[:, :, 1] *= flatness
        gaps = np.sqrt((step**2).sum(axis=2))
        np.fill_diagonal(gaps, np.inf)
        lacking = np.maximum(least - gaps, 0) / np.maximum(gaps, 1e-9)
        push = (step * lacking[:, :, None]).sum(axis=1)
        push[:, 1] /= flatness
        moved = np.clip(moved + 0.3 * push, -1, 1)
        moved[count:] = start[count:]
    return np.asarray(moved[:count])


def _classical(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) places by classical scaling; the sign of each axis is fixed."""
    count = len(distances)
    centre = np.eye(count) - 1 / count
    values, axes = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    places = axes[:, -1:-3:-1] * np.sqrt(np.maximum(values[-1:-3:-1], 1e-9))
    signs = np.sign(places[np.abs(places).argmax(axis=0), np.arange(places.shape[1])])
    places = places * np.where(signs == 0, 1.0, signs)
    return places if places.shape[1] == 2 else np.column_stack([places, np.zeros(count)])


def _gaps(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)))


def _framed(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each axis from -1 to 1."""
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray(2 * (places - low) / np.maximum(high - low, 1e-9) - 1)
