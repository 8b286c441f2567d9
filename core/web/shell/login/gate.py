"""In front of the whole dashboard: without a login, nothing but the login page is answered."""

from __future__ import annotations

from urllib.parse import urlencode

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from core.access import Actor
from core.services.team.login import idle_time
from core.settings import Settings
from core.web.shell.login import cookies
from core.web.shell.login.entrance import Entrance
from core.web.shell.login.page import PATH
from core.workspace.access import logins
from core.workspace.database import workspace

# Says 'ok' to a load balancer, and nothing else.
_HEALTH = "/_stcore/health"
# Of Streamlit: to the provider of OpenID Connect and back, and out.
_OPENID = ("/auth/login", "/oauth2callback", "/auth/logout")


class LoginGate:
    """Answers requests of people who are logged in, over HTTP and WebSocket alike.

    Anybody else gets the login page, its stylesheet and its logo. An open WebSocket is looked at
    with each message: once the login has ended, what the browser asks for becomes a run of the
    whole page, which says so (`identity.is_logged_in`), whatever part of it was asked for.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._entrance = Entrance(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application; `lifespan` passes."""
        if scope["type"] == "http":
            await (await self._answer(scope, receive))(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> ASGIApp:
        """What answers an HTTP request."""
        request = Request(scope, receive)
        path = scope["path"].removeprefix(cookies.base_path())
        if path == _HEALTH or (path in _OPENID and self._entrance.has_providers):
            return self._app
        token = cookies.token_of(request.cookies.get(cookies.LOGIN), self._settings)
        actor = await self._actor(token, clicked=True)
        if path == PATH or path.startswith(f"{PATH}/"):
            return await self._entrance.answer(request, path, actor)
        if actor is not None:
            return self._app
        by_openid = await self._entrance.by_openid(request)
        return by_openid or _turned_away(request)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        token = cookies.token_of(connection.cookies.get(cookies.LOGIN), self._settings)
        if await self._actor(token, clicked=True) is None:
            await PlainTextResponse("Log in first.", status_code=401)(scope, receive, send)
            return

        async def receive_checked() -> Message:
            message = await receive()
            data = message.get("bytes")
            if message["type"] == "websocket.receive" and data:
                asked = _parsed(data)
                by_itself = asked is not None and asked.rerun_script.is_auto_rerun
                if await self._actor(token, clicked=not by_itself) is None and asked is not None:
                    message = {**message, "bytes": _of_whole_page(asked)}
            return message

        await self._app(scope, receive_checked, send)

    async def _actor(self, token: str | None, *, clicked: bool) -> Actor | None:
        if token is None:
            return None

        def read() -> Actor | None:
            engine = workspace(self._settings)
            return logins.logged_in(engine, token, idle=idle_time(self._settings), clicked=clicked)

        return await run_in_threadpool(read)


def _turned_away(request: Request) -> Response:
    """The way to the login for a page that was asked for; a refusal for anything else."""
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        query = urlencode({"next": target})
        response = RedirectResponse(f"{cookies.base_path()}{PATH}?{query}", status_code=303)
        if cookies.LOGIN in request.cookies:
            cookies.drop_login(response)
        return response
    return PlainTextResponse("Log in first.", status_code=401)


def _parsed(data: bytes) -> BackMsg | None:
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None  # Streamlit closes the connection
    return message


def _of_whole_page(message: BackMsg) -> bytes:
    """What was asked for as a run of the whole page; only that one asks who is there."""
    if message.WhichOneof("type") != "rerun_script":
        message = BackMsg()  # a file, rows of a table and the like are no run that could ask
        message.rerun_script.SetInParent()
    message.rerun_script.fragment_id = ""
    return message.SerializeToString()
