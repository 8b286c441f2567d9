"""What the system says when a disk is full, however it is said."""

from __future__ import annotations

import errno
import re
import sqlite3

import duckdb

from core.errors import DiskFullError

_FULL = (errno.ENOSPC, errno.EDQUOT)
# In the messages of libraries that have no error of their own for it: DuckDB, the last one of its
# spill files, SQLite, and numpy of an array that was cut off.
_WORDS = re.compile(
    r"no space left on device|disk quota exceeded|max_temp_directory_size"
    r"|database or disk is full|[0-9]+ requested and [0-9]+ written",
    re.IGNORECASE,
)
_LIBRARIES = (OSError, duckdb.Error, sqlite3.Error, ValueError, RuntimeError)
DISK_FULL = (
    "The disk is full: nothing was changed, and the data in use are as they were. Free some space, "
    "for example with 'python -m core prune', and try again."
)


def is_full(error: BaseException) -> bool:
    """Whether an error, or what led to it, says that a disk is full."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return True
        if isinstance(cause, _LIBRARIES) and _WORDS.search(str(cause)):
            return True
        cause = cause.__cause__
    return False


def raise_when_full(error: BaseException) -> None:
    """Returns when the error is about something else.

    Raises:
        DiskFullError: it says that the disk is full.
    """
    if is_full(error):
        raise DiskFullError(DISK_FULL) from error
