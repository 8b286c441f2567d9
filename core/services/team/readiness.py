"""Whether a dashboard may be opened to a network."""

from __future__ import annotations

import ipaddress

from core.errors import LoginError
from core.services.team import openid
from core.settings import Settings
from core.workspace.access.users import all_users
from core.workspace.database import workspace


def check_logins(settings: Settings) -> None:
    """Returns when somebody can log in.

    Raises:
        LoginError: nobody can; it says which command to run.
    """
    able = [user for user in all_users(workspace(settings)) if user.disabled_at is None]
    by_openid = bool(openid.auth_section(settings))
    if able and (by_openid or any(user.password_hash for user in able)):
        return
    way = (
        "OpenID Connect is set up, but no user is known by an e-mail address. Add the first admin: "
        "python -m core users add NAME@EXAMPLE.COM --role admin --no-password"
        if by_openid
        else "there is neither a user with a password nor OpenID Connect. Add the first admin: "
        "python -m core users add NAME --role admin"
    )
    raise LoginError(f"The dashboard is not opened to a network without a login: {way}")


def is_local(address: str) -> bool:
    """Whether only this machine reaches a server that listens on an address; '' is all of them."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
