"""Groups of texts that brands and creators share."""

from __future__ import annotations

import numpy as np

from core.models.recommender.text_clusters import nearest_centre, text_centres


def _texts(count: int) -> np.ndarray:
    """Unit rows of two directions, one after the other, and a zero row at the end."""
    generator = np.random.default_rng(5)
    rows = np.eye(2, 4)[np.arange(count) % 2] + generator.normal(0, 0.05, (count, 4))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.vstack([rows, np.zeros((1, 4))]).astype(np.float32)


def test_texts_of_a_kind_share_a_cluster() -> None:
    texts = _texts(24)
    centres = text_centres(texts, seed=1)
    assert centres.shape == (2, 4)  # one for ten texts
    numbers = nearest_centre(texts, centres)
    assert len(set(numbers[:-1:2].tolist())) == len(set(numbers[1:-1:2].tolist())) == 1
    assert numbers[0] != numbers[1]
    assert numbers[-1] == -1
    assert np.array_equal(centres, text_centres(texts, seed=1))


def test_few_texts_have_no_clusters() -> None:
    texts = _texts(9)
    centres = text_centres(texts, seed=1)
    assert centres.shape == (0, 4)
    assert nearest_centre(texts, centres).tolist() == [-1] * 10
    assert text_centres(np.zeros((0, 0), dtype=np.float32), seed=1).shape == (0, 0)


def test_nearest_centre_by_hand() -> None:
    centres = np.array([[0.0, 1.0], [0.6, 0.0]])
    texts = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.0, 0.0]])
    # Squared distances of the third: .36 + .04 and 0 + .64.
    assert nearest_centre(texts, centres).tolist() == [1, 0, 0, -1]
