"""A store with all tables and no rows, at the cost of copying a small file."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import duckdb

from core.settings import Settings
from core.store.connect import create_schema, open_store


def empty_store(file: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A connection that may write to a new store at `file`.

    It starts as a copy of what `create_schema` made of an empty file once in this process: its
    statements cost as much as opening the file does.
    """
    file.write_bytes(_made())
    return open_store(file, settings, read_only=False)


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.duckdb"
        con = open_store(file, Settings.from_env(Path(folder)), read_only=False)
        create_schema(con)
        con.close()
        return file.read_bytes()
