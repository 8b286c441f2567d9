"""The database of what people do: one engine a process, faults in words, safe to kill.

SQLite by default: a write is one transaction that takes the write lock at its start and is on the
disk (WAL, synchronous=FULL) when the call returns; readers never wait for it.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Select, Table, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from core import access
from core.errors import WorkspaceError
from core.settings import Settings
from core.workspace.access.write_gate import noted
from core.workspace.engines import WRITES, identity, is_read_only, new_engine, parsed
from core.workspace.faults import as_workspace_error, shown_place
from core.workspace.migrations import migrate, newest_version
from core.workspace.schema import metadata, workspace_schema

if TYPE_CHECKING:
    import pandas as pd

_LOG = logging.getLogger(__name__)
# Any number that no other program takes; held while tables are created.
_CREATION_LOCK = 7_240_115_308

_engines: dict[tuple[int, str], Engine] = {}
_prepared: dict[Engine, tuple[int, int] | None] = {}
_read_only: set[Engine] = set()
_lock = Lock()


def workspace(settings: Settings) -> Engine:
    """The engine of the workspace database, with all tables; made at first use.

    One engine an address a process. A file that was deleted or replaced since is noticed. In a
    folder that cannot be written the workspace is read as it is, and is empty without a file.

    Raises:
        WorkspaceError: the address cannot be understood, its driver is missing, the database
            cannot be reached or written, or a newer version of this program made it.
    """
    key = (os.getpid(), settings.workspace_url)  # connections do not survive a fork
    with _lock:
        engine = _engines.get(key)
        if engine is None or (engine in _read_only and not is_read_only(engine.url)):
            engine = new_engine(parsed(settings.workspace_url))
            _engines[key] = engine
            if is_read_only(engine.url):
                _read_only.add(engine)
        # Without a file there is nothing to compare: the server keeps its tables.
        if engine not in _prepared or _prepared[engine] != identity(engine.url):
            _prepare(engine)
            _prepared[engine] = identity(engine.url)
    return engine


def has_workspace(settings: Settings) -> bool:
    """False when nothing can have been saved yet: the database file is not there.

    Raises:
        WorkspaceError: the address cannot be understood.
    """
    file = workspace_file(settings)
    return file is None or file.exists()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database; takes no write lock."""
    with _faults(engine), engine.connect() as con, con.begin():
        yield con


def read_frame(engine: Engine, query: Select[Any], types: dict[str, str]) -> pd.DataFrame:
    """The rows of a query as a frame of the given types, which it has without any rows too."""
    import pandas as pd

    with reading(engine) as con:
        rows = con.execute(query).all()
    frame = pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(types))
    return frame.astype(types)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is on the disk when the block ends, and gone when it fails.

    It holds the line of the audit log that says who changed what.

    Raises:
        AccessError: from a change that the role of whoever acts does not allow.
    """
    with _faults(engine), engine.connect() as con:
        con.execution_options(**{WRITES: True})
        with con.begin(), noted(con):
            yield con


def insert_new(con: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Inserts a row; False when one with its key is there already."""
    statement = _insert(con, table).values(**values).on_conflict_do_nothing()
    return con.execute(statement.returning(*table.primary_key)).first() is not None


def put(con: Connection, table: Table, values: dict[str, Any]) -> None:
    """Inserts a row, or sets its other columns when one with its key is there."""
    key = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in key}
    statement = _insert(con, table).values(**values)
    con.execute(statement.on_conflict_do_update(index_elements=key, set_=rest))


def raise_count(con: Connection, table: Table, key: dict[str, Any], column: str) -> None:
    """Adds 1 to a column of the row with this key; a new row starts at 1."""
    statement = _insert(con, table).values(**key, **{column: 1})
    con.execute(
        statement.on_conflict_do_update(
            index_elements=list(key), set_={column: table.c[column] + 1}
        )
    )


def change_row(con: Connection, table: Table, row_id: int, values: dict[str, Any]) -> bool:
    """Sets columns of the row with this number; False when there is none."""
    (key,) = table.primary_key
    statement = table.update().where(key == row_id).values(**values).returning(key)
    return con.execute(statement).first() is not None


def set_name(engine: Engine, table: Table, row_id: int, values: dict[str, Any], what: str) -> bool:
    """Sets a name that must be the only one, and other columns; False when the row is not there.

    Args:
        values: of the columns, the name among them.
        what: as for `name_is_free`.
    Raises:
        WorkspaceError: the name is taken.
    """
    with writing(engine) as con, name_is_free(what, values["name"]):
        return change_row(con, table, row_id, values)


@contextmanager
def name_is_free(what: str, name: str) -> Iterator[None]:
    """Around a write of a name that must be the only one.

    Args:
        what: 'campaign', 'shortlist'.
    Raises:
        WorkspaceError: the name is taken.
    """
    try:
        yield
    except IntegrityError as error:
        raise WorkspaceError(f"There is a {what} '{name}' already. Choose another name.") from error


def sweep_deleted(engine: Engine) -> bool:
    """Leaves nothing of deleted rows in the files of SQLite; False while somebody reads them.

    Deleted cells are overwritten (secure_delete); this empties the log that still holds the pages
    before. PostgreSQL frees deleted rows by its own vacuum.
    """
    if engine.dialect.name != "sqlite":
        return True
    with _faults(engine):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA busy_timeout=1000")  # it would wait for a slow reader
            row = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.invalidate()
    return row is not None and row[0] == 0


def check_database(engine: Engine) -> None:
    """Reads SQLite's file whole; of a server it is enough that it answers.

    Raises:
        WorkspaceError: the database cannot be read, or is damaged.
    """
    with reading(engine) as con:
        is_file = engine.dialect.name == "sqlite"
        answer = con.execute(text("PRAGMA quick_check(1)" if is_file else "SELECT 'ok'")).scalar()
    if answer != "ok":
        raise WorkspaceError(
            f"The workspace {shown_place(engine.url)} is damaged ({answer}). Put the last copy of "
            "it back, or move it away to start an empty one."
        )


def workspace_file(settings: Settings) -> Path | None:
    """Where SQLite keeps the workspace; None for a database server.

    Raises:
        WorkspaceError: the address cannot be understood.
    """
    url = parsed(settings.workspace_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def copy_workspace(settings: Settings, target: Path) -> bool:
    """Copies one state of the SQLite file, while others write; False where there is none to copy.

    Raises:
        WorkspaceError: it cannot be read.
    """
    if workspace_file(settings) is None or not has_workspace(settings):
        return False
    engine = workspace(settings)
    with reading(engine) as con, closing(sqlite3.connect(target)) as copy:
        source = con.connection.driver_connection
        if source is not None:
            source.backup(copy)
    return True


def _insert(con: Connection, table: Table) -> Any:
    # The two dialects have the same words for it, SQLAlchemy has no common one.
    return (sqlite if con.dialect.name == "sqlite" else postgresql).insert(table)


@contextmanager
def _faults(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise as_workspace_error(error, engine.url) from error


def _prepare(engine: Engine) -> None:
    """Creates missing tables and migrates older ones; safe when two processes do so at once."""
    newest = newest_version()
    version = _stored_version(engine)
    if engine in _read_only and identity(engine.url) is None:
        # There is no file and none can be made: an empty workspace that stays empty.
        with engine.begin() as con:
            metadata.create_all(con)
            con.exec_driver_sql("PRAGMA query_only=ON")
        return
    if version is None or version < newest:
        # Whoever is first to open it: the tables are the program's.
        with access.acting_as(access.SERVER), writing(engine) as con:
            if engine.dialect.name == "postgresql":
                con.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATION_LOCK})
            # Read again under the lock: another process may have been first.
            version = _version_within(con)
            if version is None:
                metadata.create_all(con)
                insert_new(con, workspace_schema, {"row_id": 1, "version": newest})
            elif version < newest:
                migrate(con, version)
                _LOG.info("workspace migrated from=%d to=%d", version, newest)
    if version is not None and version > newest:
        raise WorkspaceError(
            f"The workspace {shown_place(engine.url)} was made by a newer version of this program "
            f"(tables {version}, known up to {newest}). Update the program, or set "
            "SCOUT_WORKSPACE_URL to another database."
        )


def _stored_version(engine: Engine) -> int | None:
    with reading(engine) as con:
        return _version_within(con)


def _version_within(con: Connection) -> int | None:
    if not inspect(con).has_table(workspace_schema.name):
        return None
    return con.execute(select(workspace_schema.c.version)).scalar()
