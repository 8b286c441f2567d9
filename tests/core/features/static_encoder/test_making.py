"""Fast encoders: made once, kept, made again when damaged."""

from __future__ import annotations

import dataclasses
import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from core.domain.accounts import Account
from core.features.embeddings import Encoder
from core.features.sentence_models import MULTILINGUAL_FAST, universal_encoder
from core.features.static_encoder import making, minilm, universal
from core.features.static_encoder.averaging import average_additions
from core.features.static_encoder.table import PieceTable, read_table, write_table
from core.progress import Report, silent
from core.services.doctor.data import models
from core.services.privacy.needle import Needle
from core.services.privacy.traces import search_folder
from core.settings import Settings

_FILE = "multilingual-fast.npz"


def _tiny(version: str, threads: int = 1, report: Report = silent) -> PieceTable:
    """Four words, two numbers each."""
    report("fast encoder", 1, 1, "")
    vectors = np.array([[0, 0], [3, 0], [0, 4], [1, 1], [-2, 0], [0, 0]], dtype=np.float16)
    pieces = ["", "▁cat", "▁tax", "▁and", "s", "▁taxonomist"]
    ends = np.zeros(2, dtype=np.float32)
    return PieceTable(version, pieces, None, vectors, ends, {})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Versions in the order in which tables were made."""
    versions: list[str] = []

    def table(version: str, threads: int, report: Report) -> PieceTable:
        versions.append(version)
        return _tiny(version, threads, report)

    recipe = dataclasses.replace(making._RECIPES[MULTILINGUAL_FAST], table=table)
    monkeypatch.setitem(making._RECIPES, MULTILINGUAL_FAST, recipe)
    monkeypatch.setattr(making, "_LOADED", {})
    return versions


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(Settings.from_env(tmp_path), embedder=MULTILINGUAL_FAST, threads=1)


def test_vectors_are_sums_of_pieces_in_unit_length(made: list[str], settings: Settings) -> None:
    seen: list[str] = []

    def report(step: str, _done: int, _total: int, _message: str = "") -> None:
        seen.append(step)

    encoder = Encoder(settings, report=report)
    vectors = encoder.encode(["Cat and tax", "", "cats", "cat and TAX"], report=report, step="text")
    np.testing.assert_allclose(vectors[0], np.array([4, 5]) / np.sqrt(41), atol=1e-3)
    np.testing.assert_allclose(vectors, [vectors[0], [0, 0], [1, 0], vectors[0]], atol=1e-3)
    assert seen == ["fast encoder", "text", "text"]
    assert encoder.dimension == 2
    assert not (settings.cache_dir / "embeddings.sqlite").exists()


def test_a_table_is_made_once_and_read_afterwards(made: list[str], settings: Settings) -> None:
    assert "next build makes" in models(settings).finding
    Encoder(settings)
    Encoder(settings)
    making._LOADED.clear()  # as another process
    Encoder(settings)
    assert made == [making.fast_version(MULTILINGUAL_FAST)]
    assert "next build makes" not in models(settings).finding


@pytest.mark.parametrize("damage", ["cut off", "overwritten", "other version"])
def test_a_file_that_cannot_be_used_is_made_again(
    made: list[str], settings: Settings, damage: str
) -> None:
    Encoder(settings)
    file = settings.cache_dir / _FILE
    content = bytearray(file.read_bytes())
    if damage == "cut off":
        file.write_bytes(content[:-40])
    elif damage == "overwritten":
        place = content.find(np.float16(4).tobytes() + np.float16(1).tobytes())
        content[place] ^= 0xFF
        file.write_bytes(content)
    else:
        write_table(_tiny("of last year"), file)
    making._LOADED.clear()
    Encoder(settings)
    assert len(made) == 2
    assert read_table(file, made[0]) is not None
    assert sorted(path.name for path in settings.cache_dir.iterdir() if path.suffix == ".new") == []


def test_where_nothing_can_be_written_it_stays_in_memory(
    made: list[str], settings: Settings
) -> None:
    settings.cache_dir.write_text("no folder")
    assert Encoder(settings).encode(["cat"]).tolist() == [[1, 0]]
    Encoder(settings)
    assert len(made) == 1


def test_a_search_for_a_handle_does_not_find_it_in_the_vocabulary(
    made: list[str], settings: Settings
) -> None:
    making.fast_encoder(MULTILINGUAL_FAST, settings.cache_dir)
    needle = Needle([Account("instagram:taxonomist", "taxonomist", "-", "instagram")])
    assert search_folder(settings.cache_dir, needle, settings).traces == ()


def _make(folder: str, log: str) -> None:
    def table(version: str, threads: int, report: Report) -> PieceTable:
        with Path(log).open("a", encoding="utf-8") as stream:
            stream.write("made\n")
        return _tiny(version, threads, report)

    recipe = dataclasses.replace(making._RECIPES[MULTILINGUAL_FAST], table=table)
    making._RECIPES[MULTILINGUAL_FAST] = recipe
    making.fast_encoder(MULTILINGUAL_FAST, Path(folder))


@pytest.mark.slow
def test_two_processes_make_it_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    arguments = (str(tmp_path / "cache"), str(tmp_path / "log"))
    workers = [context.Process(target=_make, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert (tmp_path / "log").read_text() == "made\n"


def test_a_piece_adds_its_mean_over_the_texts_it_stands_in() -> None:
    shares = np.array([0, 0.7, 0.2, 0.1])

    def added(texts: np.ndarray) -> np.ndarray:
        marked = np.pad(texts, ((0, 0), (1, 1)), constant_values=9)
        return np.stack([marked, np.ones_like(marked)], axis=-1).astype(float)

    vectors, ends = average_additions(added, shares, length=4, rounds=3, threads=2, report=silent)
    assert vectors.tolist() == [[0, 0], [1, 1], [2, 1], [3, 1]]
    assert ends.tolist() == [18, 2]


def test_sums_and_layers_are_those_of_the_exact_encoder() -> None:
    teacher = universal_encoder()
    pieces = teacher._tokenizer.encode(
        "a morning run along the river", add_bos=False, add_eos=False
    )
    added = universal.added_by_pieces(teacher._model, np.array([pieces]))[0]
    layers = {name: getattr(teacher._model, name) for name in universal.LAYERS}
    sums = added.sum(axis=0, keepdims=True) / np.sqrt(len(added))
    vector = universal.through_layers(layers, sums.astype(np.float32))[0]
    exact = teacher.encode("a morning run along the river")
    np.testing.assert_allclose(vector / np.linalg.norm(vector), exact, atol=1e-5)


@pytest.mark.slow
def test_frequent_words_alone_agree_with_the_exact_encoder() -> None:
    table = universal.piece_table("test", 1, silent, pieces_count=2_500)
    again = universal.piece_table("test", 2, silent, pieces_count=2_500)
    np.testing.assert_array_equal(table.vectors, again.vectors)
    texts = ["how to make good food at home", "la casa de mi madre", "the best games of the year"]
    fast = making.StaticEncoder(table).vectors(texts)
    fast /= np.linalg.norm(fast, axis=1, keepdims=True)
    cosines = np.einsum("ij,ij->i", fast, universal_encoder().encode(texts))
    assert cosines.min() > 0.6


def test_frequent_pieces_and_those_that_say_little_alone_count_less() -> None:
    pieces = [""] * 2_000 + ["▁the", "▁guitar", "ing", "▁42"]
    weights = minilm.weights_of(pieces)
    assert weights[2_000] < weights[2_001]
    assert weights[2_002] == pytest.approx(0.3 * weights[2_001], rel=0.3)
    assert weights[2_003] < weights[2_002]
