"""The key that signs cookies: of the environment, else made at first start and kept."""

from __future__ import annotations

from core.errors import KeyFileError, LoginError
from core.services.key_file import KeyFile
from core.settings import Settings

FILE = "cookie.key"


def cookie_key(settings: Settings) -> str:
    """The key; two servers on one data folder have the same.

    Raises:
        LoginError: the file can be read by others, or is damaged.
        OSError: it cannot be read or written.
    """
    if settings.cookie_secret:
        return settings.cookie_secret
    try:
        return _file(settings).key()
    except KeyFileError as error:
        raise LoginError(str(error)) from error


def check_file(settings: Settings) -> None:
    """Returns when the file of the key is kept safe, or there is none or none is read.

    Raises:
        LoginError: it can be read by others, is damaged, or this user cannot read it.
    """
    file = _file(settings)
    if settings.cookie_secret or not file.path.exists():
        return
    try:
        file.kept()
    except KeyFileError as error:
        raise LoginError(str(error)) from error
    except OSError as error:
        raise LoginError(
            f"{file.path} cannot be read ({error.strerror}). Give it to the user that runs the "
            "server."
        ) from error


def _file(settings: Settings) -> KeyFile:
    return KeyFile(settings.data_dir / FILE, "signs the logins", "everybody then logs in again")
