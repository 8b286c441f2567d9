"""What the login page does: passwords, and the way to a provider of OpenID Connect and back."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from core.access import Actor
from core.errors import LoginError
from core.services.team import openid
from core.services.team.attempts import Attempts
from core.services.team.login import TooManyTriesError, log_in, log_in_by_email
from core.settings import Settings
from core.web.shell.login import cookies
from core.web.shell.login.page import FILES, PATH, file_response, login_page, safe_target
from core.workspace.access.users import all_users
from core.workspace.database import workspace

_FORM_BYTES = 20_000
# Each password takes 64 MiB while it is looked at.
_AT_ONCE = 2
# How old what a provider said may be: it opens one login, right after the way back.
_FRESH_DAYS = 5 / (24 * 60)


class Entrance:
    """The addresses below `PATH`, and the way in by what a provider said."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._attempts = Attempts()
        self._passwords = asyncio.Semaphore(_AT_ONCE)
        self._providers = tuple(openid.providers(openid.auth_section(settings)))

    async def answer(self, request: Request, path: str, actor: Actor | None) -> Response:
        """What an address of the login gives.

        Args:
            path: below the base path of the server.
            actor: who is logged in already; None for nobody.
        """
        name = path.removeprefix(f"{PATH}/")
        if request.method == "GET" and name in FILES:
            return file_response(name)
        if request.method == "GET" and name == "openid" and self._providers:
            return self._to_provider(request)
        if path != PATH or request.method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("Not found", status_code=404)
        if request.method == "POST":
            return await self._by_password(request)
        target = safe_target(request.query_params.get("next", ""))
        if actor is not None:
            return RedirectResponse(target, status_code=303)
        return await self._page(target)

    @property
    def has_providers(self) -> bool:
        """Whether somebody can log in by OpenID Connect."""
        return bool(self._providers)

    async def by_openid(self, request: Request) -> Response | None:
        """Logs somebody in who comes back from a provider; None for anybody else."""
        is_asked = request.method == "GET" and bool(self._providers)
        claims = self._claims(request) if is_asked else None
        if claims is None:
            return None
        target = safe_target(cookies.next_of(request, self._settings))
        try:
            token = await run_in_threadpool(log_in_by_email, self._settings, claims)
        except LoginError as error:
            response = await self._page(target, problem=str(error), status=403)
            cookies.drop_openid(response, request)
            return response
        return self._entered(request, target, token)

    async def _by_password(self, request: Request) -> Response:
        form = await _form(request)
        if form is None:
            return PlainTextResponse("Too long", status_code=413)
        target = safe_target(form.get("next", ""))
        address = request.client.host if request.client else ""

        def tried() -> str:
            return log_in(
                self._settings,
                self._attempts,
                name=form.get("name", ""),
                password=form.get("password", ""),
                address=address,
            )

        try:
            async with self._passwords:
                token = await run_in_threadpool(tried)
        except TooManyTriesError as error:
            response = await self._page(target, problem=str(error), status=429)
            response.headers["Retry-After"] = str(error.wait_s)
            return response
        except LoginError as error:
            return await self._page(target, problem=str(error), status=401)
        return self._entered(request, target, token)

    def _entered(self, request: Request, target: str, token: str) -> Response:
        response = RedirectResponse(target, status_code=303)
        cookies.set_login(response, request, token, self._settings)
        return response

    async def _page(self, target: str, *, problem: str = "", status: int = 200) -> Response:
        def has_passwords() -> bool:
            users = all_users(workspace(self._settings))
            return any(user.password_hash is not None for user in users)

        return login_page(
            target=target,
            providers=self._providers,
            passwords=await run_in_threadpool(has_passwords),
            problem=problem,
            status=status,
        )

    def _to_provider(self, request: Request) -> Response:
        """What `st.login` does, without a page of the dashboard behind it."""
        provider = request.query_params.get("provider", "")
        if provider not in self._providers:
            return PlainTextResponse("Not found", status_code=404)
        token = encode_provider_token(provider)
        response = RedirectResponse(
            f"{cookies.base_path()}/auth/login?provider={token}", status_code=303
        )
        cookies.drop_openid(response, request)
        target = safe_target(request.query_params.get("next", ""))
        cookies.set_next(response, request, target, self._settings)
        return response

    def _claims(self, request: Request) -> dict[str, Any] | None:
        """What a provider just said of a person, in the cookie that Streamlit signed."""

        def read(name: str) -> bytes | None:
            return decode_signed_value(
                get_cookie_secret(), name, request.cookies.get(name, ""), max_age_days=_FRESH_DAYS
            )

        text = get_cookie_with_chunks(read, USER_COOKIE_NAME)
        if not text:
            return None
        try:
            claims = json.loads(text)
        except ValueError:
            return None
        is_known = isinstance(claims, dict) and claims.get("provider") in self._providers
        return claims if is_known else None


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None when it is longer, or has more fields, than a login can have."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _FORM_BYTES:
            return None
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:
        return None
    return {name: values[-1] for name, values in fields.items()}
