"""Whether a dashboard may be opened to a network."""

from __future__ import annotations

import ipaddress

from core.errors import LoginError
from core.services.team import openid
from core.settings import Settings
from core.workspace.access.users import User, all_users
from core.workspace.database import workspace


def check_logins(settings: Settings) -> None:
    """Returns when somebody can log in.

    Raises:
        LoginError: nobody can; it says which command to run.
    """
    if who_can_log_in(settings):
        return
    way = (
        "OpenID Connect is set up, but no user is known by an e-mail address. Add the first admin: "
        "python -m core users add NAME@EXAMPLE.COM --role admin --no-password"
        if openid.auth_section(settings)
        else "there is neither a user with a password nor OpenID Connect. Add the first admin: "
        "python -m core users add NAME --role admin"
    )
    raise LoginError(f"The dashboard is not opened to a network without a login: {way}")


def who_can_log_in(settings: Settings) -> list[User]:
    """Users who are not disabled and have a way in: a password, or OpenID Connect.

    Raises:
        LoginError: OpenID Connect is set up in part.
    """
    by_openid = bool(openid.auth_section(settings))
    return [
        user
        for user in all_users(workspace(settings))
        if user.disabled_at is None and (by_openid or user.password_hash)
    ]


def is_local(address: str) -> bool:
    """Whether only this machine reaches a server that listens on an address; '' is all of them."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
