"""Measures a topic at one size: every job, ours and the others in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.measuring import in_turn, peak_gib
from bench.versus.jobs import Job, Measured, Topic

ROUNDS = 5


def measured(
    topic: Topic, size: int, *, rounds: int = ROUNDS, with_memory: bool = True
) -> list[Measured]:
    """All jobs of a topic at one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        topic.write(folder, size)
        return [
            row
            for number in range(len(topic.jobs))
            for row in _job(topic, number, folder, size, rounds, with_memory)
        ]


def _job(
    topic: Topic, number: int, folder: Path, size: int, rounds: int, with_memory: bool
) -> Iterator[Measured]:
    job: Job = topic.jobs[number]
    ways = {
        place: way
        for place, way in enumerate(job.ways)
        if way.largest is None or size <= way.largest
    }
    works = {way.name: way.open(folder) for way in ways.values()}
    answers = {name: work() for name, work in works.items()}  # warms up, too
    times = in_turn(works, rounds)
    ours = [turn.processor for turn in times[job.ours.name]]
    for place, way in ways.items():
        share = way.share(size)
        whole = [turn.processor / share for turn in times[way.name]]
        yield Measured(
            job.name,
            way.name,
            size,
            len(whole),
            statistics.median(whole),
            min(whole),
            max(whole),
            statistics.median(turn.clock / share for turn in times[way.name]),
            size / statistics.median(whole),
            _peak_mib(topic.name, number, place, folder) if with_memory else None,
            share,
            # Of neighbours in time, which other work on the machine slowed alike.
            statistics.median(b / a for a, b in zip(ours, whole, strict=True)),
            job.agreement(answers[job.ours.name], answers[way.name]) if place else "",
        )


def _peak_mib(topic: str, job: int, way: int, folder: Path) -> float:
    """Peak memory of a fresh process for one way of a job."""
    command = [sys.executable, "-m", "bench.versus", "--peak", topic, str(job), str(way)]
    command.append(str(folder))
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(output.split()[-1])


def print_peak(topic: Topic, job: int, way: int, folder: Path) -> None:
    """What the fresh process does: opens the input, does the job once, prints what that took."""
    before = psutil.Process().memory_info().rss / 2**20
    topic.jobs[job].ways[way].open(folder)()
    print(peak_gib() * 1024 - before)
