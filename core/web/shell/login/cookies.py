"""The cookie of a login: a random text, signed, that no script of a page can read."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st
from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection
from starlette.responses import Response
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from core.services.team.cookie_key import cookie_key
from core.settings import Settings

LOGIN = "scout_login"
NEXT = "scout_next"
_OF_OPENID = (USER_COOKIE_NAME, TOKENS_COOKIE_NAME)
_NEXT_SECONDS = 600


def base_path() -> str:
    """Streamlit's `server.baseUrlPath` as '/name', or ''."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def token_of(cookie: str | None, settings: Settings) -> str | None:
    """What a cookie holds; None for none, or one that this server did not sign."""
    if not cookie:
        return None
    try:
        return _signer(settings).unsign(cookie).decode("ascii")
    except (BadSignature, UnicodeError):
        return None


def set_login(response: Response, request: HTTPConnection, token: str, settings: Settings) -> None:
    """Gives the browser the cookie, until it is closed or the login ends."""
    response.set_cookie(
        LOGIN,
        _signer(settings).sign(token).decode("ascii"),
        path=base_path() or "/",
        httponly=True,
        samesite="lax",
        secure=is_https(request, settings),
    )
    response.delete_cookie(NEXT, path=base_path() or "/")


def drop_login(response: Response) -> None:
    """Takes the cookie away."""
    response.delete_cookie(LOGIN, path=base_path() or "/")


def set_next(response: Response, request: HTTPConnection, target: str, settings: Settings) -> None:
    """Keeps where to go while the browser is at a provider of OpenID Connect."""
    response.set_cookie(
        NEXT,
        _signer(settings).sign(target.encode().hex()).decode("ascii"),
        max_age=_NEXT_SECONDS,
        path=base_path() or "/",
        httponly=True,
        samesite="lax",
        secure=is_https(request, settings),
    )


def next_of(request: HTTPConnection, settings: Settings) -> str:
    """What `set_next` kept; '' for nothing."""
    text = token_of(request.cookies.get(NEXT), settings)
    return bytes.fromhex(text).decode() if text else ""


def drop_openid(response: Response, request: HTTPConnection) -> None:
    """Takes away what Streamlit keeps of a person, so that the next login is a new one."""
    for name in request.cookies:
        if name.startswith(_OF_OPENID):
            response.delete_cookie(name, path=base_path() or "/")


def is_https(request: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser speaks https with us or with the proxy in front.

    The server believes X-Forwarded-Proto of a proxy on this machine, or in FORWARDED_ALLOW_IPS.
    """
    return settings.behind_https or request.url.scheme in ("https", "wss")


def _signer(settings: Settings) -> Signer:
    return Signer(cookie_key(settings), salt="influencer-scout-login", digest_method=sha256)
