"""A dashboard killed at any moment comes up on the last good build, with all it said was saved.

Tabs without a browser click and save, or start work in the background, or nobody is there yet;
`make soak` kills 20 times, the tests twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import psutil
import pytest
from websockets.exceptions import WebSocketException

from bench.load_client import Answer, NothingToClickError, Tab, open_tab
from core.domain.interactions import CONTACT
from core.settings import ROOT, Settings
from core.store import builds, jobs
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from tests.browser.conftest import Place, free_port, wait_for_answer
from tests.support.after_kill import (
    assert_complaints_have_advice,
    assert_nothing_left,
    assert_whole,
)

pytestmark = pytest.mark.slow

_TABS = 3
_BRAND = "b0"
_DEMO_CAMPAIGNS = 2
# Within so many seconds after the work began it is killed. An import takes some 12 s.
_WITHIN_S = {"saving": 3.0, "import": 9.0, "rebuild": 9.0, "starting": 6.0}
_WAIT_S = 180.0
_CONTACTED = re.compile(r"\bNoted: .* contacted @(\w+)")
_SAVED = re.compile(r"^Mira \d+ is saved")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a kill: kinds take turns, moments are drawn."""
    if "share" in metafunc.fixturenames:
        option = metafunc.config.getoption
        drawn = random.Random(option("--kill-seed"))
        kinds = list(_WITHIN_S)
        cases = [
            (kinds[number % len(kinds)], drawn.random(), drawn.random() < 0.5)
            for number in range(option("--dashboard-kills"))
        ]
        ids = [f"{kind} at {share:.3f}" for kind, share, _ in cases]
        metafunc.parametrize(("kind", "share", "with_jobs"), cases, ids=ids)


@pytest.fixture
def place() -> Iterator[Place]:
    """Where a dashboard is killed and started again."""
    made = Place()
    yield made
    made.close()


def test_a_killed_dashboard_comes_up_with_all_that_was_saved(
    place: Place, settings: Settings, kind: str, share: float, with_jobs: bool
) -> None:
    saved, before = Saved(), builds.current_build_id(settings)
    after_s = share * _WITHIN_S[kind]
    if kind == "starting":
        with _command(settings, wait=False):
            time.sleep(after_s)
        with _command(settings) as url:
            _assert_pages_open(url, {before})
        # The demo workspace is laid out as a whole.
        assert len(campaigns.campaigns(workspace(settings))) == _DEMO_CAMPAIGNS
    else:
        _make_campaigns(settings)
        url = place.serve(settings)
        _in_thread(_killed(place, url, kind, after_s, saved, with_jobs=with_jobs))
        assert_whole(settings)
        assert_complaints_have_advice(settings)
        place.serve(settings)
        possible = {before, *(job.build_id for job in jobs.list_jobs(settings) if job.build_id)}
        _assert_pages_open(url, possible)
        if kind == "import" and not with_jobs:
            made = _made_by_job(settings)
            assert builds.current_build_id(settings) == made != before
            _assert_pages_open(url, {made})
        place.kill()
    print(f"\n{kind}: {sum(saved.notes.values())} notes and {len(saved.contacted)} contacts saved")
    assert (set(saved.notes) == set(range(_TABS))) == (kind == "saving")
    _assert_saved(settings, saved)
    assert_whole(settings)
    assert_nothing_left(settings, {"server.log"})


@dataclass
class Saved:
    """What pages said to have saved.

    Attributes:
        written, notes: tab -> number of its last note that was sent, and said to be saved.
        contacted: handles.
    """

    written: dict[int, int] = field(default_factory=dict)
    notes: dict[int, int] = field(default_factory=dict)
    contacted: set[str] = field(default_factory=set)


def _make_campaigns(settings: Settings) -> None:
    """One of one creator for each tab."""
    engine = workspace(settings)
    for tab in range(_TABS):
        made = campaigns.create(engine, f"Campaign of tab {tab}", brand_id=_BRAND)
        campaigns.add_member(
            engine,
            made.campaign_id,
            f"c{tab + 10:03d}",
            handle=f"handle{tab + 10}",
            name=f"Mira {tab + 10}",
            platform="tiktok",
        )


def _in_thread(work: Coroutine[Any, Any, None]) -> None:
    """Other tests with a browser leave an event loop running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work)).result()


async def _killed(
    place: Place, url: str, kind: str, after_s: float, saved: Saved, *, with_jobs: bool
) -> None:
    """The work, and the end of the server so many seconds after it began."""
    if kind == "saving":
        begun = [asyncio.Event() for _ in range(_TABS)]
        tabs = [asyncio.create_task(_save(url, tab, saved, begun[tab])) for tab in range(_TABS)]
        for event in begun:
            await asyncio.wait_for(event.wait(), _WAIT_S)
    else:
        tabs = [asyncio.create_task(_start_work(url, kind))]
        await asyncio.wait_for(tabs[0], _WAIT_S)
    await asyncio.sleep(after_s)
    _kill(place, with_jobs=with_jobs or kind == "rebuild")
    for tab in tabs:
        await asyncio.wait_for(tab, _WAIT_S)


def _kill(place: Place, *, with_jobs: bool) -> None:
    """SIGKILL for the dashboard and, as when the machine is lost, what it started."""
    started = psutil.Process(place.pid).children(recursive=True) if with_jobs else []
    place.kill()
    for process in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(started, timeout=_WAIT_S)


@asynccontextmanager
async def _lost_tab(url: str) -> AsyncIterator[Tab]:
    """A tab whose server may go at any moment."""
    with contextlib.suppress(OSError, WebSocketException):
        async with open_tab(url) as tab:
            yield tab


async def _save(url: str, number: int, saved: Saved, begun: asyncio.Event) -> None:
    """Notes on a creator of a campaign and contacts, one after another until the server goes."""
    async with _lost_tab(url) as tab:
        while True:
            _assert_fine(await tab.visit("campaigns", brand=_BRAND, campaign=str(number + 1)))
            _assert_fine(await tab.click("Edit"))
            saved.written[number] = saved.written.get(number, 0) + 1
            tab.write("Note", f"note {saved.written[number]}")
            answer = await tab.click("Save")
            _assert_fine(answer)
            assert any(_SAVED.match(toast) for toast in answer.toasts), answer.toasts
            saved.notes[number] = saved.written[number]
            begun.set()
            _assert_fine(await tab.visit("recommendations", brand=_BRAND))
            with contextlib.suppress(NothingToClickError):  # each has been contacted
                answer = await tab.click("Note as contacted", number)
                _assert_fine(answer)
                said = " ".join(answer.toasts).replace("\\", "")
                contacted = _CONTACTED.search(said)
                assert contacted is not None, said
                saved.contacted.add(contacted[1])


async def _start_work(url: str, kind: str) -> None:
    """Starts an import of sample files, or a build of all demo data, from the Data page."""
    async with open_tab(url) as tab:
        if kind == "rebuild":
            await tab.visit("data", section="Builds")
            _assert_fine(await tab.click("Rebuild"))
        else:
            await tab.visit("data")
            _assert_fine(await tab.click("Use three sample files"))
            _assert_fine(await tab.click("Import 3 files"))


def _assert_fine(answer: Answer) -> None:
    assert answer.faults == ()


@contextlib.contextmanager
def _command(settings: Settings, *, wait: bool = True) -> Iterator[str]:
    """The address of what `serve` starts; it is killed at the end."""
    port = free_port()
    with (settings.data_dir / "server.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "core", "serve", "--no-deepen", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "SCOUT_DATA_DIR": str(settings.data_dir)},
            stdout=log,
            stderr=log,
        )
    try:
        if wait:
            wait_for_answer(port, process.poll)
        yield f"http://localhost:{port}"
    finally:
        process.kill()
        process.wait()


def _assert_pages_open(url: str, possible: set[str | None]) -> None:
    """A new tab sees pages without a fault, of one of these builds."""

    async def look() -> None:
        async with open_tab(url) as tab:
            for page in ("campaigns", "about"):
                _assert_fine(await tab.visit(page))
            assert any(build and tab.shows(build) for build in possible)

    _in_thread(look())


def _made_by_job(settings: Settings) -> str:
    """The build of the job, which goes on without the dashboard."""
    end = time.monotonic() + _WAIT_S
    while (job := jobs.list_jobs(settings)[0]).state == jobs.RUNNING:
        assert time.monotonic() < end, f"still at work: {job}"
        time.sleep(0.2)
    assert job.state == jobs.DONE, job.message
    return job.build_id


def _assert_saved(settings: Settings, saved: Saved) -> None:
    """Everything that a page said to have saved is there; at most one note beyond for each tab."""
    engine = workspace(settings)
    recorded = interactions.recorded(engine)
    contacted = set(recorded.loc[recorded["kind"] == CONTACT, "influencer_id"])
    assert {f"c{int(handle.removeprefix('handle')):03d}" for handle in saved.contacted} <= contacted
    assert len(contacted) <= len(saved.contacted) + _TABS
    for tab, number in saved.notes.items():
        (member,) = campaigns.members(engine, tab + 1)
        assert member.note in {f"note {number}", f"note {saved.written[tab]}"}
    engine.dispose()
