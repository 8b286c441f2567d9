"""What the server needs for the login: its gate and its secrets, or a reason not to start."""

from __future__ import annotations

from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from core.errors import LoginError
from core.services.team import openid
from core.services.team.cookie_key import cookie_key
from core.services.team.readiness import check_logins, is_local
from core.web.kit.cache import settings
from core.web.shell.login import identity
from core.web.shell.login.gate import LoginGate


def middleware() -> list[Middleware]:
    """The gate, where a login is asked for; else nothing.

    Raises:
        LoginError: others can reach the server and it asks for no login, or nobody could log in.
    """
    identity.install()
    chosen = settings()
    if not chosen.public:
        address = str(st.get_option("server.address") or "")
        if not is_local(address):
            raise LoginError(
                f"The server is to listen on {address or 'all addresses'}, where others reach it, "
                "and asks for no login. Start it with: python -m core serve --public"
            )
        return []
    check_logins(chosen)
    cookie_key(chosen)  # refuses here what would refuse each visitor
    return [Middleware(LoginGate, settings=chosen)]


def secrets() -> dict[str, Any] | None:
    """The secrets of OpenID Connect for Streamlit; None without."""
    chosen = settings()
    section = openid.auth_section(chosen) if chosen.public else {}
    return {"auth": {"cookie_secret": cookie_key(chosen), **section}} if section else None
