"""Takes the pictures of README and docs from the dashboard on its demo data.

make screenshots, or python -m docs.make_pictures --data DIR

Needs Chromium (`chromium-headless-shell` or `chromium`), Playwright of the development packages and
a font with emoji (Debian: `fonts-noto-color-emoji`), without which names show empty boxes. A
picture is taken when the script of the page has ended, no placeholder is left and two looks half a
second apart are the same.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

from core.services.session import open_session
from core.settings import ROOT, Settings

FOLDER = Path(__file__).resolve().parent / "pictures"
_WIDTH, _HEIGHT = 1440, 900
_PATIENCE_S = 120
_LOOK_S = 0.5
_BRIEF = (
    "8 skincare creators from Germany, Austria or the UK, nano or micro, under \u20ac2,000 in all, "
    "on Instagram or TikTok, no unusual growth"
)


def pages(settings: Settings) -> dict[str, str]:
    """Name of a picture -> path and query of its page, with the first brand and a telling creator.

    Campaigns shows the first campaign of the demo workspace.
    """
    with open_session(settings) as session:
        brand = session.con.execute("SELECT min(brand_id) FROM brands").fetchone()
        creator = session.con.execute(
            """SELECT influencer_id FROM growth_evidence WHERE events_count >= 2
               ORDER BY purchased_probability DESC NULLS LAST, influencer_id LIMIT 1"""
        ).fetchone()
    brand_query = f"?brand={quote(str(brand[0]))}" if brand else ""
    creator_query = f"?creator={quote(str(creator[0]))}" if creator else ""
    return {
        "overview": "",
        "brief": f"brief?brief={quote(_BRIEF)}",
        "niches": "niches",
        "brand_match": f"brand_match{brand_query}",
        "authenticity": f"authenticity{creator_query}",
        "recommendations": f"recommendations{brand_query}",
        "rising": "rising",
        "trends": "trends",
        "campaigns": "campaigns?campaign=1",
    }


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """The address of a dashboard on this data, stopped at the end."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "server.py"), f"--server.port={port}",
        "--server.headless=true",
    ]  # fmt: skip
    environment = {**os.environ, "SCOUT_DATA_DIR": str(settings.data_dir)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(_LOOK_S)
    raise TimeoutError("The dashboard does not answer. Start it by hand to see why.")


def _settled_picture(page: Any) -> bytes:
    """A picture of a page that has come to rest."""
    end = time.monotonic() + _PATIENCE_S
    last = b""
    while time.monotonic() < end:
        idle = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').count()
        picture: bytes = page.screenshot() if idle else b""
        if picture and picture == last and not page.get_by_test_id("stSkeleton").count():
            return picture
        last = picture
        time.sleep(_LOOK_S)
    raise TimeoutError(f"{page.url} does not come to rest.")


def _small(picture: bytes) -> Image.Image:
    """The picture with 256 colours, a third of the bytes."""
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(256)


def main() -> None:
    """Takes all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="Data folder with a demo build.")
    parser.add_argument("names", nargs="*", help="Pictures to take; all without.")
    options = parser.parse_args()
    settings = Settings.from_env(options.data)
    browser_path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    from playwright.sync_api import sync_playwright

    with _served(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name, path in pages(settings).items():
            if options.names and name not in options.names:
                continue
            page = browser.new_page(
                viewport={"width": _WIDTH, "height": _HEIGHT},
                color_scheme="light",
                reduced_motion="reduce",
            )
            page.goto(f"{address}/{path}")
            page.get_by_test_id("stMain").wait_for(timeout=_PATIENCE_S * 1000)
            _small(_settled_picture(page)).save(FOLDER / f"{name}.png", optimize=True)
            print(f"{name}: {path or 'overview'}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
