"""Unit vectors of texts by a sentence encoder on this machine, each text encoded once ever."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from core.features.embedding_cache import EmbeddingCache, content_key
from core.features.sentence_models import load_model
from core.progress import Report, silent
from core.settings import Settings

_CHUNK = 256  # texts between two progress reports
_SAVE_EVERY = 2048  # texts between two writes to the cache, so that a stopped build loses little
_BATCH = 32  # 128 was slower here (2 cores): 148 against 250 texts/s


class Encoder:
    """A loaded sentence encoder.

    Attributes:
        model_version: model, precision and longest text; part of the key in the cache.
        dimension: length of a vector, see `core.features.sentence_models`.
        encoded_count: texts that it encoded so far; the others came from the cache.
    """

    def __init__(self, settings: Settings, *, max_tokens: int = 128, use_cache: bool = True):
        """Loads the weights (.5 s multilingual, 5 s MiniLM). Never uses the network.

        Args:
            max_tokens: a sentence-transformers model cuts a text there; the multilingual one
                reads all of it.
            use_cache: keep vectors in `settings.cache_dir` across builds.
        Raises:
            ModelError: `settings.embedder` is not a model on this machine.
        """
        self._model = load_model(settings.embedder, max_tokens)
        self._workers = max(1, min(settings.threads, os.cpu_count() or 1))
        self.model_version = self._model.version
        self.dimension = self._model.dimension
        self.encoded_count = 0
        self._cache = EmbeddingCache(settings.cache_dir, self.dimension) if use_cache else None

    def encode(
        self, texts: Sequence[str], *, report: Report = silent, step: str = "text"
    ) -> np.ndarray:
        """Unit rows, (n, dimension) float32; a zero row for an empty text.

        Equal texts are encoded once. Vectors are rounded to float16 before (cosine above 0.99999
        to the vector itself).
        """
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
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            new = self._run([text for _, _, text in chunk])
            vectors[[row for row, _, _ in chunk]] = new
            unsaved += [(key, vector) for (_, key, _), vector in zip(chunk, new, strict=True)]
            done += len(chunk)
            self.encoded_count += len(chunk)
            report(step, done, total, "")
            if self._cache and (len(unsaved) >= _SAVE_EVERY or start + _CHUNK >= len(missing)):
                self._cache.put(unsaved)
                unsaved = []
        rows = {text: row for row, text in enumerate(distinct)}
        return normalised(vectors[[rows.get(text, -1) for text in texts]])

    def _run(self, texts: list[str]) -> np.ndarray:
        batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        if len(batches) == 1 or self._workers == 1:
            parts = [self._model.vectors(batch) for batch in batches]
        else:
            with ThreadPoolExecutor(self._workers) as pool:
                parts = list(pool.map(self._model.vectors, batches))
        # Rounded as the cache does, so that a vector is the same whether it comes from there.
        return normalised(np.vstack(parts)).astype(np.float16).astype(np.float32)


def normalised(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(
        vectors, lengths, out=np.zeros(vectors.shape, np.float32), where=lengths > 1e-12
    )
