"""What a browser loads while the first page is still being made."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

# Streamlit loads the script of an element when the first of its kind is to be drawn. That of charts
# is by far the largest: their places stayed empty for two seconds longer.
_ELEMENTS = ("PlotlyChart", "DataFrame")


class ElementScripts:
    """Names the scripts of charts and tables in a header of every page; they come at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._link = _link()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers.append("Link", self._link)
            await send(message)

        await self._app(scope, receive, send_named)


def _link() -> str:
    """Value of a `Link` header; the names of the scripts have a hash that no two versions share."""
    scripts = Path(get_static_dir()) / "static/js"
    return ", ".join(
        f"<./static/js/{file.name}>; rel=modulepreload"
        for element in _ELEMENTS
        for file in sorted(scripts.glob(f"{element}.*.js"))
    )
