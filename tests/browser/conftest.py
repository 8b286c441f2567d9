"""A dashboard with the small demo build in a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from streamlit.web.cli import main as streamlit_main

from core.settings import ROOT, Settings
from core.store.builds import Build
from tests.support import forked
from tests.support.concept_rows import plant_concepts
from tests.support.growth_rows import plant_evidence
from tests.support.measured_build import FACTS, make_measured_build
from tests.support.small_build import make_small_build
from tests.support.text_rows import plant_texts, plant_trends

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.register_assert_rewrite("tests.browser.steps")
PATIENCE_MS = 60_000
# On a busy machine a page takes longer than the five seconds that are usual for an expectation.
playwright.expect.set_options(timeout=PATIENCE_MS)
# The shell draws the same pages without window, toolbar and extensions, at 3/4 of the cost.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Tabs share one process, which keeps the scripts of the dashboard compiled; what runs for
    # seconds does not earn back a compiler that optimises.
    "--process-per-site",
    "--js-flags=--no-flush-bytecode --no-opt --no-maglev",
]
# Spinners and placeholders that do not move leave the processor to the page they wait for.
STILL = "reduce"
_FORBIDDEN = "Content Security Policy"
# Some scripts catch what a browser throws when the policy keeps them from something.
_SAY_WHAT_IS_FORBIDDEN = f"""addEventListener("securitypolicyviolation", event =>
    console.error("{_FORBIDDEN}", event.violatedDirective, event.blockedURI, event.sourceFile))"""
_FIT_MS = 5_000
_CLICK_MS = 15_000  # a page that a row opens is there by then, or the click was lost
_LOOKS, _LOOK_MS = 4, 50  # so often an element must be found where it was
HELD_MS = 80  # as long as a finger takes; a fresh table misses a press without any length
_ROW_PX = 35
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


class Place:
    """A port of its own, where one dashboard at a time answers.

    Dashboards that follow each other have one address, so a browser that knows the scripts of
    the first neither loads nor compiles them for the next.
    """

    def __init__(self) -> None:
        forked.prepare("tests.support.warm_dashboard")
        self.port = free_port()
        self._server: BaseProcess | None = None
        self._data_dir: Path | None = None

    def serve(self, settings: Settings) -> str:
        """Address of a dashboard on a data folder; the one before it ends."""
        if settings.data_dir != self._data_dir:
            self.close()
            settings.data_dir.mkdir(parents=True, exist_ok=True)
            log = settings.data_dir / "server.log"
            self._server = forked.start(
                _serve, self.port, settings.data_dir, settings.public, log=log
            )
            self._data_dir = settings.data_dir
            server = self._server
            wait_for_answer(self.port, lambda: server.exitcode)
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        """Of the dashboard."""
        assert self._server is not None
        assert self._server.pid is not None
        return self._server.pid

    def close(self) -> None:
        """Ends the dashboard, if there is one."""
        if self._server is not None:
            self._server.terminate()
            self._server.join(20)

    def kill(self) -> None:
        """Ends the dashboard at once, as a lost machine does; the next call starts another one."""
        assert self._server is not None
        self._server.kill()
        self._server.join(20)
        self._server, self._data_dir = None, None


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Settings], str]]:
    """Starts a dashboard on a data folder, in place of the last one; returns its address."""
    place = Place()
    yield place.serve
    place.close()


def _serve(port: int, data_dir: Path, public: bool) -> None:
    """What `serve` starts, on a data folder."""
    os.environ.update(
        SCOUT_DATA_DIR=str(data_dir), SCOUT_PUBLIC=str(int(public)), OMP_NUM_THREADS="1"
    )
    os.chdir(ROOT)
    streamlit_main(
        ["run", "server.py", f"--server.port={port}", "--server.headless=true"],
        prog_name="streamlit",
    )


def wait_for_answer(port: int, exit_code: Callable[[], int | None]) -> None:
    """Returns once the dashboard answers there; `exit_code` is None while its process lives."""
    url = f"http://localhost:{port}/_stcore/health"
    for _ in range(1_200):
        assert exit_code() is None, "the dashboard ended; see server.log"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the dashboard did not answer within a minute")


@pytest.fixture
def dashboard(
    served: Callable[[Settings], str], small_settings: Settings, small_build: Build
) -> str:
    """Address of a dashboard on the small demo build."""
    return served(small_settings)


@pytest.fixture(scope="session")
def planted_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with something to see on every page, worked out by hand."""
    settings = Settings.from_env(tmp_path_factory.mktemp("served_planted"))
    make_measured_build(settings, FACTS)
    plant_evidence(settings)
    plant_texts(settings)
    plant_trends(settings)
    plant_concepts(settings)
    return settings


@pytest.fixture(scope="session")
def planted_dashboard(planted_settings: Settings) -> Iterator[str]:
    """Address of a dashboard on it; what a test saves there must not matter to another."""
    place = Place()
    yield place.serve(planted_settings)
    place.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[playwright.Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium-headless-shell)")
    with playwright.sync_playwright() as runner:
        started = runner.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def desktop_context(chromium: playwright.Browser) -> playwright.BrowserContext:
    """Keeps the scripts of the dashboard for the next tab, as a browser at home does."""
    return _context(chromium, viewport={"width": 1440, "height": 900})


@pytest.fixture(scope="session")
def phone_context(chromium: playwright.Browser) -> playwright.BrowserContext:
    """The same on a phone."""
    # Streamlit tells a phone by its name, not by its width.
    return _context(chromium, viewport={"width": 390, "height": 844}, user_agent=PHONE)


def _context(chromium: playwright.Browser, **options: Any) -> playwright.BrowserContext:
    """A window whose first tab stays open, empty: the process of the site ends with the last."""
    context = chromium.new_context(reduced_motion=STILL, **options)
    context.set_default_timeout(PATIENCE_MS)
    first = context.new_page()
    first.route("**", lambda route: route.fulfill(body=""))
    first.goto("http://localhost/")
    return context


@pytest.fixture
def visitor(desktop_context: playwright.BrowserContext) -> Iterator[playwright.Page]:
    """A fresh tab of a desktop; a script error or a request to elsewhere fails the test."""
    yield from _tab(desktop_context)


@pytest.fixture
def phone(phone_context: playwright.BrowserContext) -> Iterator[playwright.Page]:
    """A fresh tab of a phone; a script error or a request to elsewhere fails the test."""
    yield from _tab(phone_context)


def _tab(context: playwright.BrowserContext) -> Iterator[playwright.Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.extend(_elsewhere(request.url)))
    page.on("console", lambda line: errors.extend(_forbidden(line.text)))
    page.add_init_script(_SAY_WHAT_IS_FORBIDDEN)
    yield page
    # The next tab knows nothing of this one.
    if page.url.startswith("http"):  # a tab that never opened anything has no storage
        page.evaluate("localStorage.clear()")
    context.clear_cookies()
    for opened in context.pages[1:]:
        opened.close()
    assert not errors


def _elsewhere(url: str) -> list[str]:
    """The address of a request that would leave this machine."""
    is_here = urlsplit(url).scheme in ("data", "blob") or urlsplit(url).hostname == "localhost"
    return [] if is_here else [f"a request to {url}"]


def _forbidden(line: str) -> list[str]:
    """What the browser says when the policy of the server kept a page from something."""
    return [line] if _FORBIDDEN in line else []


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder with a workspace of its own, for what one test saves."""
    folder = tmp_path_factory.mktemp("own")
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    found = Settings.from_env(folder)
    make_small_build(found)
    return found


def assert_whole(page: playwright.Page) -> None:
    """No error box, and nothing sticks out to the right once the page is idle."""
    wait_until_idle(page)
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0
    # A chart takes the width of its place a moment after it is drawn.
    page.wait_for_function(
        "document.documentElement.scrollWidth <= window.innerWidth", timeout=_FIT_MS, polling=50
    )


def wait_until_idle(page: playwright.Page) -> None:
    """Returns once the script of the page has run to its end."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def follow(page: playwright.Page, link: str) -> None:
    """Opens a link in the session of the tab, as Back and Forward do: without loading the app.

    Returns once the script of the page has run, so that nothing of the view before is left; a run
    too short to be seen is given some seconds.
    """
    page.evaluate(
        """async ([link, patience]) => {
            const app = document.querySelector("[data-testid=stApp]");
            const state = () => app.getAttribute("data-test-script-state");
            let hasRun = false;
            const drawn = new Promise(done => new MutationObserver((_, observer) => {
                if (state() !== "notRunning") hasRun = true;
                else if (hasRun) { observer.disconnect(); done(); }
            }).observe(app, { attributes: true }));
            const late = new Promise(done => setTimeout(done, patience));
            history.pushState({}, "", link);
            dispatchEvent(new PopStateEvent("popstate", { state: {} }));
            await Promise.race([drawn, late]);
        }""",
        [f"/{link}", _FIT_MS],
    )


def settled(locator: playwright.Locator) -> dict[str, float]:
    """The box of an element once the page is idle and nothing moves it any more."""
    end = time.monotonic() + PATIENCE_MS / 1000
    last, looks = None, 0
    while looks < _LOOKS:
        assert time.monotonic() < end, "the element does not come to rest"
        wait_until_idle(locator.page)
        box = locator.bounding_box()
        looks = looks + 1 if box is not None and box == last else 0
        last = box
        locator.page.wait_for_timeout(_LOOK_MS)
    assert last is not None
    return dict(last)


def click_row(table: playwright.Locator, row: int, opened: playwright.Locator) -> None:
    """Clicks a row of a table (1 is the first) until what it opens is there.

    The grid is a canvas: nothing in the page tells when it takes clicks.
    """
    for _ in range(5):
        try:
            table.scroll_into_view_if_needed()
        except playwright.Error:
            continue  # the page drew the table again meanwhile
        box = settled(table)
        table.page.mouse.click(box["x"] + 90, box["y"] + row * _ROW_PX + _ROW_PX / 2, delay=HELD_MS)
        try:
            opened.wait_for(timeout=_CLICK_MS)
        except playwright.TimeoutError:
            # The page may still be at it; a second click would take the row back.
            wait_until_idle(table.page)
            if not opened.is_visible():
                continue
        return
    opened.wait_for(timeout=1_000)
