"""Which requests the dashboard answers, and what its answers allow a browser to do."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir
from streamlit.web.server.server_util import is_allowed_origin
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from core.web.shell.scripts import SCRIPTS

# The first page has no name in Streamlit's addresses, but people write it like the others.
_FIRST_PAGE = "/overview"
# Figures of the server, which are for nobody who only has a browser.
_CLOSED = "/_stcore/metrics"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class RequestGuard:
    """Refuses requests of strangers before Streamlit sees them, over HTTP and WebSocket alike.

    A page of another site can have a browser on this machine ask `localhost`, or give its own name
    the address 127.0.0.1 (DNS rebinding). Both show: in `Origin`, and in `Host`, which has to be in
    Streamlit's `server.allowedHosts`. Every answer carries headers that keep a browser to this
    server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = {"Content-Security-Policy": _content_policy(), **_HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application; `lifespan` and the like pass."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        answer = _refusal(scope) or _other_address(scope)
        await (self._app if answer is None else answer)(scope, receive, send_guarded)


def _content_policy() -> str:
    """Nothing is loaded from or sent to another machine, whatever stands in a name or a caption.

    The scripts of Streamlit's page and of ours are named by their hash, so that no other one in
    the markup of a page runs. Components come as blobs, and Plotly compiles what draws many points.
    """
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    scripts = [*_INLINE_SCRIPT.findall(page), *SCRIPTS]
    hashes = [
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts
    ]
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'unsafe-eval' blob:", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def _refusal(scope: Scope) -> PlainTextResponse | None:
    """What a request gets that is not answered; None for one that is."""
    headers = Headers(scope=scope)
    host, origin = headers.get("host"), headers.get("origin")
    if not is_host_allowed(host):
        names = ", ".join(st.get_option("server.allowedHosts"))
        return PlainTextResponse(
            f"This dashboard answers only under the names {names}. To add the name in the address "
            "bar, start it with SCOUT_ALLOWED_HOSTS=NAME.",
            status_code=421,
        )
    if origin is not None and not (_netloc(origin) == host or is_allowed_origin(origin)):
        return PlainTextResponse("A page of another site may not ask this.", status_code=403)
    if scope["path"].rstrip("/").endswith(_CLOSED):
        return PlainTextResponse("Not found", status_code=404)
    return None


def _other_address(scope: Scope) -> Response | None:
    """Leads to the first page from its name; None for all other requests."""
    path = scope["path"].rstrip("/")
    if scope["type"] != "http" or not path.endswith(_FIRST_PAGE):
        return None
    query = scope.get("query_string", b"").decode("latin-1")
    target = path.removesuffix(_FIRST_PAGE) + "/"
    # A path of two slashes would be the address of another machine.
    return RedirectResponse(f"/{target.lstrip('/')}{f'?{query}' if query else ''}")


def _netloc(origin: str) -> str | None:
    """Host and port of an origin; None for one without, such as "null"."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
