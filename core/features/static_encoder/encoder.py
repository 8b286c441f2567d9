"""Vectors of texts by a table of word pieces: sums, then at most a few layers."""

from __future__ import annotations

import numpy as np

from core.features.static_encoder.pieces import PieceCounter
from core.features.static_encoder.table import PieceTable
from core.features.static_encoder.universal import through_layers

_ENDS_COUNT = 2  # signs at the beginning and at the end of each text


class StaticEncoder:
    """A `core.features.sentence_models.SentenceModel` that costs hardly more than reading texts."""

    def __init__(self, table: PieceTable) -> None:
        self.version = table.version
        self.dimension = int(table.vectors.shape[1])
        self._table = table
        self._counter = PieceCounter(table.pieces, table.scores)

    def vectors(self, texts: list[str]) -> np.ndarray:
        """(n, dimension) float32, of any length; safe to call from several threads."""
        counts = self._counter.counts(texts)
        added = self._table.vectors[counts.rows].astype(np.float32)
        sums = counts.in_texts @ (counts.in_words @ added) + self._table.ends
        pieces_count = counts.in_texts @ counts.in_words.sum(axis=1)
        sums /= np.sqrt(pieces_count + _ENDS_COUNT)[:, None]
        return through_layers(self._table.layers, sums) if self._table.layers else sums
