"""Python work that several processes of this machine share."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

ROWS_AT_LEAST = 100_000  # below, starting processes takes longer than it saves
_MOST = 8


def process_pool(
    threads: int, prepare: Callable[..., None] | None = None, *arguments: object
) -> ProcessPoolExecutor:
    """Processes for work that holds Python's lock; not forked ones, since DuckDB has threads here.

    Args:
        threads: processes that may share the work; no more than eight are started.
        prepare: called in each process before its first work, with `arguments`.
    """
    return ProcessPoolExecutor(
        min(threads, _MOST),
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(prepare, arguments),
    )


def _begin(prepare: Callable[..., None] | None, arguments: tuple[object, ...]) -> None:
    # Ctrl+C in a terminal is for the process that started this one, which then ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if prepare is not None:
        prepare(*arguments)
