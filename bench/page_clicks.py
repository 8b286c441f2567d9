"""How long a click on a page takes until the browser stands still; called by `bench.page_speed`."""

from __future__ import annotations

import re
import shutil
import statistics
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, sync_playwright

from bench.screenshots import ARGUMENTS, server
from core.settings import Settings
from core.web.shell.frame import PAGES

# Milliseconds from the click to the last change on the page (script ended, nothing stale), and
# how long placeholders without content were to be seen meanwhile. What is inside a canvas is not
# drawn: a table puts its rows there for screen readers some 300 ms after it shows them.
_CLICK = """async link => {
    const still = 400, least = 600;
    const start = performance.now();
    let last = start, empty = 0, looked = start;
    const isDrawn = ({type, target}) => target.nodeName === "CANVAS"
        ? type === "attributes" : !target.parentElement?.closest("canvas");
    const seen = new MutationObserver(changes => {
        if (changes.some(isDrawn)) last = performance.now();
    });
    seen.observe(document.body,
        {subtree: true, childList: true, attributes: true, characterData: true});
    link.click();
    return await new Promise(done => {
        const look = () => {
            const now = performance.now();
            const app = document.querySelector('[data-testid="stApp"]');
            const skeleton = document.querySelector('[data-testid="stSkeleton"]');
            if (skeleton) empty += now - looked;
            looked = now;
            if (skeleton || app.dataset.testScriptState !== "notRunning"
                || document.querySelector('[data-stale="true"]')) last = now;
            if (now - last > still && now - start > least) {
                seen.disconnect();
                done([last - start, empty]);
            } else setTimeout(look, 16);
        };
        look();
    });
}"""
# On Creator: the first of the best matches, and the way to the case.
_BEST = '[data-testid="stMain"] a[href*="creator="]'
_CASE = '[data-testid="stMain"] a:has-text("Check growth")'


@dataclass(frozen=True)
class Clicks:
    """What the clicks on one link took, milliseconds."""

    name: str
    settled: list[float]
    skeletons: list[float]

    def row(self) -> str:
        """A row of the printed table."""
        return (
            f"{self.name:<28}{self.settled[0]:>8.0f}{statistics.median(self.settled[1:]):>10.0f}"
            f"{max(self.settled[1:]):>8.0f}{max(self.skeletons):>12.0f}"
        )


def measure(settings: Settings, brand: str, repeats: int) -> list[Clicks]:
    """Clicks on every page of the sidebar, on a creator and on a case, in one tab.

    Args:
        settings: of the data folder; it gets a server of its own.
        brand: id chosen in the sidebar.
        repeats: clicks on each link after the first.
    """
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with server(settings.data_dir) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{url}/?brand={brand}")
        _listed(page, "Overview").wait_for(timeout=60_000)
        titles = [title for pages in PAGES.values() for _, title, _ in pages if title != "Search"]
        found = [_clicks(page, title, (), title, repeats) for title in titles]
        found.append(_clicks(page, "Creator", (_BEST,), "Creator, one opened", repeats))
        found.append(_clicks(page, "Creator", (_BEST, _CASE), "Authenticity, one case", repeats))
        browser.close()
    return found


def _clicks(page: Page, title: str, path: tuple[str, ...], name: str, repeats: int) -> Clicks:
    """The first click on a link, then more; each begins on another page of the sidebar."""
    taken = []
    for _ in range(repeats + 1):
        _click(page, _listed(page, "Data" if title == "Overview" else "Overview"))
        last = _click(page, _listed(page, title))
        for link in path:
            last = _click(page, page.locator(link).first)
        taken.append(last)
    return Clicks(name, [settled for settled, _ in taken], [empty for _, empty in taken])


def _listed(page: Page, title: str) -> Locator:
    """The link to a page in the sidebar."""
    return page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile(rf"{title}$"))


def _click(page: Page, link: Locator) -> tuple[float, float]:
    settled, empty = page.evaluate(_CLICK, link.element_handle())
    return settled, empty
