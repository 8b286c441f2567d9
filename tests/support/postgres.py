"""A PostgreSQL server for the tests, where one is installed: on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

# Debian puts them here and not in PATH.
_DEBIAN = Path("/usr/lib/postgresql")
# Nothing is kept, so nothing has to reach the disk.
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB",
             "listen_addresses=", "max_connections=60")  # fmt: skip


@cache
def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest one; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def postgres_server() -> Iterator[str]:
    """The SQLAlchemy address of an empty database, which is gone at the end."""
    folder = programs()
    assert folder is not None, "ask `programs` first"
    user = _user()
    place = Path(tempfile.mkdtemp(prefix="scout-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(place, user)
        data = place / "data"
        common = ("--pgdata", str(data))
        _run(folder / "initdb", *common, "--username=scout", "--auth=trust", "--no-sync",
             "--encoding=UTF8", "--locale=C", user=user)  # fmt: skip
        options = " ".join(f"-c {one}" for one in (*_SETTINGS, f"unix_socket_directories={place}"))
        _run(folder / "pg_ctl", *common, "--wait", "--log", str(place / "log"), "--options",
             options, "start", user=user)  # fmt: skip
        try:
            yield f"postgresql+psycopg://scout@/postgres?host={place}"
        finally:
            _run(folder / "pg_ctl", *common, "--mode=immediate", "stop", user=user)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _user() -> str:
    """Who the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(program: Path, *words: str, user: str) -> None:
    subprocess.run(
        [program, *words],
        check=True,
        cwd="/",
        user=user if os.geteuid() == 0 else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
