"""Vectors of texts kept across builds, by content."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

_LOG = logging.getLogger(__name__)

CACHE_FILE = "embeddings.sqlite"
_ATTEMPTS = 50
_PAUSE_S = 0.1
_KEYS_A_QUERY = 500


def content_key(model_version: str, text: str) -> bytes:
    """32 bytes that name a text under a model; the text cannot be read from it."""
    return hashlib.sha256(f"{model_version}\0{text}".encode("utf-8", "replace")).digest()


def clear_vectors(folder: Path) -> int:
    """Deletes all vectors kept in a folder and overwrites them; how many there were.

    Other processes may go on: they find none, and keep new ones. A file that cannot be read goes.
    """
    file = folder / CACHE_FILE
    _damaged(file).unlink(missing_ok=True)
    if not file.exists():
        return 0
    con = sqlite3.connect(file, timeout=60)
    try:
        con.execute("PRAGMA secure_delete = ON")
        with con:
            count = con.execute("DELETE FROM vectors").rowcount
        con.execute("VACUUM")
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        file.unlink()
        return 0
    finally:
        con.close()
    return count


def _damaged(file: Path) -> Path:
    return file.with_suffix(".damaged")


class EmbeddingCache:
    """float16 vectors in one SQLite file (WAL), safe for several processes.

    It only saves time: a file that is damaged is set aside and begun again, and where nothing can
    be written every `get` finds nothing.
    """

    def __init__(self, folder: Path, dimension: int):
        self._file = folder / CACHE_FILE
        self._bytes = dimension * 2
        self._usable = True
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._create()
        except sqlite3.OperationalError:
            _LOG.warning("vectors are not kept", exc_info=True)
            self._usable = False
        except sqlite3.DatabaseError:
            _LOG.warning("damaged vectors set aside", exc_info=True)
            self._file.replace(_damaged(self._file))
            self._create()
        except OSError:
            _LOG.warning("vectors are not kept", exc_info=True)
            self._usable = False

    def get(self, keys: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors that are there, as float32 (dimension,)."""
        vectors: dict[bytes, np.ndarray] = {}
        if not self._usable:
            return vectors
        with self._connection() as con:
            for start in range(0, len(keys), _KEYS_A_QUERY):
                part = keys[start : start + _KEYS_A_QUERY]
                marks = ",".join("?" * len(part))
                rows = con.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                for key, blob in rows:
                    if len(blob) == self._bytes:
                        vectors[key] = np.frombuffer(blob, dtype=np.float16).astype(np.float32)
        return vectors

    def put(self, items: Sequence[tuple[bytes, np.ndarray]]) -> None:
        """Adds vectors in one transaction; those already there stay."""
        if not self._usable or not items:
            return
        rows = [(key, vector.astype(np.float16).tobytes()) for key, vector in items]
        with self._connection() as con, con:
            con.executemany("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)", rows)

    def _create(self) -> None:
        # The switch to a write-ahead log does not wait for a lock as other statements do.
        for attempt in range(_ATTEMPTS):
            try:
                self._create_once()
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(_PAUSE_S)

    def _create_once(self) -> None:
        with self._connection() as con, con:
            con.execute("PRAGMA journal_mode=WAL")
            con.execute(
                "CREATE TABLE IF NOT EXISTS vectors "
                "(key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        # One connection a call: SQLite connections must not be shared by threads.
        con = sqlite3.connect(self._file, timeout=60)
        try:
            con.execute("PRAGMA synchronous=NORMAL")
            yield con
        finally:
            con.close()
