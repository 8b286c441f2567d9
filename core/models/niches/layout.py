"""A picture of all creators in two dimensions: near means similar text."""

from __future__ import annotations

import numpy as np

from core.progress import Report, silent

_NEIGHBOURS = 8


def layout(
    points: np.ndarray,
    *,
    seed: int,
    fitted_rows: int = 2500,
    iterations: int = 500,
    report: Report = silent,
) -> np.ndarray:
    """(n, 2) float64 positions within -1 to 1 for unit rows (n, dimensions).

    At most `fitted_rows` are laid out by t-SNE on cosine distances; the others go to the
    weighted mean of their nearest laid-out neighbours, with a little scatter so that points do
    not lie on each other. One or two rows get fixed places.
    """
    n = len(points)
    if n < 3:
        return np.array([[0.0, 0.0], [1.0, 0.0]])[:n]
    generator = np.random.default_rng(seed)
    if n <= fitted_rows:
        chosen = np.arange(n)
    else:
        chosen = np.sort(generator.choice(n, fitted_rows, replace=False))
    report("niches", 0, 1, "drawing the map")
    placed = _tsne(points[chosen], seed, iterations)
    positions = np.zeros((n, 2))
    positions[chosen] = placed
    rest = np.setdiff1d(np.arange(n), chosen)
    for start in range(0, len(rest), 4096):
        rows = rest[start : start + 4096]
        positions[rows] = _beside(points[rows], points[chosen], placed, generator)
    positions -= positions.mean(axis=0)
    return positions / max(float(np.abs(positions).max()), 1e-9)


def _tsne(points: np.ndarray, seed: int, iterations: int) -> np.ndarray:
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    n, dimensions = points.shape
    if n < 8 or dimensions < 2:
        # Too few for neighbourhoods: the two widest directions are the picture.
        width = min(2, n, dimensions)
        positions = np.zeros((n, 2))
        positions[:, :width] = PCA(width, random_state=seed).fit_transform(points)[:, :width]
        return positions
    reduced = points
    if dimensions > 50 and n > 50:
        reduced = PCA(50, random_state=seed).fit_transform(points)
    model = TSNE(
        2,
        init="pca" if np.ptp(reduced) > 0 else "random",
        perplexity=min(30.0, (n - 1) / 3),
        learning_rate="auto",
        max_iter=max(iterations, 250),
        random_state=seed,
    )
    # Two threads were ten times slower than one on a busy machine.
    with threadpool_limits(1):
        positions = model.fit_transform(reduced)
    return np.nan_to_num(positions.astype(np.float64))


def _beside(
    points: np.ndarray, fitted: np.ndarray, placed: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    similarity = points @ fitted.T
    k = min(_NEIGHBOURS, len(fitted))
    near = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
    weights = np.exp(10.0 * np.take_along_axis(similarity, near, axis=1))
    weights /= weights.sum(axis=1, keepdims=True)
    # The nearest point says where; the others only pull a little, or all would meet in the middle.
    best = near[np.arange(len(near)), np.argmax(weights, axis=1)]
    mixed = 0.7 * placed[best] + 0.3 * np.einsum("nk,nkd->nd", weights, placed[near])
    scatter = 0.01 * float(np.abs(placed).max(initial=0.0))
    return mixed + generator.normal(0.0, max(scatter, 1e-9), mixed.shape)
