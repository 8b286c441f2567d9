"""What an encoder without a network consists of, and the file it is kept in."""

from __future__ import annotations

import logging
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import UNREADABLE
from core.store.atomic import replaced_file

_LOG = logging.getLogger(__name__)

_LAYER = "layer "  # before the names of layers among the arrays of a file


@dataclass(frozen=True)
class PieceTable:
    """Attributes:
    version: of the method and of the encoder that it was made from.
    pieces: vocabulary, as `PieceCounter` takes it.
    scores: (n_pieces,) float32 or None, as `PieceCounter` takes them.
    vectors: (n_pieces, d) float16, what each piece adds to a text.
    ends: (d,) float32, what each text adds for its beginning and its end.
    layers: of `through_layers`, by name; none where the sum is the vector.
    """

    version: str
    pieces: list[str]
    scores: np.ndarray | None
    vectors: np.ndarray
    ends: np.ndarray
    layers: dict[str, np.ndarray]


def write_table(table: PieceTable, file: Path) -> None:
    """Writes the file whole or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    # Packed, because a search of all files for a forgotten handle would find it among the words.
    pieces = zlib.compress("\0".join(table.pieces).encode())
    arrays = {
        "version": np.frombuffer(table.version.encode(), dtype=np.uint8),
        "pieces": np.frombuffer(pieces, dtype=np.uint8),
        "scores": np.empty(0, np.float32) if table.scores is None else table.scores,
        "vectors": table.vectors,
        "ends": table.ends,
        **{_LAYER + name: weights for name, weights in table.layers.items()},
    }
    with replaced_file(file) as stream:
        np.savez(stream, allow_pickle=False, **arrays)  # with checksums


def read_table(file: Path, version: str) -> PieceTable | None:
    """The table of this version; None when there is none, or its file is damaged."""
    if not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        table = PieceTable(
            arrays["version"].tobytes().decode(),
            zlib.decompress(arrays["pieces"].tobytes()).decode().split("\0"),
            arrays["scores"] if len(arrays["scores"]) else None,
            arrays["vectors"],
            arrays["ends"],
            {
                name.removeprefix(_LAYER): weights
                for name, weights in arrays.items()
                if name.startswith(_LAYER)
            },
        )
    except UNREADABLE:
        _LOG.warning("%s is damaged and will be made again", file, exc_info=True)
        return None
    is_whole = table.version == version and len(table.pieces) == len(table.vectors)
    return table if is_whole else None
