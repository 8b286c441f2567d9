"""The encoder and its cache."""

from __future__ import annotations

import dataclasses
import multiprocessing
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from core.features.embedding_cache import CACHE_FILE, EmbeddingCache, content_key
from core.features.embeddings import Encoder, normalised
from core.features.sentence_models import MINILM, MULTILINGUAL
from core.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(Settings.from_env(tmp_path), threads=1)


@pytest.mark.parametrize(("embedder", "dimension"), [(MULTILINGUAL, 512), (MINILM, 384)])
@pytest.mark.slow
def test_unit_rows_in_order_and_zero_for_empty(
    settings: Settings, embedder: str, dimension: int
) -> None:
    encoder = Encoder(dataclasses.replace(settings, embedder=embedder))
    assert encoder.dimension == dimension
    seen: list[tuple[int, int]] = []
    texts = ["a cat", "", "quarterly tax report", "a cat", "   ", "a kitten"]

    def report(_step: str, done: int, total: int, _message: str = "") -> None:
        seen.append((done, total))

    vectors = encoder.encode(texts, report=report)
    assert vectors.shape == (6, dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1, 0, 1, 1, 0, 1], abs=1e-5)
    assert (vectors[0] == vectors[3]).all()
    assert vectors[0] @ vectors[5] > vectors[0] @ vectors[2] + 0.2
    assert seen[-1] == (3, 3)  # each different text once
    assert encoder.encode([]).shape == (0, dimension)


def test_a_second_encoder_takes_the_same_vectors_from_the_cache(settings: Settings) -> None:
    first = Encoder(settings).encode(["one text", "another"])
    again = Encoder(settings)
    seen: list[int] = []

    def report(_step: str, done: int, _total: int, _message: str = "") -> None:
        seen.append(done)

    second = again.encode(["another", "one text"], report=report)
    assert seen == [2]  # nothing was left to do
    np.testing.assert_array_equal(first, second[::-1])


def test_two_threads_give_the_vectors_of_one(settings: Settings) -> None:
    texts = [f"caption number {number} about bread and butter" for number in range(100)]
    two = dataclasses.replace(settings, threads=2)
    one_by_one = Encoder(settings, use_cache=False).encode(texts)
    at_once = Encoder(two, use_cache=False).encode(texts)
    np.testing.assert_allclose(one_by_one, at_once, atol=1e-3)


def test_a_translation_is_nearer_than_another_topic_in_the_same_language(
    settings: Settings,
) -> None:
    english = ["my skincare routine for dry skin", "how to train your puppy", "a guide to taxes"]
    translated = {
        "de": ["meine Hautpflege bei trockener Haut", "so erziehst du deinen Welpen", "Steuern"],
        "es": ["mi rutina para la piel seca", "cómo educar a tu cachorro", "guía de impuestos"],
        "fr": ["ma routine pour peau sèche", "comment éduquer son chiot", "guide des impôts"],
        "it": ["la mia routine per la pelle secca", "come educare un cucciolo", "guida alle tasse"],
        "pt": ["a minha rotina para pele seca", "como treinar um cachorro", "guia de impostos"],
    }
    encoder = Encoder(settings)
    wanted = encoder.encode(english)
    for texts in translated.values():
        found = encoder.encode(texts) @ wanted.T
        assert found.argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.slow
def test_the_version_tells_model_precision_and_length(settings: Settings) -> None:
    assert Encoder(settings).model_version.startswith("USE multilingual v3 (")
    version = Encoder(dataclasses.replace(settings, embedder=MINILM)).model_version
    assert version.startswith("all-MiniLM-L6-v2 ")
    assert version.endswith("128 tokens")
    assert ("bf16" in version) != ("fp32" in version)


def test_an_unknown_encoder_is_a_clear_error(settings: Settings) -> None:
    missing = dataclasses.replace(settings, embedder="/no/such/model")
    with pytest.raises(ModelError, match="SCOUT_EMBEDDER"):
        Encoder(missing)


def test_cache_keeps_half_precision_and_knows_what_it_has(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path, 3)
    key, other = content_key("m", "x"), content_key("m2", "x")
    cache.put([(key, np.array([0.1, -0.5, 1.0], np.float32))])
    found = cache.get([key, other])
    assert list(found) == [key]
    np.testing.assert_allclose(found[key], [0.1, -0.5, 1.0], atol=1e-4)
    cache.put([(key, np.zeros(3, np.float32))])
    assert cache.get([key])[key][2] == 1.0  # the first one stays


def test_a_damaged_cache_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / CACHE_FILE).write_bytes(b"this is not a database" * 100)
    cache = EmbeddingCache(tmp_path, 2)
    key = content_key("m", "x")
    cache.put([(key, np.ones(2, np.float32))])
    assert key in cache.get([key])
    assert (tmp_path / "embeddings.damaged").exists()


def test_a_folder_that_cannot_be_made_means_no_cache(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    cache = EmbeddingCache(blocked / "cache", 2)
    cache.put([(content_key("m", "x"), np.ones(2, np.float32))])
    assert cache.get([content_key("m", "x")]) == {}


def _fill(folder: str, start: int) -> None:
    cache = EmbeddingCache(Path(folder), 4)
    for number in range(start, start + 200, 10):
        cache.put(
            [
                (content_key("m", str(n)), np.full(4, n, np.float32))
                for n in range(number, number + 10)
            ]
        )


@pytest.mark.slow
def test_two_processes_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill, args=(str(tmp_path), start)) for start in (0, 100)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    con = sqlite3.connect(tmp_path / CACHE_FILE)
    assert con.execute("SELECT count(*) FROM vectors").fetchone() == (300,)
    con.close()


def test_normalised_leaves_zero_rows() -> None:
    found = normalised(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32))
    np.testing.assert_allclose(found, np.array([[0.6, 0.8], [0, 0]]))
