"""Addresses into engines: what SQLite needs to be durable, what is wrong with an address."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from core.errors import WorkspaceError
from core.workspace.access.write_gate import guard
from core.workspace.faults import shown_place

BUSY_TIMEOUT_S = 15.0
# Execution option of a connection whose transactions take the write lock at once.
WRITES = "workspace_writes"
_EXAMPLE = "sqlite:////path/workspace.db or postgresql+psycopg://user:password@host/name"


def parsed(address: str) -> URL:
    """The address, checked without connecting.

    Raises:
        WorkspaceError: it is no address of SQLite or PostgreSQL, or of a database in memory; the
            text never shows the password.
    """
    # Errors below are raised 'from None': the cause would print the address and its password.
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise WorkspaceError(
            f"SCOUT_WORKSPACE_URL: expected an address such as {_EXAMPLE}; "
            "what is set cannot be understood."
        ) from None
    if backend not in ("sqlite", "postgresql"):
        raise WorkspaceError(
            f"SCOUT_WORKSPACE_URL: expected sqlite or postgresql, found '{backend[:40]}'. "
            f"Set it to something like {_EXAMPLE}."
        )
    if "@" in (url.host or ""):
        raise WorkspaceError(
            "SCOUT_WORKSPACE_URL: expected one @, before the host, found more. Write an @ of the "
            "password as %40."
        )
    if backend == "sqlite" and (
        url.database in (None, "", ":memory:") or str(url.database).startswith("file:")
    ):
        raise WorkspaceError(
            "SCOUT_WORKSPACE_URL: expected a file, found a database in memory, which would lose "
            f"everything at the end. Set it to something like {_EXAMPLE}."
        )
    return url


def new_engine(url: URL) -> Engine:
    """An engine for an address; SQLite's folder is made, or only read where it cannot be written.

    Raises:
        WorkspaceError: the folder cannot be made, the driver is missing, or an option of the
            address cannot be used.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_read_only(url):
        return _reading_engine(url)
    try:
        if is_sqlite:
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
            # An address may set its own: sqlite:////path/workspace.db?timeout=60
            options = {} if "timeout" in url.query else {"timeout": BUSY_TIMEOUT_S}
            engine = create_engine(url, connect_args=options, hide_parameters=True)
        else:
            engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except OSError as error:
        raise WorkspaceError(
            f"The folder of the workspace {shown_place(url)} cannot be made ({error.strerror}). "
            "Check the path and its permissions, or set SCOUT_WORKSPACE_URL to another file."
        ) from error
    except ModuleNotFoundError as error:
        raise WorkspaceError(
            f"SCOUT_WORKSPACE_URL: the driver '{error.name}' is not installed. For PostgreSQL: "
            "pip install 'psycopg[binary]', and an address that begins postgresql+psycopg://."
        ) from None
    except NoSuchModuleError:
        raise WorkspaceError(
            f"SCOUT_WORKSPACE_URL: expected an address such as {_EXAMPLE}, found "
            f"'{url.drivername[:40]}://...'."
        ) from None
    except (SQLAlchemyError, TypeError, ValueError):
        raise WorkspaceError(
            f"SCOUT_WORKSPACE_URL: the options of the address of {shown_place(url)} cannot be "
            f"used. Set it to something like {_EXAMPLE}."
        ) from None
    if is_sqlite:
        _make_durable(engine)
    guard(engine)
    return engine


def is_read_only(url: URL) -> bool:
    """Whether the file of SQLite, or the folder it would be in, cannot be written."""
    if url.get_backend_name() != "sqlite":
        return False
    file = Path(str(url.database)).absolute()
    folder = next((parent for parent in file.parents if parent.exists()), file.parent)
    if file.exists():
        return not (os.access(file, os.W_OK) and os.access(folder, os.W_OK))
    return not os.access(folder, os.W_OK)


def _reader(url: URL) -> Callable[[], sqlite3.Connection]:
    """Makes connections that read the file; without one, a database in memory to be filled."""
    file = Path(str(url.database)).absolute()
    if not file.exists():
        return lambda: sqlite3.connect(":memory:", check_same_thread=False)
    # SQLite keeps a second file beside one that is read, unless nobody can change it. What a
    # process that was killed left in its log must be read as well.
    log = file.with_name(f"{file.name}-wal")
    option = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    address = f"file:{quote(str(file))}?{option}"
    return lambda: sqlite3.connect(address, uri=True, check_same_thread=False)


def _reading_engine(url: URL) -> Engine:
    """An engine that cannot write: on the file, or on an empty workspace where there is none."""
    engine = create_engine(url, creator=_reader(url), poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begun(con: Connection) -> None:
        con.exec_driver_sql("BEGIN")

    guard(engine)
    return engine


def _make_durable(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, record: Any) -> None:
        # The driver must not begin transactions by itself: `_begun` says which kind.
        connection.isolation_level = None
        _switch_to_wal(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
        record.info["file"] = identity(engine.url)

    @event.listens_for(engine, "checkout")
    def _checked_out(_connection: Any, record: Any, _proxy: Any) -> None:
        # A kept connection to a file that was deleted or replaced writes to nowhere.
        if record.info.get("file") != identity(engine.url):
            raise DisconnectionError("the file was replaced")

    @event.listens_for(engine, "begin")
    def _begun(con: Connection) -> None:
        writes = con.get_execution_options().get(WRITES, False)
        con.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """WAL mode, which stays with the file. SQLite does not wait here when two do it at once."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
        time.sleep(0.01)


def identity(url: URL) -> tuple[int, int] | None:
    """Which file it is, however it is called; None for a server or when there is none."""
    if url.get_backend_name() != "sqlite":
        return None
    try:
        status = os.stat(str(url.database))
    except OSError:
        return None
    return status.st_dev, status.st_ino
