"""Unit vectors of texts by a sentence encoder on this machine, each text encoded once ever."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from core.features.embedding_cache import EmbeddingCache, content_key
from core.features.sentence_models import FAST, SentenceModel, load_model
from core.progress import Report, silent
from core.settings import Settings

_CHUNK = 256  # texts between two progress reports
_SAVE_EVERY = 2048  # texts between two writes to the cache, so that a stopped build loses little
_BATCH = 32  # 128 was slower here (2 cores): 148 against 250 texts/s
MAX_TOKENS = 128
# Chunks of texts in, their vectors out in the same order; it reports the texts that are done.
ChunkEncoder = Callable[[list[list[str]], Report], Iterator[np.ndarray]]
_FAST_CHUNK = 2048  # texts at once for a fast encoder, whose words are then cut and added up once


class Encoder:
    """A loaded sentence encoder.

    Attributes:
        model_version: model, precision and longest text; part of the key in the cache.
        dimension: length of a vector, see `core.features.sentence_models`.
        encoded_count: texts that it encoded so far; the others came from the cache.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        max_tokens: int = MAX_TOKENS,
        use_cache: bool = True,
        report: Report = silent,
    ):
        """Loads the weights (.5 s multilingual, 5 s MiniLM). Never uses the network.

        A fast encoder that is not in `settings.cache_dir` is made first, which takes a minute or
        two of one core and is reported.

        Args:
            max_tokens: a sentence-transformers model cuts a text there; the others read all of it.
            use_cache: keep vectors in `settings.cache_dir` across builds. Those of a fast encoder
                are not kept: to look one up takes longer than to compute it.
        Raises:
            ModelError: `settings.embedder` is not a model on this machine.
        """
        self._workers = max(1, min(settings.threads, os.cpu_count() or 1))
        self._is_fast = settings.embedder in FAST
        if self._is_fast:
            from core.features.static_encoder.making import fast_encoder

            self.model: SentenceModel = fast_encoder(
                settings.embedder, settings.cache_dir, threads=self._workers, report=report
            )
        else:
            self.model = load_model(settings.embedder, max_tokens)
        self.model_version = self.model.version
        self.dimension = self.model.dimension
        self.encoded_count = 0
        keeps = use_cache and not self._is_fast
        self._cache = EmbeddingCache(settings.cache_dir, self.dimension) if keeps else None

    def encode(
        self,
        texts: Sequence[str],
        *,
        report: Report = silent,
        step: str = "text",
        encode_chunks: ChunkEncoder | None = None,
    ) -> np.ndarray:
        """Unit rows, (n, dimension) float32; a zero row for an empty text.

        Equal texts are encoded once. Vectors are rounded to float16 before (cosine above 0.99999
        to the vector itself).

        Args:
            encode_chunks: does the work; None for threads of this process.
        """
        if self._is_fast:
            return self._encoded_fast(texts, report, step)
        distinct = {
            text: number for number, text in enumerate(dict.fromkeys(texts)) if text.strip()
        }
        keys = [content_key(self.model_version, text) for text in distinct]
        vectors = np.zeros((len(distinct) + 1, self.dimension), dtype=np.float32)
        known = self._cache.get(keys) if self._cache else {}
        missing = []
        for row, (text, key) in enumerate(zip(distinct, keys, strict=True)):
            if key in known:
                vectors[row] = known[key]
            else:
                missing.append((row, key, text))
        # Texts of similar length share a batch, so little is padded; the longest come first, so
        # that the time left is never underrated.
        missing.sort(key=lambda item: -len(item[2].encode()))
        done, total = len(distinct) - len(missing), len(distinct)
        report(step, done, total, "")
        unsaved: list[tuple[bytes, np.ndarray]] = []
        chunks = [missing[start : start + _CHUNK] for start in range(0, len(missing), _CHUNK)]

        def progress(_step: str, encoded: int, _total: int, message: str = "") -> None:
            report(step, done + encoded, total, message)

        encoded = (encode_chunks or self._encode_chunks)(
            [[text for _, _, text in chunk] for chunk in chunks], progress
        )
        for number, (chunk, new) in enumerate(zip(chunks, encoded, strict=True)):
            vectors[[row for row, _, _ in chunk]] = new
            unsaved += [(key, vector) for (_, key, _), vector in zip(chunk, new, strict=True)]
            self.encoded_count += len(chunk)
            if self._cache and (len(unsaved) >= _SAVE_EVERY or number == len(chunks) - 1):
                self._cache.put(unsaved)
                unsaved = []
        rows = {text: row for row, text in enumerate(distinct)}
        return normalised(vectors[[rows.get(text, -1) for text in texts]])

    def _encoded_fast(self, texts: Sequence[str], report: Report, step: str) -> np.ndarray:
        distinct = [text for text in dict.fromkeys(texts) if text.strip()]
        vectors = np.zeros((len(distinct) + 1, self.dimension), dtype=np.float32)
        report(step, 0, len(distinct), "")
        for start in range(0, len(distinct), _FAST_CHUNK):
            chunk = distinct[start : start + _FAST_CHUNK]
            vectors[start : start + len(chunk)] = _rounded(self.model.vectors(chunk))
            report(step, start + len(chunk), len(distinct), "")
        self.encoded_count += len(distinct)
        rows = {text: row for row, text in enumerate(distinct)}
        return normalised(vectors[[rows.get(text, -1) for text in texts]])

    def _encode_chunks(self, chunks: list[list[str]], report: Report) -> Iterator[np.ndarray]:
        done, total = 0, sum(map(len, chunks))
        for texts in chunks:
            vectors = vectors_of(self.model, texts, self._workers)
            done += len(texts)
            report("text", done, total, "")
            yield vectors


def vectors_of(model: SentenceModel, texts: list[str], workers: int = 1) -> np.ndarray:
    """(n, dimension) float32 unit rows of some texts, as precise as the cache keeps them.

    Args:
        workers: threads that share the work; the vectors are the same.
    """
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    if len(batches) == 1 or workers == 1:
        parts = [model.vectors(batch) for batch in batches]
    else:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(model.vectors, batches))
    return _rounded(np.vstack(parts))


def _rounded(vectors: np.ndarray) -> np.ndarray:
    """Unit rows, rounded as the cache does: a vector is the same whether it comes from there."""
    return normalised(vectors).astype(np.float16).astype(np.float32)


def normalised(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(
        vectors, lengths, out=np.zeros(vectors.shape, np.float32), where=lengths > 1e-12
    )
