"""The key that signs cookies: of the environment, else made at first start and kept."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from core.errors import LoginError
from core.settings import SECRET_MIN, Settings

FILE = "cookie.key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def cookie_key(settings: Settings) -> str:
    """The key; two servers on one data folder have the same.

    Raises:
        LoginError: the file can be read by others, or is damaged.
        OSError: it cannot be read or written.
    """
    if settings.cookie_secret:
        return settings.cookie_secret
    file = settings.data_dir / FILE
    if not file.exists():
        _make(file)
    return _read(file)


def check_file(settings: Settings) -> None:
    """Returns when the file of the key is kept safe, or there is none or none is read.

    Raises:
        LoginError: it can be read by others, is damaged, or this user cannot read it.
    """
    file = settings.data_dir / FILE
    if settings.cookie_secret or not file.exists():
        return
    try:
        _read(file)
    except OSError as error:
        raise LoginError(
            f"{file} cannot be read ({error.strerror}). Give it to the user that runs the server."
        ) from error


def _read(file: Path) -> str:
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        raise LoginError(
            f"{file} signs the logins and can be read by others: chmod 600 {file}. Delete it if "
            "somebody may have read it; everybody then logs in again."
        )
    key = file.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < SECRET_MIN:
        raise LoginError(f"{file} is damaged. Delete it; everybody then logs in again.")
    return key


def _make(file: Path) -> None:
    """Writes a new key whole: another server that starts now gets this one or makes its own."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    new.touch(mode=0o600)
    try:
        new.write_text(secrets.token_hex(32), encoding="ascii")
        os.link(new, file)
    except FileExistsError:
        pass  # the other server was first
    finally:
        new.unlink()
