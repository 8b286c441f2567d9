"""What axe finds on the pages, in both themes: nothing serious or critical of ours."""

from __future__ import annotations

import pytest

from tests.browser.conftest import follow, wait_until_idle
from tests.browser.steps import LINE, drawn

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_playwright = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed"
)

pytestmark = pytest.mark.browser

# Link -> what tells that its view is drawn.
VIEWS = {
    "": "text=What is missing",
    "trends": ".st-key-trend_curves .main-svg",
    "campaigns": "h1:has-text('Campaigns')",
}
# Streamlit's own: a list of links with a heading between its items, and curves in figures.
_NOT_OURS = [["[data-testid='stSidebarNav']"], ["[data-testid='stMetricChart']"]]
# Theme -> what axe is asked; the second theme differs from the first in its colours alone.
_COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
_ASKED: dict[str, dict[str, object]] = {"light": {}, "dark": _COLOURS}


def test_axe_finds_nothing_serious(planted_dashboard: str, visitor: playwright.Page) -> None:
    axe = axe_playwright.Axe()
    for number, (link, mark) in enumerate(VIEWS.items()):
        if number:
            follow(visitor, link)
        else:
            visitor.goto(f"{planted_dashboard}/{link}")
        visitor.locator(mark).first.wait_for(state="attached")
        for theme, asked in _ASKED.items():
            visitor.emulate_media(color_scheme=theme)
            wait_until_idle(visitor)
            options = {"resultTypes": ["violations"], **asked}
            found = axe.run(visitor, {"exclude": _NOT_OURS}, options).response["violations"]
            serious = [
                (rule["id"], [node["html"][:200] for node in rule["nodes"][:3]])
                for rule in found
                if rule["impact"] in ("serious", "critical")
            ]
            assert not serious, f"/{link} in the {theme} theme: {serious}"


# The least contrast with white of the words along the axes of all charts.
_CONTRAST = """() => Math.min(...[...document.querySelectorAll(
    ".js-plotly-plot :is(.xtick, .ytick, .g-xtitle, .g-ytitle) text")].map(text => {
        const parts = getComputedStyle(text).fill.match(/[0-9.]+/g).slice(0, 3).map(Number);
        const [r, g, b] = parts.map(part => part / 255).map(
            part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
    }))"""


def test_words_of_charts_are_dark_enough_on_white(
    planted_dashboard: str, visitor: playwright.Page
) -> None:
    visitor.emulate_media(color_scheme="light")
    visitor.goto(f"{planted_dashboard}/trends")
    drawn(visitor, "trend_curves", LINE)
    visitor.locator(".js-plotly-plot .ytick text").first.wait_for()
    assert 4.5 <= visitor.evaluate(_CONTRAST) < 21
