"""Pools of threads: what waits is dropped, and numeric work takes one thread each."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sklearn.cluster import KMeans  # loads OpenMP
from threadpoolctl import threadpool_info, threadpool_limits

from core.processes import ended, numeric_threads


def _threads() -> dict[str, int]:
    """Most threads of each kind of library, as the thread that asks has them."""
    found: dict[str, int] = {}
    for library in threadpool_info():
        kind = library["user_api"]
        found[kind] = max(found.get(kind, 0), library["num_threads"])
    return found


def test_numeric_threads_take_one_thread_each() -> None:
    assert KMeans is not None
    with threadpool_limits(2):
        before = _threads()
        assert before["blas"] == before["openmp"] == 2
        with numeric_threads(2) as pool:
            inside = list(pool.map(lambda _: _threads(), range(4)))
        after = _threads()
    assert all(found["blas"] == found["openmp"] == 1 for found in inside)
    assert after == before


def test_what_waits_is_dropped_when_the_caller_stops() -> None:
    done = []

    def work(number: int) -> None:
        time.sleep(0.05)
        done.append(number)

    def stops() -> None:
        with ended(ThreadPoolExecutor(1)) as pool:
            for _ in pool.map(work, range(100)):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stops()
    assert 1 <= len(done) <= 3
