"""Time and memory, as every benchmark of speed takes them."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np


def peak_gib() -> float:
    """Largest resident memory of this process so far, GiB.

    From /proc, because what `getrusage` says begins with the memory of the process that started
    this one; elsewhere from there.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**20
    unit = 2**30 if sys.platform == "darwin" else 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def seconds_of(work: Callable[[int], Any], times: int) -> list[float]:
    """Seconds of each of `times` calls with their number, after a first one that warms up."""
    work(0)
    return [spent(partial(work, number)).clock for number in range(times)]


@dataclass(frozen=True)
class Spent:
    """Seconds that a call took.

    Attributes:
        clock: by the clock.
        processor: of all threads of this process, which other work on the machine hardly changes.
    """

    clock: float
    processor: float


def spent(job: Callable[[], Any]) -> Spent:
    """What one call takes."""
    clock, processor = time.perf_counter(), time.process_time()
    job()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


def in_turn(
    jobs: Mapping[str, Callable[[], Any]], rounds: int, *, at_least_s: float = 0.5
) -> dict[str, list[Spent]]:
    """What each job takes by name, measured one after the other in every round (A B A B).

    Other work on the machine slows neighbours in time alike. The jobs must have run once before.

    Args:
        rounds: at least so many.
        at_least_s: quick jobs go on for so many seconds, up to ten times the rounds.
    """
    times: dict[str, list[Spent]] = {name: [] for name in jobs}
    started = time.perf_counter()
    for number in range(10 * rounds):
        if number >= rounds and time.perf_counter() - started > at_least_s:
            break
        for name, job in jobs.items():
            times[name].append(spent(job))
    return times


def growth_exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """x of seconds ~ size^x, by least squares on logarithms; None with fewer than two sizes."""
    if len(set(sizes)) < 2:
        return None
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
