"""Visitors side by side, each a tab without a browser: no fault, and nothing saved is lost."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench.load import Choices, Log, kept, walk_once
from bench.load_client import open_tab
from core.settings import Settings

_PATHS = ("marketer", "analyst", "marketer", "stakeholder")
_PAUSE = 0.1


def test_what_visitors_save_at_once_is_there(
    served: Callable[[Settings], str], settings: Settings
) -> None:
    url, choices, log = served(settings), Choices(settings), Log()

    async def session(number: int) -> None:
        chance = random.Random(number)
        async with open_tab(url) as tab:
            choice = choices.draw(chance)
            await walk_once(tab, _PATHS[number], choice, log, math.inf, _PAUSE, chance)

    async def together() -> None:
        await asyncio.gather(*(session(number) for number in range(len(_PATHS))))

    # In a thread of its own: tests with a browser leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(together())).result()
    assert log.faults == []
    assert log.saved == kept(settings) == _PATHS.count("marketer")
    # Of all clicks only what needs a second page or a row of a table may be missing here.
    assert set(log.missing) <= {"Authenticity, other page", "Rising, other page"}
