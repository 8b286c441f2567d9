"""Which creators are close to what a text means, and whether it means anything here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_FILE = "meaning.npz"
_NONSENSE_COUNT, _NONSENSE_SHARE, _SEED = 200, 0.95, 7
_LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
_CLOSE_MOST, _CLOSE_SHARE = 10, 0.02


@dataclass(frozen=True)
class Meaning:
    """Attributes:
    mean: (d,) float32 mean vector of the creators; what all share says nothing of one.
    lengths: (n,) float32 of their vectors less the mean; 0 for those without text.
    floor: similarity from which a creator is close to a text.
    """

    mean: np.ndarray
    lengths: np.ndarray
    floor: float

    def similarities(self, vectors: np.ndarray, vector: np.ndarray) -> np.ndarray:
        """(n,) cosines of a text to the creators less their mean; -1 for those without text.

        Args:
            vectors: (n, d) of the creators, from which this was made.
            vector: (d,) unit vector of the text.
        """
        return _similarities(vectors @ vector - self.mean @ vector, self.lengths)

    def close(self, similarities: np.ndarray) -> np.ndarray:
        """Rows of creators that are close, closest first; none where too few are.

        A text that means something is close to several creators; one that does not, to few.
        """
        rows = np.flatnonzero(similarities >= self.floor)
        if len(rows) < _enough(len(similarities)):
            return rows[:0]
        return rows[np.argsort(-similarities[rows], kind="stable")]


def measured(encode: Callable[[list[str]], np.ndarray], vectors: np.ndarray) -> Meaning:
    """The meaning of the creators of a build.

    The floor is what texts of random letters stay below in 95 of 100 cases, at the tenth closest
    creator (of few creators, at the closest 2%).

    Args:
        encode: texts -> (n, d) float32 unit vectors.
        vectors: (n, d) of all creators; a zero row for one without text.
    """
    has_text = vectors.any(axis=1)
    mean = np.zeros(vectors.shape[1], np.float32)
    if has_text.any():
        mean = vectors[has_text].mean(axis=0, dtype=np.float64).astype(np.float32)
    # |v - m|² without a copy of all vectors.
    squares = np.einsum("ij,ij->i", vectors, vectors) - 2 * vectors @ mean + mean @ mean
    lengths = np.where(has_text, np.sqrt(np.maximum(squares, 0)), 0).astype(np.float32)
    if not len(vectors):
        return Meaning(mean, lengths, 1.0)
    place = _enough(len(vectors))
    texts = encode(_nonsense())
    reached = [
        np.partition(_similarities(vectors @ text - mean @ text, lengths), -place)[-place]
        for text in texts
    ]
    return Meaning(mean, lengths, float(np.quantile(reached, _NONSENSE_SHARE)))


def save(meaning: Meaning, folder: Path) -> None:
    """Writes it into a folder that is there."""
    np.savez(
        folder / _FILE, mean=meaning.mean, lengths=meaning.lengths, floor=np.array(meaning.floor)
    )


def load(folder: Path) -> Meaning | None:
    """The meaning of a folder; None where the build had no encoder at hand."""
    if not (folder / _FILE).is_file():
        return None
    with np.load(folder / _FILE, allow_pickle=False) as arrays:
        return Meaning(arrays["mean"], arrays["lengths"], float(arrays["floor"]))


def _similarities(products: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    return np.divide(
        products, lengths, out=np.full(len(products), -1.0, np.float32), where=lengths > 1e-6
    )


def _enough(creators_count: int) -> int:
    return max(1, min(_CLOSE_MOST, int(creators_count * _CLOSE_SHARE)))


def _nonsense() -> list[str]:
    rng = np.random.default_rng(_SEED)
    return [
        " ".join("".join(rng.choice(_LETTERS, rng.integers(3, 11))) for _ in range(count))
        for count in rng.integers(1, 4, _NONSENSE_COUNT)
    ]
