"""Strangers are refused over HTTP and WebSocket; answers keep a browser to this server."""

from __future__ import annotations

import asyncio
import tomllib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from core.settings import LOCAL_HOSTS, ROOT
from core.web.shell.request_guard import RequestGuard

_HERE = "localhost:8501"
_ANSWERED = 200


async def _dashboard(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": _ANSWERED, "headers": []})


@pytest.fixture(autouse=True)
def hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit import config

    allowed = [*LOCAL_HOSTS, "*.example.com"]
    options = {"server.allowedHosts": allowed, "server.corsAllowedOrigins": ["https://proxy.test"]}
    known = config.get_option
    monkeypatch.setattr(config, "get_option", lambda key: options.get(key) or known(key))
    monkeypatch.setattr(st, "get_option", config.get_option)


def _answer(
    kind: str = "http", path: str = "/", query: str = "", **headers: str
) -> tuple[int, dict[str, str]]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.disconnect"}

    pairs = [(name.encode(), text.encode()) for name, text in headers.items()]
    scope: dict[str, Any] = {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": pairs,
    }
    # In a thread of its own: a browser test before may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, RequestGuard(_dashboard)(scope, receive, send)).result()
    named = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    return sent[0]["status"], named


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": _HERE}, _ANSWERED),
        ({"host": _HERE, "origin": f"http://{_HERE}"}, _ANSWERED),
        ({"host": "127.0.0.1:8501"}, _ANSWERED),
        ({"host": "[::1]:8501", "origin": "http://[::1]:8501"}, _ANSWERED),
        ({"host": "scout.example.com", "origin": "https://scout.example.com"}, _ANSWERED),
        ({"host": _HERE, "origin": "https://proxy.test"}, _ANSWERED),
        ({}, 421),
        ({"host": "evil.test", "origin": "http://evil.test"}, 421),
        ({"host": "localhost.evil.test"}, 421),
        ({"host": "evil.test@localhost"}, 421),
        ({"host": _HERE, "origin": "http://evil.test"}, 403),
        ({"host": _HERE, "origin": "http://localhost:3000"}, 403),
        ({"host": _HERE, "origin": "null"}, 403),
        ({"host": _HERE, "origin": "http://["}, 403),
    ],
)
def test_only_a_named_host_and_its_own_pages_are_answered(
    kind: str, headers: dict[str, str], status: int
) -> None:
    assert _answer(kind, **headers)[0] == status


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/base/_stcore/metrics"])
def test_figures_of_the_server_are_closed(path: str) -> None:
    assert _answer(path=path, host=_HERE)[0] == 404


def test_every_answer_keeps_a_browser_to_this_server() -> None:
    for headers in ({"host": _HERE}, {"host": "evil.test"}):
        answered = _answer(**headers)[1]
        policy = answered["content-security-policy"]
        assert "default-src 'self'" in policy
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "'unsafe-inline'" not in scripts
        assert scripts.count("'sha256-") >= 2  # Streamlit's own and the keys of the search
        assert "http" not in policy
        assert answered["x-content-type-options"] == "nosniff"
        assert answered["x-frame-options"] == "SAMEORIGIN"


def test_a_server_that_serve_does_not_start_has_the_same_local_names() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]
    assert tuple(server["allowedHosts"]) == LOCAL_HOSTS
    assert server["enableXsrfProtection"]
    assert server["enableCORS"]
    assert server["address"] == "localhost"


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        ("/overview", "", "/"),
        ("/overview/", "brand=b01&x=%2F", "/?brand=b01&x=%2F"),
        ("/scout/overview", "", "/scout/"),
        ("//other.example/overview", "", "/other.example/"),
    ],
)
def test_the_name_of_the_first_page_leads_there(path: str, query: str, target: str) -> None:
    status, headers = _answer(path=path, query=query, host=_HERE)
    assert (status, headers["location"]) == (307, target)
    assert _answer(path="/overviews", host=_HERE)[0] == _ANSWERED
    assert _answer("websocket", path="/overview", host=_HERE)[0] == _ANSWERED
