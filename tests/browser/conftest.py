"""A dashboard with the small demo build in a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.settings import ROOT, Settings
from core.store.builds import Build
from tests.pages.small_build import make_small_build

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(
    (
        path
        for path in ("/usr/bin/chromium", shutil.which("chromium"))
        if path and Path(path).exists()
    ),
    None,
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 30_000
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Settings], str]]:
    """Starts a dashboard on a data folder; returns its address. All stop at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def start(settings: Settings) -> str:
        port = _free_port()
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        log = (settings.data_dir / "server.log").open("wb")
        with log:
            server = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}",
                 "--server.headless=true"],
                cwd=ROOT,
                env={**os.environ, "SCOUT_DATA_DIR": str(settings.data_dir), "OMP_NUM_THREADS": "1"},  # noqa: E501
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        running.append(server)
        _wait(f"http://localhost:{port}/_stcore/health", server)
        return f"http://localhost:{port}"

    yield start
    for server in running:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the dashboard ended; see server.log"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the dashboard did not answer within a minute")


@pytest.fixture(scope="session")
def dashboard(
    served: Callable[[Settings], str], small_settings: Settings, small_build: Build
) -> str:
    """Address of a dashboard on the small demo build."""
    return served(small_settings)


@pytest.fixture(scope="session")
def chromium() -> Iterator[playwright.Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as runner:
        started = runner.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desktop", "phone"])
def visitor(
    chromium: playwright.Browser, request: pytest.FixtureRequest
) -> Iterator[playwright.Page]:
    """A fresh tab at each of two sizes; a script error in it fails the test."""
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        # Streamlit tells a phone by its name, not by its width.
        user_agent=PHONE if width < 700 else None,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder with a workspace of its own, for what one test saves."""
    folder = tmp_path_factory.mktemp("own")
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    found = Settings.from_env(folder)
    make_small_build(found)
    return found


def assert_whole(page: playwright.Page) -> None:
    """No error box, and nothing sticks out to the right."""
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
