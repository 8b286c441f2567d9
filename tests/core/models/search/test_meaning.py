"""What is close in meaning, and what means nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.models.search.meaning import load, measured, save


def unit(rng: np.random.Generator, count: int) -> np.ndarray:
    vectors = rng.normal(size=(count, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_similarity_is_the_cosine_less_what_all_share() -> None:
    vectors = np.array([[1, 0, 0], [0.6, 0.8, 0], [0, 0, 0]], dtype=np.float32)
    meaning = measured(lambda texts: np.tile([0, 1, 0], (len(texts), 1)), vectors)
    # Mean (.8, .4): the first less it is (.2, -.4), the second (-.2, .4), each of length .447.
    similarities = meaning.similarities(vectors, np.array([0, 1, 0], dtype=np.float32))
    assert similarities.tolist() == pytest.approx([-0.4 / 0.2**0.5, 0.4 / 0.2**0.5, -1.0])
    assert meaning.lengths[2] == 0


def test_texts_without_a_meaning_are_close_to_nobody() -> None:
    rng = np.random.default_rng(3)
    topic = np.eye(16, dtype=np.float32)[0]
    creators = np.vstack([unit(rng, 460), unit(rng, 40) * 0.2 + topic])
    meaning = measured(lambda texts: unit(rng, len(texts)), creators)
    close = [meaning.close(meaning.similarities(creators, text)) for text in unit(rng, 400)]
    assert 0.0 < np.mean([len(rows) > 0 for rows in close]) < 0.12
    similarities = meaning.similarities(creators, topic)
    near = meaning.close(similarities)
    assert set(near[:40]) == set(range(460, 500))
    assert (np.diff(similarities[near]) <= 0).all()


def test_it_is_kept_in_a_folder(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    rng = np.random.default_rng(4)
    meaning = measured(lambda texts: unit(rng, len(texts)), unit(rng, 30))
    save(meaning, tmp_path)
    again = load(tmp_path)
    assert again is not None
    assert again.floor == meaning.floor
    assert (again.lengths == meaning.lengths).all()


def test_without_creators_nothing_is_close() -> None:
    meaning = measured(lambda texts: np.ones((len(texts), 3)), np.zeros((0, 3), np.float32))
    assert meaning.floor == 1.0
