"""Work that several processes or threads of this machine share."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

ROWS_AT_LEAST = 100_000  # below, starting processes takes longer than it saves
_MOST = 8
_Pool = TypeVar("_Pool", bound=Executor)


@contextmanager
def ended(pool: _Pool) -> Iterator[_Pool]:
    """The pool, without what waits in it when the caller stops early."""
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def numeric_threads(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Threads for products and fits, which then take one thread each: more would wait for each
    other, on two cores twice as long as they work."""
    from threadpoolctl import threadpool_limits

    # The limit of OpenMP belongs to a thread, that of products to the process.
    first = partial(threadpool_limits, 1, user_api="openmp")
    with (
        threadpool_limits(1, user_api="blas"),
        ended(ThreadPoolExecutor(threads, initializer=first)) as pool,
    ):
        yield pool


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
