"""The encoder of a process that serves people: loaded once, on first need."""

from __future__ import annotations

import threading
from functools import lru_cache

import numpy as np

from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.embeddings import Encoder
from core.features.sentence_models import FAST
from core.features.text import clean_text
from core.settings import Settings
from core.store.builds import Build

_LOADING = threading.Lock()


def has_fast_encoder(build: Build) -> bool:
    """Whether the vectors of a build are those of a fast encoder, which agree with the exact ones
    only so far."""
    return build.manifest.get("embedder") in FAST


def encoder(settings: Settings) -> Encoder:
    """The shared encoder; the first call waits for its weights, also when several ask at once.

    Raises:
        ModelError: `settings.embedder` is not a model on this machine.
    """
    with _LOADING:
        return _encoder(settings)


@lru_cache(maxsize=256)
def text_vector(text: str, settings: Settings) -> np.ndarray:
    """(dimension,) float32 unit vector of a text, read-only; zero when nothing is left to read."""
    cleaned = cut_at_word(clean_text(text), LONGEST_CHARS)
    vector: np.ndarray = encoder(settings).encode([cleaned])[0]
    vector.setflags(write=False)
    return vector


@lru_cache(maxsize=2)
def _encoder(settings: Settings) -> Encoder:
    return Encoder(settings, use_cache=False)
