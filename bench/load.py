"""What many visitors at once come to: times of clicks, faults, lost writes, memory of the server.

    python -m bench.load [--data DIR] [--sessions 50] [--minutes 5] [--pause 10] [--reruns 1000]
        [--processes 1]

Starts a dashboard of its own on the data folder, with a workspace of its own that is removed
afterwards (`--workspace URL` for another one, such as PostgreSQL). With several processes sessions
go to them in turn, and each stays with its own, as behind a proxy with sticky sessions. Each
session is a tab that walks one of three paths again and again and waits about `pause` seconds
between two clicks (half to one and a half times as long). Then one tab opens `reruns` pages, and
memory is read along the way. Ends with an error code when a page showed a fault, or when something
is not there that a page said to have saved.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import numpy as np
import psutil
from websockets.exceptions import WebSocketException

from bench.load_client import Answer, NothingToClickError, Tab, open_tab
from bench.screenshots import started
from core.domain.interactions import CONTACT
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.workspace import interactions
from core.workspace.database import workspace

_BRIEFS = (
    "5 micro creators for a vegan skincare brand in Germany, 4000 euros",
    "ten fitness creators in the United States, engagement above 3%",
    "family travel, no unusual growth, two on TikTok",
)
_SEARCHES = ("running shoes", "vegan baking", "street photography", "skincre")
_SAVED = re.compile(r"^Noted\b")
_PARTS = 20  # so often memory is read while one tab opens pages


@dataclass(frozen=True)
class Choice:
    """What one session looks at, drawn once for each walk."""

    brand: str
    creators: tuple[str, ...]
    turn: int
    text: str
    words: str


Step = tuple[str, Callable[[Tab, Choice], Awaitable[Answer]]]

PATHS: dict[str, tuple[Step, ...]] = {
    "marketer": (
        ("Overview", lambda tab, _: tab.visit()),
        ("Brand match", lambda tab, at: tab.visit("brand_match", brand=at.brand)),
        ("Recommendations", lambda tab, at: tab.visit("recommendations", brand=at.brand)),
        ("Parts of the score", lambda tab, at: tab.click("Parts of the score", at.turn)),
        ("Note as contacted", lambda tab, at: tab.click("Note as contacted", at.turn)),
        ("Brief", lambda tab, at: tab.visit("brief", brand=at.brand, brief=at.text)),
        ("Campaigns", lambda tab, at: tab.visit("campaigns", brand=at.brand)),
        ("Search", lambda tab, at: tab.visit("search", q=at.words)),
        ("Saved", lambda tab, _: tab.visit("saved")),
    ),
    "analyst": (
        ("Authenticity", lambda tab, _: tab.visit("authenticity")),
        ("Authenticity, other page", lambda tab, at: tab.turn_page(at.turn)),
        ("Authenticity, row clicked", lambda tab, at: tab.select_row(at.turn % 10)),
        ("Creator", lambda tab, at: tab.visit("creator", creator=at.creators[0])),
        ("Compare", lambda tab, at: tab.visit("compare", creators=",".join(at.creators))),
        ("Rising", lambda tab, _: tab.visit("rising")),
        ("Rising, other page", lambda tab, at: tab.turn_page(at.turn)),
        ("Trends", lambda tab, _: tab.visit("trends")),
        ("Follower audit", lambda tab, _: tab.visit("follower_audit")),
    ),
    "stakeholder": (
        ("Overview", lambda tab, _: tab.visit()),
        ("Niches", lambda tab, _: tab.visit("niches")),
        ("Niches, other section", lambda tab, at: tab.section(at.turn)),
        ("Brand match", lambda tab, at: tab.visit("brand_match", brand=at.brand)),
        ("Model report", lambda tab, _: tab.visit("model_report")),
        ("Data", lambda tab, _: tab.visit("data")),
        ("About", lambda tab, _: tab.visit("about")),
    ),
}


@dataclass
class Log:
    """What all sessions came to.

    Attributes:
        seconds: name of a click -> how long each took.
        faults: page and text of each box, and of each answer that did not come.
        missing: name of a click -> how often there was nothing to click.
        saved: how often a page said that it saved something.
        received: kilobytes, all messages.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    saved: int = 0
    received: float = 0.0

    def add(self, name: str, answer: Answer) -> None:
        """Counts one click."""
        self.seconds[name].append(answer.seconds)
        self.faults.extend(f"{name}: {fault}" for fault in answer.faults)
        self.saved += sum(bool(_SAVED.match(toast)) for toast in answer.toasts)
        self.received += answer.kilobytes


class Choices:
    """Brands and creators of the build in use, to draw from."""

    def __init__(self, settings: Settings) -> None:
        con = open_store(builds.current_build(settings).store_file, settings)
        self._brands = [brand for (brand,) in con.execute("SELECT brand_id FROM brands").fetchall()]
        self._creators = [
            creator
            for (creator,) in con.execute("SELECT influencer_id FROM influencers").fetchall()
        ]
        con.close()

    def draw(self, chance: random.Random) -> Choice:
        """What a walk looks at."""
        creators = chance.sample(self._creators, min(3, len(self._creators)))
        return Choice(
            chance.choice(self._brands), tuple(creators), chance.randrange(1, 1_000),
            chance.choice(_BRIEFS), chance.choice(_SEARCHES),
        )  # fmt: skip


async def walk(
    url: str, path: str, choices: Choices, log: Log, chance: random.Random,
    *, until: float, pause: float,
) -> None:  # fmt: skip
    """One session: a path again and again until a moment of `time.monotonic`."""
    try:
        async with open_tab(url) as tab:
            while time.monotonic() < until:
                await walk_once(tab, path, choices.draw(chance), log, until, pause, chance)
    except (OSError, TimeoutError, WebSocketException) as error:
        log.faults.append(f"{path}: the session ended, {type(error).__name__} {error}")


async def walk_once(
    tab: Tab, path: str, choice: Choice, log: Log, until: float, pause: float,
    chance: random.Random,
) -> None:  # fmt: skip
    """One session: each click of a path, or as many as fit before the moment."""
    for name, step in PATHS[path]:
        if time.monotonic() >= until:
            return
        await asyncio.sleep(pause * chance.uniform(0.5, 1.5))
        await _take(name, step, tab, choice, log)


async def _take(
    name: str, step: Callable[[Tab, Choice], Awaitable[Answer]], tab: Tab, choice: Choice, log: Log
) -> None:
    """One click, counted whatever comes of it."""
    try:
        log.add(name, await step(tab, choice))
    except NothingToClickError:
        log.missing[name] += 1
    except TimeoutError:
        log.faults.append(f"{name}: no answer")


async def many(
    urls: Sequence[str], choices: Choices, sessions: int, seconds: float, pause: float, seed: int
) -> Log:
    """Sessions side by side, in turn on each address; they begin within one pause."""
    log = Log()
    until = time.monotonic() + seconds
    paths = list(PATHS)

    async def session(number: int) -> None:
        chance = random.Random(seed * 10_007 + number)
        await asyncio.sleep(chance.uniform(0, pause))
        url = urls[number // len(paths) % len(urls)]
        await walk(url, paths[number % len(paths)], choices, log, chance, until=until, pause=pause)

    await asyncio.gather(*(session(number) for number in range(sessions)))
    return log


async def one_after_another(
    url: str, choices: Choices, reruns: int, process: psutil.Process, seed: int
) -> tuple[Log, list[tuple[int, float]]]:
    """One tab that opens page after page without a pause.

    Returns:
        What came of it, and after how many clicks the server took how many MiB.
    """
    log, memory = Log(), [(0, mebibytes(process))]
    chance = random.Random(seed)
    steps = [step for path in PATHS.values() for step in path]
    async with open_tab(url) as tab:
        choice = choices.draw(chance)
        for number in range(reruns):
            if number % len(steps) == 0:
                choice = choices.draw(chance)
            name, step = steps[number % len(steps)]
            await _take(name, step, tab, choice, log)
            if (number + 1) % max(reruns // _PARTS, 1) == 0:
                memory.append((number + 1, mebibytes(process)))
    return log, memory


def mebibytes(process: psutil.Process) -> float:
    """Memory of the server and what it started that is in use now, shared pages counted once."""
    family = [process, *process.children(recursive=True)]
    return float(sum(member.memory_full_info().uss for member in family)) / 2**20


def _each(servers: Sequence[psutil.Process]) -> str:
    """Memory of each server in MiB."""
    return " + ".join(f"{mebibytes(server):.0f}" for server in servers)


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def kept(settings: Settings) -> int:
    """How many notes of a contact the workspace holds."""
    return int((interactions.recorded(workspace(settings))["kind"] == CONTACT).sum())


def table(log: Log) -> str:
    """Milliseconds of each kind of click, one row each, and of all."""
    rows = [f"{'click':<28}{'number':>8}{'median':>8}{'p95':>8}{'worst':>8}"]
    all_seconds = [spent for each in log.seconds.values() for spent in each]
    for name, seconds in [*sorted(log.seconds.items()), ("All", all_seconds)]:
        median, p95, worst = (1000 * np.quantile(seconds, share) for share in (0.5, 0.95, 1))
        rows.append(f"{name:<28}{len(seconds):>8}{median:>8.0f}{p95:>8.0f}{worst:>8.0f}")
    return "\n".join(rows)


def main() -> None:
    """Runs both parts and prints what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--workspace")
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--pause", type=float, default=10)
    parser.add_argument("--reruns", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(
            Settings.from_env(options.data),
            workspace_url=options.workspace or f"sqlite:///{folder}/workspace.db",
        )
        sys.exit(1 if _measured(settings, options) else 0)


def _measured(settings: Settings, options: argparse.Namespace) -> bool:
    """Whether anything went wrong; prints all figures."""
    choices, before = Choices(settings), kept(settings)
    with ExitStack() as stack:
        dashboards = [
            stack.enter_context(
                started(settings.data_dir, SCOUT_WORKSPACE_URL=settings.workspace_url)
            )
            for _ in range(options.processes)
        ]
        servers = [psutil.Process(process.pid) for _, process in dashboards]
        urls = [url for url, _ in dashboards]
        url, server = urls[0], servers[0]
        print(f"Before the first visitor: {_each(servers)} MiB", flush=True)
        crowd = asyncio.run(
            many(urls, choices, options.sessions, 60 * options.minutes, options.pause, options.seed)
        )
        print(f"{options.sessions} sessions, {options.minutes:g} minutes:\n{table(crowd)}")
        print(f"{crowd.received / 1000:.0f} MB sent; then {_each(servers)} MiB", flush=True)
        before_alone = _processor_seconds(server)
        alone, memory = asyncio.run(
            one_after_another(url, choices, options.reruns, server, options.seed)
        )
        spent = _processor_seconds(server) - before_alone
        print("\nOne tab:\n" + table(alone))
        print(f"Processor time of a click, mean: {1000 * spent / options.reruns:.0f} ms")
        print("clicks, MiB: " + ", ".join(f"{count} {size:.0f}" for count, size in memory))
    saved, found = crowd.saved + alone.saved, kept(settings) - before
    print(f"\nSaid to be saved {saved}, found {found}")
    print(f"Nothing to click: {dict(crowd.missing + alone.missing)}")
    faults = [*crowd.faults, *alone.faults]
    print(f"Faults: {len(faults)}", *Counter(faults).most_common(20), sep="\n")
    return bool(faults) or found != saved


if __name__ == "__main__":
    main()
