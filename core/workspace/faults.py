"""What the database says, in one line for the person who waits."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import WorkspaceError

_LEAST_FREE = 1_000_000  # bytes, below which the disk of a database that fails is called full
# By the start of SQLite's own name of the error; {place} is the file.
_SQLITE = {
    "SQLITE_BUSY": "The workspace {place} is busy: another process has been writing to it for too "
    "long. Try again; if it stays so, close the program that has the file open.",
    "SQLITE_LOCKED": "The workspace {place} is busy. Try again.",
    "SQLITE_NOTADB": "Expected a workspace database at {place}, found another kind of file. Move "
    "it away or set SCOUT_WORKSPACE_URL to another file.",
    "SQLITE_CORRUPT": "The workspace {place} is damaged. Put a backup in its place, or move the "
    "file away to start with an empty workspace.",
    "SQLITE_READONLY": "The workspace {place} cannot be written. Allow writing to the file and "
    "its folder, or set SCOUT_WORKSPACE_URL to another file.",
    "SQLITE_CANTOPEN": "The workspace {place} cannot be opened. Check that its folder is there "
    "and may be written, or set SCOUT_WORKSPACE_URL to another file.",
    "SQLITE_FULL": "The disk is full: nothing was saved to the workspace {place}. Free some space "
    "and try again.",
    "SQLITE_IOERR": "The disk of the workspace {place} fails: nothing was saved. Check the disk "
    "and its free space, then try again.",
}
# By the first letters of PostgreSQL's SQLSTATE, most special first.
_POSTGRESQL = {
    "28": "The workspace database {place} refuses the user or password. Check SCOUT_WORKSPACE_URL.",
    "3D": "The server has no such workspace database: {place}. Create it, or correct "
    "SCOUT_WORKSPACE_URL.",
    "42501": "The user may not create or change tables in {place}. Grant it the right.",
    "42P01": "The tables of the workspace {place} are gone. Start the program again to create them "
    "again, or restore a backup.",
    "40": "Others changed the same rows at the same time; nothing was saved. Try again.",
    "55P03": "The workspace {place} is busy. Try again.",
    "57014": "The workspace {place} is busy: the server gave up waiting. Try again.",
    "53": "The server of the workspace {place} has no space or connections left; nothing was "
    "saved. Try again, or ask who runs it.",
}


def shown_place(url: URL) -> str:
    """Where the workspace lies, without user and password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    return f"{url.host or 'this machine'}{port}/{url.database or ''}"


def as_workspace_error(error: SQLAlchemyError, url: URL) -> WorkspaceError:
    """The error in words: what is wrong, and what to do. A password never shows."""
    place = shown_place(url)
    if isinstance(error, PoolTimeout):
        return WorkspaceError(f"The workspace {place} is busy: too many at once. Try again.")
    original = error.orig if isinstance(error, DBAPIError) else None
    text = _template(original, url).format(place=place)
    if text:
        return WorkspaceError(text)
    said = (str(original or error).strip().splitlines() or [type(error).__name__])[0][:200]
    if "no such table" in said:
        return WorkspaceError(_POSTGRESQL["42P01"].format(place=place))
    if url.get_backend_name() == "postgresql" and getattr(original, "sqlstate", None) is None:
        return WorkspaceError(
            f"The workspace database {place} cannot be reached ({_without_password(said, url)}). "
            "Check that the server runs, and SCOUT_WORKSPACE_URL."
        )
    return WorkspaceError(
        f"The workspace {place} cannot be used ({_without_password(said, url)}). Check "
        "SCOUT_WORKSPACE_URL, or move the database away to start with an empty workspace."
    )


def _template(original: BaseException | None, url: URL) -> str:
    name = getattr(original, "sqlite_errorname", None)
    if isinstance(name, str):
        if name.startswith("SQLITE_IOERR") and _has_full_disk(url):
            name = "SQLITE_FULL"  # of its log and index SQLite says only that they fail
        texts = [text for start, text in _SQLITE.items() if name.startswith(start)]
        return texts[0] if texts else ""
    state = getattr(original, "sqlstate", None)
    if isinstance(state, str):
        texts = [text for start, text in _POSTGRESQL.items() if state.startswith(start)]
        return texts[0] if texts else ""
    return ""


def _has_full_disk(url: URL) -> bool:
    folder = Path(url.database or "").absolute().parent
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False


def _without_password(text: str, url: URL) -> str:
    """The text with each spelling of the password blotted out."""
    for password in (str(url.password or ""), str(url.query.get("password", ""))):
        for spelling in {password, quote(password, safe=""), quote_plus(password)} - {""}:
            text = text.replace(spelling, "***")
    return text
