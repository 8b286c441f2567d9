"""A page names the scripts of its charts and tables before it knows that it needs them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.file_util import get_static_dir

from core.web.shell.preload import ElementScripts


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/", lambda _request: HTMLResponse("<p>")),
        Route("/health", lambda _request: JSONResponse("ok")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(ElementScripts)]))


def test_a_page_names_scripts_that_are_there(client: TestClient) -> None:
    names = re.findall(
        r"<\./(static/js/\w+\.[^>]+\.js)>; rel=modulepreload", client.get("/").headers["link"]
    )
    assert {Path(name).name.split(".")[0] for name in names} == {"PlotlyChart", "DataFrame"}
    assert all((Path(get_static_dir()) / name).is_file() for name in names)


def test_other_answers_name_none(client: TestClient) -> None:
    assert "link" not in client.get("/health").headers
