"""Which row of a build's arrays belongs to which row of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np

_ORDERS = {
    "influencers": "SELECT rowid FROM influencers ORDER BY influencer_id",
    "brands": "SELECT rowid FROM brands ORDER BY brand_id",
    "posts": "SELECT rowid FROM posts ORDER BY post_id",
}


@dataclass(frozen=True)
class RowOrder:
    """Attributes:
    array_rows: array row of each DuckDB rowid.
    rowids: DuckDB rowid of each array row.
    """

    array_rows: np.ndarray
    rowids: np.ndarray


@lru_cache(maxsize=12)
def _read(folder: Path, table: str, _con: Unhashed) -> RowOrder:
    rowids = _con.con.execute(_ORDERS[table]).fetchnumpy()["rowid"].astype(np.int64)
    array_rows = np.full(int(rowids.max(initial=-1)) + 1, -1, dtype=np.int64)
    array_rows[rowids] = np.arange(len(rowids))
    return RowOrder(array_rows, rowids)


def row_order(con: duckdb.DuckDBPyConnection, folder: Path, table: str) -> RowOrder:
    """The order of 'influencers', 'brands' or 'posts' in the arrays of a build.

    Kept by folder, for a build never changes; ordering 100,000 ids again takes longer than all the
    rest of a ranking.
    """
    return _read(folder, table, Unhashed(con))


@lru_cache(maxsize=4)
def _read_ids(folder: Path, _con: Unhashed) -> np.ndarray:
    rows = _con.con.execute("SELECT influencer_id FROM influencers ORDER BY influencer_id")
    return np.array([row[0] for row in rows.fetchall()], dtype=object)


def creator_ids(con: duckdb.DuckDBPyConnection, folder: Path) -> np.ndarray:
    """(n,) ids of all creators, sorted: whose row it is in every array of the build."""
    return _read_ids(folder, Unhashed(con))


def rows_of(ids: Iterable[str], known: np.ndarray) -> np.ndarray:
    """(n,) row of each id among sorted ones, as of `creator_ids`; -1 for those it lacks."""
    asked = np.array([*ids], dtype=object)
    if not len(known) or not len(asked):
        return np.full(len(asked), -1, dtype=np.int64)
    rows = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[rows] == asked, rows, -1)


class Unhashed:
    """Carries the connection past the cache: it is how the rows are read, not which."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        self.con = con

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unhashed)


@lru_cache(maxsize=8)
def array(folder: Path, name: str) -> np.ndarray:
    """An array of a build as a read-only memory map.

    Raises:
        FileNotFoundError: the build has no such array.
    """
    loaded: np.ndarray = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return loaded


@lru_cache(maxsize=8)
def rows_with_text(folder: Path) -> np.ndarray:
    """(n,) bool: creators whose vector is not zero."""
    return np.asarray(array(folder, "influencer_embeddings").any(axis=1))
