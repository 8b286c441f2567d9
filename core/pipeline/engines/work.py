"""Heavy work of a step, cut into parts that need nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from core.progress import Report

# Tables by name.
Tables = Mapping[str, pa.Table]
# What is done with a part. It must be picklable, and what it holds is sent to every worker once.
Kernel = Callable[[Tables], Tables]


@dataclass(frozen=True)
class Work:
    """Attributes:
    step: as `Report` gets it.
    kernel: called once for each part, in any order and on any machine.
    parts: its inputs.
    message: as `Report` gets it.
    is_python: the kernel holds Python's lock, so that threads would wait for each other.
    """

    step: str
    kernel: Kernel
    parts: Sequence[Tables]
    message: str = ""
    is_python: bool = False

    def sizes(self) -> list[int]:
        """Rows of each part, all tables together."""
        return [rows_count(part) for part in self.parts]


@dataclass(frozen=True)
class Place:
    """Attributes:
    folder: for temporary files; they are removed when the engine is closed.
    threads: what may be used of this machine.
    """

    folder: Path
    threads: int


class Engine(Protocol):
    """Runs work; one definition of a step serves all engines.

    Attributes:
        name: for `--engine` and the manifest.
    """

    name: str

    def results(self, work: Work, place: Place, report: Report) -> Iterator[Tables]:
        """What the kernel makes of each part, in the order of the parts.

        An error of the kernel ends the work. What `report` raises does too.
        """

    def close(self) -> None:
        """Ends processes and removes files; the engine can be used again."""


def creator_parts(tables: Tables, creators_count: int, rows_at_once: int) -> list[Tables]:
    """The tables cut into parts of whole creators, of about equal rows.

    Ranges of creators rather than hashes of their ids: results come in the order of the store,
    and one creator with very many rows fills a part without others behind it.

    Args:
        tables: each has `creator`, the position by influencer_id (int64), and is ordered by it.
        rows_at_once: of all tables together; a part has more only for its last creator.
    """
    places = {name: table["creator"].to_numpy() for name, table in tables.items()}
    rows = np.zeros(creators_count, dtype=np.int64)
    for creators in places.values():
        rows += np.bincount(creators, minlength=creators_count)
    number = (np.cumsum(rows) - rows) // rows_at_once
    begins = np.flatnonzero(np.diff(number, prepend=-1))
    ends = np.append(begins[1:], creators_count)
    cuts = {name: np.searchsorted(creators, begins) for name, creators in places.items()}
    until = {name: np.searchsorted(creators, ends) for name, creators in places.items()}
    return [
        {
            name: table.slice(int(cuts[name][part]), int(until[name][part] - cuts[name][part]))
            for name, table in tables.items()
        }
        for part in range(len(begins))
    ]


def rows_count(part: Tables) -> int:
    """Rows of all tables of a part."""
    return sum(table.num_rows for table in part.values())
