"""Builds are put in use and others pruned while ten visitors read: nobody sees an error."""

from __future__ import annotations

import asyncio
import random
import secrets
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bench.load import PATHS, Choices, Log, walk_once
from bench.load_client import open_tab
from core.settings import Settings
from core.store import builds, making, retention

pytestmark = pytest.mark.slow

_SESSIONS = 10
_BETWEEN_S = 1.0  # two builds
_PAUSE = 0.05


def test_readers_see_no_error_and_end_on_the_newest_build(
    served: Callable[[Settings], str], settings: Settings, request: pytest.FixtureRequest
) -> None:
    url, choices, log = served(settings), Choices(settings), Log()
    until = time.monotonic() + request.config.getoption("--reading-seconds")
    published: list[str] = []
    seen: list[bool] = []

    async def session(number: int, over: asyncio.Event) -> None:
        chance = random.Random(number)
        async with open_tab(url) as tab:
            while time.monotonic() < until:
                path = list(PATHS)[number % len(PATHS)]
                await walk_once(tab, path, choices.draw(chance), log, until, _PAUSE, chance)
                assert not tab.shows("There is no build")
            await over.wait()
            log.add("About", await tab.visit("about"))
            seen.append(tab.shows(published[-1]))

    async def together() -> None:
        over = asyncio.Event()
        readers = [asyncio.create_task(session(number, over)) for number in range(_SESSIONS)]
        while time.monotonic() < until:
            published.append(await asyncio.to_thread(_publish_next, settings))
            await asyncio.sleep(_BETWEEN_S)
        over.set()
        await asyncio.gather(*readers)

    # In a thread of its own: tests with a browser leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(together())).result()
    print(f"{len(published)} builds, {sum(map(len, log.seconds.values()))} clicks")
    assert log.faults == []
    assert seen == [True] * _SESSIONS
    assert [build.build_id for build in builds.list_builds(settings)] == [published[-1]]


def _publish_next(settings: Settings) -> str:
    """Puts a copy of the build in use under a new id, and deletes all others."""
    now = builds.current_build(settings)
    build_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    with builds.pointer_lock(settings):
        folder = shutil.copytree(now.folder, settings.builds_dir / f"new-{build_id}")
        manifest = {name: now.manifest[name] for name in now.manifest if name != "order_at"}
        making.write_manifest(folder, manifest)
        folder.rename(settings.builds_dir / build_id)
    builds.publish(settings, build_id)
    retention.prune(settings, keep=0)
    return build_id
