"""Passwords as argon2id hashes, with the parameters that RFC 9106 recommends for 64 MiB."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from core.errors import LoginError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1_000  # characters; NIST SP 800-63B asks for length, not for signs


def password_hash(password: str) -> str:
    """The hash to keep of a new password.

    Raises:
        LoginError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise LoginError(
            f"A password has {SHORTEST} to {LONGEST:,} characters, this one has "
            f"{len(password):,}. A few words in a row are easy to keep in mind."
        )
    return _hasher().hash(_bytes(password))


def is_right(password: str, kept_hash: str | None) -> bool:
    """Whether a password is the one of the hash.

    Takes as long without a hash, so that the time does not tell whether a name is known.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        password = ""
    try:
        _hasher().verify(kept_hash or _nobodys_hash(), _bytes(password))
    except (InvalidHashError, VerificationError):
        return False
    return kept_hash is not None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "replace")
