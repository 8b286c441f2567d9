"""A job done in two ways, and what measuring it gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Work = Callable[[], Any]


@dataclass(frozen=True)
class Way:
    """One way to do a job.

    Attributes:
        name: as the table says it.
        open: reads the input from a folder, and returns the work on it. Reading is not timed, and
            its memory counts.
        share: part of the rows that the work covers, by size; its seconds are divided by it.
            For ways whose time is proportional to the rows and too long to wait for.
        largest: no size above it is measured; None for all.
    """

    name: str
    open: Callable[[Path], Work]
    share: Callable[[int], float] = lambda size: 1.0
    largest: int | None = None


@dataclass(frozen=True)
class Target:
    """What a job is to reach.

    Attributes:
        size: at this size and below.
        ratio: so many times as fast as the first other way; None for none.
        milliseconds: at most; None for none.
    """

    size: int
    ratio: float | None = None
    milliseconds: float | None = None

    def __str__(self) -> str:
        parts = [
            f"{self.ratio:g}x" if self.ratio else "",
            f"under {self.milliseconds:g} ms" if self.milliseconds else "",
        ]
        return f"{', '.join(filter(None, parts))} at {self.size:,}"


@dataclass(frozen=True)
class Job:
    """Attributes:
    name: as the table says it.
    ours: how this tool does it.
    others: what people do instead; the target compares with the first.
    agreement: answers of ours and of another way -> 'equal', or how they differ.
    target: None for none.
    """

    name: str
    ours: Way
    others: tuple[Way, ...]
    agreement: Callable[[Any, Any], str]
    target: Target | None = None

    @property
    def ways(self) -> tuple[Way, ...]:
        """All ways, ours first."""
        return (self.ours, *self.others)


@dataclass(frozen=True)
class Topic:
    """Jobs on one kind of input.

    Attributes:
        name: of the file with the results.
        title, about: heading and introduction of the table.
        unit: what the sizes count.
        sizes: of a full run.
        write: writes the input of a size into a folder.
        packages: whose versions matter.
    """

    name: str
    title: str
    about: str
    unit: str
    sizes: tuple[int, ...]
    write: Callable[[Path, int], None]
    jobs: tuple[Job, ...]
    packages: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """One way of a job at one size.

    Attributes:
        median_s, low_s, high_s: processor seconds for all rows, over the rounds.
        clock_s: the median by the clock.
        rows_per_second: size over the median.
        peak_mib: memory that a fresh process takes at its peak to open the input and do the job
        once, beyond its imports; None when it was not measured.
    share: part of the rows that was timed.
        ratio: median over that of our way, pair by pair; 1 for ours.
        agreement: with the answer of ours; '' for ours.
    """

    job: str
    way: str
    size: int
    rounds: int
    median_s: float
    low_s: float
    high_s: float
    clock_s: float
    rows_per_second: float
    peak_mib: float | None
    share: float
    ratio: float
    agreement: str


def same_places(ours: np.ndarray, theirs: np.ndarray) -> str:
    """Agreement of two rankings, (brands, places); of the other way the first brands may do."""
    same = (ours[: len(theirs)] == theirs).mean()
    return "equal" if same == 1 else f"{same:.2%} of the places equal"
