"""The path people walk, clicked in a real browser: brand, match, creator, growth."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import ROOT, Settings
from tests.pages.small_build import make_small_build

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
_PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port, serving a small build."""
    data_dir: Path = tmp_path_factory.mktemp("served")
    make_small_build(Settings.from_env(data_dir))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with (data_dir / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--server.headless=true"],
            cwd=ROOT,
            env={**os.environ, "SCOUT_DATA_DIR": str(data_dir), "OMP_NUM_THREADS": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as runner:
        chromium = runner.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desktop", "phone"])
def visit(browser: playwright.Browser, request: pytest.FixtureRequest) -> Iterator[playwright.Page]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(_PATIENCE_MS)
    yield page
    page.close()


def _assert_whole(page: playwright.Page) -> None:
    """No error box, and nothing sticks out to the right."""
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _assert_growth_plot(page: playwright.Page) -> None:
    plot = page.locator(".st-key-growth_plot .js-plotly-plot")
    plot.wait_for()
    # The curve, the bars of the daily change and the posts are drawn, not only the axes.
    page.wait_for_selector(".st-key-growth_plot .scatterlayer path.js-line")
    assert page.locator(".st-key-growth_plot .barlayer .point").count() > 80


def test_a_deep_link_on_a_fresh_server_opens_the_creator_in_its_frame(
    address: str, browser: playwright.Browser
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{address}/creator?creator=c008")
    page.get_by_text("Mira 8", exact=True).wait_for()
    page.get_by_text("Brand match").first.wait_for()
    _assert_growth_plot(page)
    _assert_whole(page)
    page.close()


def test_brand_to_match_to_creator_to_growth(address: str, visit: playwright.Page) -> None:
    page = visit
    page.goto(f"{address}/brand_match")
    page.get_by_role("button", name="Luma Skincare").click()
    page.get_by_text("Which creators fit Luma Skincare?").wait_for()
    assert "brand=b0" in page.url
    first = page.locator(".st-key-card_1")
    first.get_by_text("@handle").wait_for()
    handle = first.get_by_text("@handle").inner_text().split(" ")[0]
    _assert_whole(page)

    first.get_by_role("link", name="Open profile").click()
    page.wait_for_url("**/creator?*creator=c*")
    page.get_by_text(handle).first.wait_for()
    _assert_growth_plot(page)
    _assert_whole(page)


def test_brand_from_the_sidebar_stays_on_the_next_page(
    address: str, browser: playwright.Browser
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{address}/authenticity")
    picker = page.get_by_test_id("stSidebar").get_by_role("combobox")
    picker.click()
    page.get_by_role("option", name="Basil & Co").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Brand match").click()
    page.get_by_text("Which creators fit Basil & Co?").wait_for()
    _assert_whole(page)
    page.close()


def test_triage_row_opens_the_case_with_its_plot(address: str, visit: playwright.Page) -> None:
    page = visit
    page.goto(f"{address}/authenticity")
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)  # the grid is a canvas: nothing in the page tells it is drawn
    box = table.bounding_box()
    assert box is not None
    # On the name in the fifth row, clear of the bar at the top of the page.
    page.mouse.click(box["x"] + 90, box["y"] + 4.5 * 35 + 35)
    page.get_by_text("What the score saw").wait_for()
    assert "creator=c" in page.url
    _assert_growth_plot(page)
    _assert_whole(page)
