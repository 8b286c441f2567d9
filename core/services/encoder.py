"""The encoder of a process that serves people: loaded once, on first need."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.embeddings import Encoder
from core.features.text import clean_text
from core.settings import Settings
from core.store.builds import MANIFEST_FILE

_LOG = logging.getLogger(__name__)

_LOADING = threading.Lock()


def settings_of_build(settings: Settings, folder: Path) -> Settings:
    """The settings with the encoder that made the vectors of a build.

    Vectors of two encoders cannot be compared, and a build lives longer than a setting.
    """
    try:
        embedder = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))["embedder"]
    except FileNotFoundError:
        return settings
    except (OSError, ValueError, KeyError, TypeError):
        _LOG.warning("the encoder of build %s is unknown", folder.name, exc_info=True)
        return settings
    return replace(settings, embedder=embedder) if isinstance(embedder, str) else settings


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
