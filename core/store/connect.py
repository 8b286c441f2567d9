"""The one place that opens DuckDB files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from core.errors import StoreError
from core.settings import Settings
from core.store.builds import Build
from core.store.disk import raise_when_full
from core.store.integrity import check_columns, check_files
from core.store.tables import SCHEMA_FILE

# The type of a column of Python objects is told by all of its rows. By a sample, lists that are
# empty but for one in a million were of no type, and whole numbers cut off the fraction of another.
WHOLE_FRAMES = {"pandas_analyze_sample": 2**62}
# Files that are sorted on the disk when memory ends stand beside the store and are exempt.
_READ_ONLY = {"enable_external_access": False, "lock_configuration": True}


def open_store(
    path: Path, settings: Settings, *, read_only: bool = True
) -> duckdb.DuckDBPyConnection:
    """A connection to one store file.

    A read-only one reads nothing else: no statement opens another file, writes one, loads an
    extension or changes a setting, whatever text of a person gets into it.

    Share it between threads only by `.cursor()` per call: a connection used by several
    threads at once gives wrong rows.

    Raises:
        StoreError: the file is missing (read-only), locked or not a DuckDB file.
    """
    if read_only and not path.exists():
        raise StoreError(
            f"Expected a store at {path}, found none. Run 'python -m core build' to make one."
        )
    try:
        return duckdb.connect(
            str(path),
            read_only=read_only,
            config={
                # SQL must not read local Python variables by name.
                "python_enable_replacements": False,
                **WHOLE_FRAMES,
                "threads": settings.threads,
                "memory_limit": settings.memory_limit,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                **(_READ_ONLY if read_only else {}),
            },
        )
    except duckdb.Error as error:
        raise_when_full(error)
        raise StoreError(
            f"The store {path} cannot be opened: {str(error).splitlines()[0]}. "
            "Close the process that uses it, or publish another build "
            "('python -m core builds' lists them)."
        ) from error


def open_build_store(build: Build, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the store of a build, to read what its steps found.

    Raises:
        OutdatedBuildError: its tables are those of another version of the program.
        DamagedBuildError: a file, a table or a column is gone or cut off.
        StoreError: as `open_store`.
    """
    build.check_schema()
    check_files(build)
    con = open_store(build.store_file, settings)
    try:
        check_columns(build, con)
    except BaseException:
        con.close()
        raise
    return con


def empty_store(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A connection that may write to a new store at `path`, with all tables and no rows.

    It starts as a copy of what `create_schema` made of an empty file once in this process: its
    statements cost as much as opening the file does.

    Raises:
        StoreError: as `open_store`.
    """
    path.write_bytes(_tables_only())
    return open_store(path, settings, read_only=False)


@cache
def _tables_only() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.duckdb"
        with duckdb.connect(str(file), config={"threads": 1}) as con:
            create_schema(con)
        return file.read_bytes()


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Creates all tables of `schema.sql` in an empty store."""
    with transaction(con):  # one write to the disk, not one a table
        con.execute(SCHEMA_FILE.read_text(encoding="utf-8"))


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Commits on success, rolls back on any error."""
    con.execute("BEGIN")
    try:
        yield con
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")
