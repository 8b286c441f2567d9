"""How long the pages take on the build in use: a run on the server, or a click in a browser.

    python -m bench.page_speed [--data DIR] [--repeats 5] [--browser]

Without `--browser` each page is opened once to warm its caches, then run again `repeats` times in
the same session and once in a new session. With it, a headless Chromium clicks on each page and
waits until nothing changes any more. Prints one table, milliseconds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time

from streamlit.testing.v1 import AppTest

from bench import page_clicks
from core.settings import ROOT, Settings
from core.store import builds
from core.store.connect import open_store

PAGES = (
    "overview",
    "niches",
    "brand_match",
    "authenticity",
    "creator",
    "recommendations",
    "campaigns",
    "rising",
    "trends",
    "compare",
    "saved",
    "follower_audit",
    "brief",
    "search",
    "data",
    "model_report",
    "about",
)


def main() -> None:
    """Prints milliseconds per page: first run, reruns, a new session."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    settings = Settings.from_env(options.data)
    os.environ["SCOUT_DATA_DIR"] = str(settings.data_dir)
    con = open_store(builds.current_build(settings).store_file, settings)
    brand, creator = (
        (con.execute(f"SELECT min({column}) FROM {table}").fetchone() or (None,))[0]
        for column, table in (("brand_id", "brands"), ("influencer_id", "influencers"))
    )
    con.close()
    if options.browser:
        print(f"{'page':<28}{'first':>8}{'median':>10}{'max':>8}{'skeletons':>12}")
        for clicks in page_clicks.measure(settings, str(brand), options.repeats):
            print(clicks.row(), flush=True)
        return
    print(f"{'page':<28}{'first':>8}{'rerun median':>14}{'rerun max':>11}{'new session':>13}")
    for page in PAGES:
        for query in ({}, {"brand": brand, "creator": creator}):
            first, reruns, fresh = measure(page, query, options.repeats)
            name = page + (" + ids" if query else "")
            print(
                f"{name:<28}{first:>8.0f}{statistics.median(reruns):>14.0f}{max(reruns):>11.0f}"
                f"{fresh:>13.0f}",
                flush=True,
            )


def measure(page: str, query: dict[str, str], repeats: int) -> tuple[float, list[float], float]:
    """Milliseconds of the first run, of reruns in that session, and of a new session after them."""
    app, first = opened(page, query)
    reruns = [timed(app) for _ in range(repeats)]
    _, fresh = opened(page, query)
    return first, reruns, fresh


def opened(page: str, query: dict[str, str]) -> tuple[AppTest, float]:
    """A page opened with a query, and the milliseconds its first run took."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    return app, timed(app)


def timed(app: AppTest) -> float:
    """Milliseconds of one run of the page; ends the program when it raises."""
    started = time.perf_counter()
    app.run()
    spent = (time.perf_counter() - started) * 1000
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].message}")
    return spent


if __name__ == "__main__":
    main()
