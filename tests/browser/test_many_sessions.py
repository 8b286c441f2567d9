"""Visitors side by side, each a tab without a browser: no fault, and nothing saved is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bench.load import Choices, kept, many
from core.settings import Settings

_SESSIONS, _SECONDS, _PAUSE = 9, 12.0, 0.3


def test_what_nine_sessions_save_at_once_is_there(
    served: Callable[[Settings], str], settings: Settings
) -> None:
    log = asyncio.run(many(served(settings), Choices(settings), _SESSIONS, _SECONDS, _PAUSE, 1))
    assert log.faults == []
    assert log.saved > 0
    assert kept(settings) == log.saved
