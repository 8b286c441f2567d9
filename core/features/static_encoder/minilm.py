"""MiniLM without its layers: word pieces read alone, and how much each counts in a text.

As model2vec does it (frequent pieces count less), with two changes that bring the cosines of texts
nearer to those of MiniLM: directions that all pieces share are taken out (Mu & Viswanath 2018), and
pieces that say little alone, inside of words and without letters, count less.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from core.features.sentence_models import MINILM, sentence_transformer
from core.features.static_encoder.averaging import STEP
from core.features.static_encoder.pieces import START
from core.features.static_encoder.table import PieceTable
from core.progress import Report

_PIECES_A_JOB = 256
_FIRST_WORD = 1996  # of the vocabulary, which goes by frequency from there on
_INSIDE = "##"  # begins a piece that does not begin a word
_SHARED_DIRECTIONS = 3
_FREQUENCY = 1e-4  # a piece with this share of all texts counts half of a rare one
_INSIDE_WEIGHT, _MARK_WEIGHT = 0.3, 0.2


def piece_table(
    version: str, threads: int, report: Report, *, pieces_count: int | None = None
) -> PieceTable:
    """The table of the whole vocabulary, or of its first pieces alone."""
    model = sentence_transformer(MINILM)
    pieces = pieces_of(model.tokenizer)[:pieces_count]
    rows = np.flatnonzero([bool(piece) for piece in pieces])
    jobs = [rows[start : start + _PIECES_A_JOB] for start in range(0, len(rows), _PIECES_A_JOB)]
    vectors = np.zeros((len(pieces), model.get_embedding_dimension()), dtype=np.float32)
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        for job, read in zip(jobs, pool.map(partial(_read_alone, model), jobs), strict=True):
            vectors[job] = read
            done += len(job)
            report(STEP, done, len(rows), "")
    vectors[rows] = _without_shared(vectors[rows]) * weights_of(pieces)[rows, None]
    ends = np.zeros(vectors.shape[1], dtype=np.float32)
    return PieceTable(version, pieces, None, vectors.astype(np.float16), ends, {})


def pieces_of(tokenizer: Any) -> list[str]:
    """The vocabulary of the tokenizer as `PieceCounter` takes it."""
    rows = tokenizer.get_vocab()
    return [_piece(name) for name in sorted(rows, key=lambda name: rows[name])]


def _piece(name: str) -> str:
    if name.startswith("[") and name.endswith("]") and len(name) > 1:
        return ""
    return (
        name.removeprefix(_INSIDE) if len(name) > 2 and name.startswith(_INSIDE) else START + name
    )


def _read_alone(model: Any, rows: np.ndarray) -> np.ndarray:
    """(n, 384) float32: the mean over the piece and the signs at both ends of a text."""
    import torch

    ids = np.empty((len(rows), 3), dtype=np.int64)
    ids[:, 0], ids[:, 1], ids[:, 2] = (
        model.tokenizer.cls_token_id, rows, model.tokenizer.sep_token_id,
    )  # fmt: skip
    with torch.inference_mode():
        states = model[0].auto_model(input_ids=torch.from_numpy(ids)).last_hidden_state
    return np.asarray(states.mean(dim=1).numpy())


def _without_shared(vectors: np.ndarray) -> np.ndarray:
    """Less their mean and the directions in which they differ most."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    shared = directions[:, -_SHARED_DIRECTIONS:].astype(np.float32)
    return np.asarray(centred - centred @ shared @ shared.T)


def weights_of(pieces: list[str]) -> np.ndarray:
    """(n,) float32: how much each piece counts."""
    # The frequency of words falls as one over their rank (Zipf).
    ranks = np.maximum(np.arange(len(pieces)) - _FIRST_WORD, 0) + 3.0
    ranks[:_FIRST_WORD] = 200
    shares = 1 / ranks
    shares /= shares.sum()
    weights = _FREQUENCY / (_FREQUENCY + shares)
    for row, piece in enumerate(pieces):
        if not piece.startswith(START):
            weights[row] *= _INSIDE_WEIGHT
        if not any(letter.isalpha() for letter in piece):
            weights[row] *= _MARK_WEIGHT
    return weights.astype(np.float32)
