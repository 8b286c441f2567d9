"""Logging in, by a password or by an e-mail address that a provider vouches for."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import logs
from core.errors import LoginError
from core.services.team.attempts import Attempts
from core.services.team.passwords import is_right
from core.settings import Settings
from core.workspace.access import logins, users
from core.workspace.database import workspace
from core.workspace.values import name_key

_LOG = logging.getLogger(__name__)
# Says neither whether the name is known nor whether the user is disabled.
WRONG = "Name or password is wrong."


class TooManyTriesError(LoginError):
    """Somebody has to wait before the next try."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"Too many tries. Wait {math.ceil(wait_s / 60)} minutes, then try again.")
        self.wait_s = wait_s


def idle_time(settings: Settings) -> timedelta:
    """How long a login lasts without a click."""
    return timedelta(minutes=settings.session_minutes)


def log_in(
    settings: Settings, attempts: Attempts, *, name: str, password: str, address: str
) -> str:
    """Logs a user in by password; returns what the cookie is to hold.

    Args:
        address: that the try comes from.
    Raises:
        TooManyTriesError: there were too many.
        LoginError: name or password is wrong.
    """
    key = name_key(name)[:200]
    wait_s = attempts.begin(key, address)
    if wait_s > 0:
        logs.event(_LOG, "login refused", reason="too many tries")
        raise TooManyTriesError(math.ceil(wait_s))
    engine = workspace(settings)
    user = users.user_named(engine, name)
    if user is not None and user.disabled_at is not None:
        user = None
    right = is_right(password, None if user is None else user.password_hash)
    if user is None or not right:
        # Without the name: some people type the password there.
        logs.event(_LOG, "login refused", reason="name or password")
        raise LoginError(WRONG)
    attempts.succeeded(key, address)
    return logins.begin(engine, user, how="by password")


def log_in_by_email(settings: Settings, claims: Mapping[str, Any]) -> str:
    """Logs in the user whose name is the e-mail address that an OpenID provider vouches for.

    Args:
        claims: of the provider, checked by Streamlit: email, email_verified.
    Returns:
        What the cookie is to hold.
    Raises:
        LoginError: there is no such user, they are disabled, or the provider says that it did not
            check the address.
    """
    email = str(claims.get("email") or "").strip()
    if not email:
        raise LoginError("The provider sent no e-mail address. Ask for the scope 'email'.")
    if claims.get("email_verified") in (False, "false"):
        raise LoginError(f"The provider did not verify the address {email}.")
    engine = workspace(settings)
    user = users.user_named(engine, email)
    if user is None or user.disabled_at is not None:
        logs.event(_LOG, "login refused", reason="address not known")
        raise LoginError(f"{email} has no access here. Ask an admin to add this address.")
    return logins.begin(engine, user, how="by OpenID Connect")
