"""Work on this machine, in threads or processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from core.pipeline.engines.work import Kernel, Place, Tables, Work
from core.processes import ROWS_AT_LEAST, ended, process_pool
from core.progress import Report


class LocalEngine:
    """The engine without a cluster. Attributes: name: 'local'."""

    name = "local"

    def results(self, work: Work, place: Place, report: Report) -> Iterator[Tables]:
        """See `Engine.results`."""
        sizes = work.sizes()
        done, total = 0, sum(sizes)
        for size, result in zip(sizes, _results(work, place.threads, total), strict=True):
            done += size
            report(work.step, done, total, work.message)
            yield result

    def close(self) -> None:
        """Nothing is kept between two calls."""


def _results(work: Work, threads: int, rows: int) -> Iterator[Tables]:
    if threads == 1 or len(work.parts) == 1:
        yield from map(work.kernel, work.parts)
    elif not work.is_python:
        # Numpy and LightGBM work outside of Python's lock.
        with ended(ThreadPoolExecutor(threads)) as pool:
            yield from pool.map(work.kernel, work.parts)
    elif rows < ROWS_AT_LEAST:
        yield from map(work.kernel, work.parts)
    else:
        with ended(process_pool(threads, _take, work.kernel)) as pool:
            yield from pool.map(_run_taken, work.parts)


_taken: list[Kernel] = []  # of a process of the pool: sent once, not with each part


def _take(kernel: Kernel) -> None:
    _taken[:] = [kernel]


def _run_taken(part: Tables) -> Tables:
    return _taken[0](part)
