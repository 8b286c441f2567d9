"""Whether a build still is what was written: sizes when it is opened, checksums when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from core.errors import DamagedBuildError
from core.progress import Report, silent
from core.store import tables
from core.store.builds import STORE_FILE, Build, builds_in
from core.store.checksums import file_checksum

# Folder of a build -> what `verify` saw in this process, which sizes alone do not show: the file,
# its size and time of change then, and the damage. A file that changed since may be repaired.
_SEEN: dict[Path, tuple[Path, tuple[int, int] | None, str]] = {}


def check_files(build: Build) -> None:
    """Compares files with the manifest by size, in less than a millisecond.

    A build whose manifest lists no files, of an earlier version of the program, passes.

    Raises:
        DamagedBuildError: a file is gone or cut off, or `verify` saw other bytes in it.
    """
    damage = _seen_damage(build.folder) or _other_size(build)
    if damage is not None:
        raise _damaged(build, damage)


def check_columns(build: Build, con: duckdb.DuckDBPyConnection) -> None:
    """Compares the tables of an open store with those that the build was completed with.

    Raises:
        DamagedBuildError: a table or a column is gone.
    """
    expected: Mapping[str, str] = build.manifest.get("columns", {})
    stored = columns_of(con) if expected else {}
    for table, columns in expected.items():
        if table not in stored:
            raise _damaged(build, f"its {STORE_FILE} has no table '{table}'", table=table)
        gone = sorted(set(columns.split(",")) - set(stored[table].split(",")))
        if gone:
            raise _damaged(build, f"table '{table}' has no column '{gone[0]}'", table=table)


def columns_of(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Table -> its columns, separated by commas, of an open store; for its manifest."""
    rows = con.execute(
        """SELECT table_name, string_agg(column_name, ',' ORDER BY column_index)
           FROM duckdb_columns()
           WHERE NOT internal AND database_name = current_database() AND schema_name = 'main'
           GROUP BY table_name ORDER BY table_name"""
    ).fetchall()
    return dict(rows)


def verify(build: Build, *, with_store: bool = True, report: Report = silent) -> int:
    """Reads the files of a build and compares their checksums; `check_files` knows the outcome.

    Args:
        with_store: also the store, by far the largest file; DuckDB has checksums of its own,
            which it compares when it reads.
        report: of the bytes compared so far.

    Returns:
        Number of files compared; 0 for a build whose manifest lists none.

    Raises:
        DamagedBuildError: a file is gone, cut off or holds other bytes.
    """
    check_files(build)
    bytes_compared = 0
    records = {
        name: record for name, record in _records(build).items() if with_store or name != STORE_FILE
    }
    bytes_total = sum(record["bytes"] for record in records.values())
    for name, record in records.items():
        report("checksums", bytes_compared, bytes_total, "")
        try:
            is_same = file_checksum(build.folder / name) == record["sha256"]
        except OSError as error:
            raise _damaged(build, f"{name} cannot be read ({error.strerror})") from error
        if not is_same:
            damage = f"{name} holds other bytes than were written"
            file = build.folder / name
            _SEEN[build.folder] = (file, _state(file), damage)
            raise _damaged(build, damage)
        bytes_compared += record["bytes"]
    return len(records)


def _seen_damage(folder: Path) -> str | None:
    """What `verify` saw, as long as the file is still the one it read."""
    seen = _SEEN.get(folder)
    if seen is None:
        return None
    file, state, damage = seen
    if _state(file) != state:
        _SEEN.pop(folder, None)
        return None
    return damage


def _state(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _other_size(build: Build) -> str | None:
    """The first file that is gone or has another size, in words; None when all are right."""
    for name, record in _records(build).items():
        try:
            size = (build.folder / name).stat().st_size
        except OSError:
            return f"{name} is gone"
        # A store may have grown: DuckDB may append when somebody opened it for writing.
        if size < record["bytes"] or (size > record["bytes"] and name != STORE_FILE):
            how = "is cut off" if size < record["bytes"] else "was changed"
            return f"{name} {how} (expected {record['bytes']:,} bytes, found {size:,})"
    return None


def _records(build: Build) -> Mapping[str, Mapping[str, Any]]:
    records: Mapping[str, Mapping[str, Any]] = build.manifest.get("files", {})
    return records


def _damaged(build: Build, damage: str, *, table: str = "") -> DamagedBuildError:
    """The error that says what is wrong and how to go on."""
    other = _build_before(build)
    ways = [f"'python -m core publish {other}' goes back to that build"] if other else []
    can_rebuild = STORE_FILE not in damage if not table else table not in tables.GIVEN
    if can_rebuild:
        ways.append("'python -m core build' makes it again from the same data")
    ways = ways or ["Import the files again with 'python -m core import FILE...'"]
    return DamagedBuildError(
        f"Build '{build.build_id}' is damaged: {damage}. {'; '.join(ways)}.",
        can_rebuild=can_rebuild,
    )


def _build_before(build: Build) -> str | None:
    """Id of the newest other build that is not known to be damaged and was not held back."""
    for other in builds_in(build.folder.parent):
        is_other = other.build_id != build.build_id and other.unpublished_reason is None
        if is_other and _seen_damage(other.folder) is None:
            return other.build_id
    return None
