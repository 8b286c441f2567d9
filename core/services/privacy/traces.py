"""Where an account is named in any file of a folder: by bytes, unpacked, and row by row.

Files are read as bytes, so that what a database has freed but not overwritten is found as well.
What compression hides from that is read once more: columns of DuckDB stores and Parquet files,
members of ZIP and XLSX files, gzip.
"""

from __future__ import annotations

import lzma
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

from core.errors import UNREADABLE, StoreError
from core.services.privacy.needle import Needle
from core.services.privacy.packed import is_text, of_packed, of_stream
from core.settings import Settings
from core.store import tables
from core.store.connect import open_store

# What reading a damaged or foreign file raises; wrong SQL of ours is not among it.
_UNREADABLE = (
    *UNREADABLE, StoreError, sqlite3.DatabaseError, duckdb.IOException,
    duckdb.InvalidInputException, duckdb.SerializationException, duckdb.ConversionException,
    RuntimeError, NotImplementedError, lzma.LZMAError,
)  # fmt: skip
_SQLITE = b"SQLite format 3\0"
_PARQUET, _DUCKDB = b"PAR1", b"DUCK"
# File systems whose files are made when they are read, and some never end.
_PSEUDO = frozenset(
    {"proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs"}
)


@dataclass(frozen=True)
class Trace:
    """A place in which an account is named.

    Attributes:
        file: below the folder that was searched.
        where: 'bytes', 'file name', 'table.column' or the name of a packed member.
        count: rows or spellings there, >= 1.
        is_part: the letters stand in longer words or other names only, or, of a handle of four
            letters or fewer, may stand among numbers by chance.
    """

    file: Path
    where: str
    count: int
    is_part: bool = False


@dataclass(frozen=True)
class Search:
    """What a search of a folder found.

    Attributes:
        files_count, bytes_count: what was read.
        traces: by file and place.
        unread: files that could not be read to their end.
    """

    files_count: int
    bytes_count: int
    traces: tuple[Trace, ...]
    unread: tuple[Path, ...]


def search_folder(folder: Path, needle: Needle, settings: Settings) -> Search:
    """Searches every file below a folder, names of files included; links are not followed.

    Files of the system that are made when they are read, such as those of `/proc`, are no files of
    anybody's and are left out.
    """
    traces: list[Trace] = []
    unread: list[Path] = []
    files_count = bytes_count = 0
    for file in _files(folder):
        shown = file.relative_to(folder)
        if needle.is_in(str(shown)):
            traces.append(Trace(shown, "file name", 1, not needle.is_named(str(shown))))
        try:
            bytes_count += file.stat().st_size
            files_count += 1
            # One by one: what was found before a part that cannot be read counts.
            for place in _places(file, needle, settings):
                traces.append(Trace(shown, *place))
        except _UNREADABLE:
            if file.exists():  # else another program removed it meanwhile
                unread.append(shown)
    return Search(files_count, bytes_count, tuple(traces), tuple(unread))


def _files(folder: Path) -> list[Path]:
    pseudo = {
        os.path.realpath(mount.mountpoint)
        for mount in psutil.disk_partitions(all=True)
        if mount.fstype in _PSEUDO
    }
    found = []
    for place, folders, names in os.walk(folder):
        here = os.path.realpath(place)
        if any(here == mount or here.startswith(f"{mount}{os.sep}") for mount in pseudo):
            folders.clear()
            continue
        found += [Path(place) / name for name in names]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def files_named(folder: Path, needle: Needle, settings: Settings) -> list[Path]:
    """Files below a folder that name the account; those that cannot be read are left out."""
    if not folder.is_dir():
        return []
    traces = search_folder(folder, needle, settings).traces
    return [folder / file for file in sorted({one.file for one in traces if not one.is_part})]


def _places(file: Path, needle: Needle, settings: Settings) -> Iterator[tuple[str, int, bool]]:
    """Place, count and whether they are parts of longer words, of one file."""
    with file.open("rb") as stream:
        start = stream.read(16)
    is_duckdb = start[8:12] == _DUCKDB
    columns: list[tuple[str, int, bool]] = []
    if is_duckdb:
        columns = list(_of_store(file, needle, settings))
    elif start == _SQLITE:
        columns = list(_of_sqlite(file, needle))
    elif start[:4] == _PARQUET:
        columns = list(_of_parquet(file, needle))
    yield from columns
    with file.open("rb") as stream:
        # What rows explain as parts of longer words are the same letters in the bytes.
        is_explained = bool(columns) and all(is_part for *_, is_part in columns)
        for where, count, is_part in of_stream(stream, needle, "bytes", is_text=is_text(file.name)):
            yield where, count, is_part or is_explained
    with file.open("rb") as stream:
        yield from of_packed(stream, needle)


def _of_store(file: Path, needle: Needle, settings: Settings) -> Iterator[tuple[str, int, bool]]:
    con = open_store(file, settings)
    with closing(con):
        for table, column, _ in tables.stored_texts(con):
            yield from _of_column(con, f'"{table}"', column, f"{table}.{column}", needle)


def _of_parquet(file: Path, needle: Needle) -> Iterator[tuple[str, int, bool]]:
    with duckdb.connect(":memory:") as con:
        source = f"read_parquet('{str(file).replace(chr(39), chr(39) * 2)}')"
        for name, *_ in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall():
            yield from _of_column(con, source, name, f"column {name}", needle)


def _of_column(
    con: duckdb.DuckDBPyConnection, source: str, column: str, where: str, needle: Needle
) -> Iterator[tuple[str, int, bool]]:
    text = f'"{column.replace(chr(34), chr(34) * 2)}"::VARCHAR'
    rows = con.execute(
        f"""SELECT {text} FROM {source}
            WHERE {text} IN (SELECT unnest($ids::VARCHAR[]))
               OR list_bool_or(list_transform($texts::VARCHAR[],
                                              lambda x: contains(lower({text}), x)))""",
        {"ids": needle.ids, "texts": needle.texts},
    ).fetchall()
    yield from _of_values([row[0] for row in rows], where, needle)


def _of_sqlite(file: Path, needle: Needle) -> Iterator[tuple[str, int, bool]]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as con:
        names = con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            shown = '"' + table.replace('"', '""') + '"'
            for _, column, kind, *_ in con.execute(f"PRAGMA table_info({shown})").fetchall():
                if kind.upper() in ("BLOB", "INTEGER", "BIGINT", "FLOAT", "BOOLEAN"):
                    continue
                rows = con.execute(f'SELECT "{column}" FROM {shown}')
                values = [str(row[0]) for row in rows if row[0] is not None]
                near = [one for one in values if one in needle.ids or needle.is_in(one)]
                yield from _of_values(near, f"{table}.{column}", needle)


def _of_values(
    values: Sequence[str], where: str, needle: Needle
) -> Iterator[tuple[str, int, bool]]:
    column = where.rpartition(".")[2].rpartition(" ")[2]
    named = sum(needle.is_named(value, column) for value in values)
    if named:
        yield where, named, False
    if len(values) > named:
        yield where, len(values) - named, True
