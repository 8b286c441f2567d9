"""Vectors of the nodes of a graph: what random walks would learn, in closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WINDOW = 10


def node_vectors(
    adjacency: NDArray[np.float64], dimension: int, *, window: int = WINDOW
) -> NDArray[np.float64]:
    """(n, min(dimension, n)) unit rows; near means that walks meet the two nodes together.

    A node without an edge has a row of zeros. The same graph gives the same rows; the sign of each
    direction is fixed by its largest entry.

    Args:
        adjacency: (n, n) symmetric, 0 or more.
        window: steps of a walk within which two nodes count as met.
    Source: NetMF (Qiu et al. 2018), the matrix that DeepWalk and node2vec with p = q = 1
    factorise: log of vol / window x (P + ... + P^window) D^-1, cut at 0.
    """
    count = len(adjacency)
    degrees = adjacency.sum(axis=1)
    linked = degrees > 0
    if not linked.any():
        return np.zeros((count, min(dimension, count)))
    roots = np.where(linked, 1 / np.sqrt(np.where(linked, degrees, 1.0)), 0.0)
    values, directions = np.linalg.eigh(adjacency * roots[:, None] * roots[None, :])
    powers = np.sum([values**step for step in range(1, window + 1)], axis=0)
    spread = directions * roots[:, None]
    met = (spread * powers) @ spread.T * degrees.sum() / window
    logs = np.log(np.maximum(met, 1.0))
    logs = (logs + logs.T) / 2
    values, directions = np.linalg.eigh(logs)
    order = np.argsort(-np.abs(values), kind="stable")[:dimension]
    vectors = directions[:, order] * np.sqrt(np.abs(values[order]))
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(len(order))])
    vectors *= np.where(signs == 0, 1.0, signs)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-9)
    rows[~linked] = 0
    return np.asarray(rows)
