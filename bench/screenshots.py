"""Pictures of every page at two sizes and in two themes, to be looked at by a person.

    python -m bench.screenshots OUT [--data DIR] [--only NAME ...] [--sizes desktop phone]

Starts a server of its own on a free port with the data folder given (default: SCOUT_DATA_DIR).
Prints one line a picture: file, seconds until the page stood still.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

import duckdb
from playwright.sync_api import Browser, Page, sync_playwright

from core.queries.builds import GROWTH_EVIDENCE, INFLUENCE, MOMENTUM, has
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def main() -> None:
    """Takes the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--sizes", nargs="*", default=list(SIZES))
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = parser.parse_args()
    settings = Settings.from_env(chosen.data)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with server(settings.data_dir) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=ARGUMENTS)
        for name, path in paths(settings).items():
            if chosen.only and name not in chosen.only:
                continue
            for size in chosen.sizes:
                for theme in chosen.themes:
                    file = chosen.out / f"{name}-{size}-{theme}.png"
                    seconds = shoot(browser, url + path, file, size, theme)
                    print(f"{file}  {seconds:.1f} s", flush=True)
        browser.close()


def paths(settings: Settings) -> dict[str, str]:
    """Name of the picture -> path with ids of the build in use."""
    pages = {"overview": "/", "data": "/data", "about": "/about"}
    if builds.current_build_id(settings) is None:
        return pages
    con = open_store(builds.current_build(settings).store_file, settings)
    creator = con.execute(
        """SELECT influencer_id FROM caution WHERE spike_count > 0
           ORDER BY caution_score DESC, influencer_id LIMIT 1"""
    ).fetchone()
    brand = con.execute("SELECT brand_id FROM brands ORDER BY name, brand_id LIMIT 1").fetchone()
    strongest = _strongest(con)
    cases = _cases(con) if has(con, GROWTH_EVIDENCE) else {}
    riser = _riser(con) if has(con, MOMENTUM) else None
    con.close()
    who = f"?creator={creator[0]}" if creator else ""
    which = f"?brand={brand[0]}" if brand else ""
    return {
        **pages,
        "niches": "/niches",
        "niche": "/niches?niche=1",
        "data-builds": "/data?section=Builds",
        "data-rejects": "/data?section=Rejected+rows",
        "brand_match": f"/brand_match{which}",
        "trends": "/trends",
        "trends-brand": f"/trends{which or '?'}&trend_brand=true",
        "authenticity": "/authenticity",
        **{name: f"/authenticity?creator={creator_id}" for name, creator_id in cases.items()},
        "compare": f"/compare{which or '?'}&creators={','.join(cases.values())}",
        "creator": f"/creator{who}",
        "creator-classify": "/creator",
        "rising": "/rising",
        "rising-one": f"/rising?creator={riser}" if riser else "/rising",
        "rising-guide": "/rising?rising_section=Micro+or+macro%3F",
        "compare-none": "/compare",
        "compare-duel": "/compare?compare_section=Reactions&creators=" + ",".join(strongest[:2]),
        "compare-ranking": "/compare?compare_section=Reactions&creators=" + ",".join(strongest),
        "saved": "/saved",
        "follower_audit": "/follower_audit",
        "follower_audit-example": f"/follower_audit{who or '?'}"
        "&audit_example=Followers+partly+bought",
        "recommendations": f"/recommendations{which}",
        "recommendations-new": "/recommendations",
        "model_report": "/model_report",
        "model_report-lists": "/model_report?report_section=Lists",
        "model_report-profiles": "/model_report?report_section=Profiles",
        "model_report-method": "/model_report?report_section=Method",
        "model_report-points": "/model_report?report_section=Points",
        "campaigns": "/campaigns",
        "campaign-totals": "/campaigns?campaign_section=Totals",
        "campaign-best-set": "/campaigns?campaign_section=Best+set",
    }


def _riser(con: duckdb.DuckDBPyConnection) -> str | None:
    """The creator with most momentum."""
    row = con.execute(
        "SELECT influencer_id FROM momentum WHERE momentum_rank = 1 LIMIT 1"
    ).fetchone()
    return row[0] if row else None


def _strongest(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Six creators of middling influence, near each other."""
    if not has(con, INFLUENCE):
        return []
    rows = con.execute(
        """SELECT influencer_id FROM influence WHERE influence_score < 75
           ORDER BY influence_rank LIMIT 60"""
    ).fetchall()
    return [row[0] for row in rows[::10]]


def _cases(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A creator for each kind of case: the likeliest purchase, a burst, a quiet one, no data."""
    cases = {}
    for name, where, order in (
        ("case", "purchased_probability IS NOT NULL", "purchased_probability DESC"),
        ("case-burst", "pattern = 'viral'", "purchased_probability"),
        ("case-quiet", "pattern = 'organic'", "authenticity_index DESC"),
        ("case-without", "purchased_probability IS NULL", "days_known"),
    ):
        row = con.execute(
            f"""SELECT influencer_id FROM growth_evidence WHERE {where}
                ORDER BY {order}, influencer_id LIMIT 1"""
        ).fetchone()
        if row:
            cases[name] = row[0]
    return cases


def shoot(browser: Browser, url: str, file: Path, size: str, theme: str) -> float:
    """Seconds until the page stood still; the whole page is in the file."""
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
    )
    started = time.perf_counter()
    page.goto(url)
    settle(page)
    seconds = time.perf_counter() - started
    # Streamlit scrolls inside, so a whole-page picture needs a window as high as the content.
    content = page.evaluate(
        "() => document.querySelector('[data-testid=stMain]')?.scrollHeight ?? innerHeight"
    )
    page.screenshot(path=file)
    if content > height + 20:
        page.set_viewport_size({"width": width, "height": min(int(content) + 20, 6000)})
        page.wait_for_timeout(900)
        page.screenshot(path=file.with_stem(file.stem + "-full"))
    page.close()
    return seconds


def settle(page: Page) -> None:
    """Waits until the page has run and its figures are drawn."""
    page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget]')"
        " && !document.querySelector('[data-testid=stSkeleton]')",
        timeout=60_000,
    )
    page.wait_for_timeout(1200)


@contextmanager
def server(data_dir: Path) -> Iterator[str]:
    """The address of a dashboard on this data folder."""
    with started(data_dir) as (url, _):
        yield url


@contextmanager
def started(data_dir: Path, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a dashboard on this data folder, and its process.

    Args:
        environment: what it is told beyond this process's own environment.
    """
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(ROOT / "server.py"), f"--server.port={port}",
         "--server.headless=true"],
        cwd=ROOT,
        env={**os.environ, "SCOUT_DATA_DIR": str(data_dir), **environment},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://localhost:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.5)
        else:
            raise SystemExit("The dashboard did not start within a minute.")
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
