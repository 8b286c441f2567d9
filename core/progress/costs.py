"""How long each step took in builds of several sizes, and how its reports were spread over it.

`python -m bench.time_left` measures builds and writes `costs.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("costs.json")
QUICK, DEEP = "quick", "deep"
FAST = "fast"  # a quick build whose texts a fast encoder reads
TEXT = "text"  # the step of which that makes another job
SOURCES = "sources"  # what a build of either kind may begin or end with
_SLOPE_MAX = 1.3  # beyond the sizes that were measured; no step grew faster


@dataclass(frozen=True)
class Sizes:
    """Rows that the steps of a build go through; 0 for none.

    Attributes:
        creators, brands, posts: of the given tables.
        counts: rows of the follower histories.
        texts: those the encoder reads.
        file_bytes: of the files of an import.
    """

    creators: float = 0
    brands: float = 0
    posts: float = 0
    counts: float = 0
    texts: float = 0
    file_bytes: float = 0


@dataclass(frozen=True)
class StepCost:
    """What a step took.

    Attributes:
        by: name in `Sizes` that it grows with.
        seconds: rows -> seconds, as measured; rows ascending.
        places: `marker` of a report -> share of the step's time that was over when it came first.
    """

    by: str
    seconds: Mapping[float, float]
    places: Mapping[str, float]

    def at(self, sizes: Sizes) -> float:
        """Seconds for these sizes, by straight lines between the logarithms of what was measured.

        Beyond the largest size the last slope goes on, up to 1.3. Below the smallest, seconds
        shrink at most in proportion to the rows.
        """
        rows = float(getattr(sizes, self.by))
        points = [(math.log(size), math.log(max(s, 1e-3))) for size, s in self.seconds.items()]
        if rows <= 0 or not points:
            return 0.0
        at = math.log(rows)
        if len(points) == 1:
            return math.exp(points[0][1] + at - points[0][0])
        segments = list(pairwise(points))
        (x0, y0), (x1, y1) = next((s for s in segments if at <= s[1][0]), segments[-1])
        slope = (y1 - y0) / (x1 - x0)
        if at < points[0][0]:
            slope = min(max(slope, 0.0), 1.0)
        elif at > points[-1][0]:
            slope = min(max(slope, 0.0), _SLOPE_MAX)
            x0, y0 = x1, y1
        return math.exp(y0 + slope * (at - x0))


def marker(step: str, done: int, total: int, message: str) -> str:
    """A name for the place of a report within a step, the same in builds of all sizes."""
    share = int(10 * done / total) if total > 0 else 0
    return f"{step}|{re.sub(r'[0-9]+', '#', message)}|{share}"


@cache
def step_costs(kind: str) -> Mapping[str, StepCost]:
    """Cost of each step of a build of this kind that was measured; empty where none was."""
    return costs_of(json.loads(FILE.read_text(encoding="utf-8"))["kinds"], kind)


def costs_of(kinds: Mapping[str, Any], kind: str) -> dict[str, StepCost]:
    """Those of a table by kind; what a build begins with is the same for all."""
    base = kinds.get(QUICK, {}) if kind == FAST else {}
    return costs_in({**kinds.get(SOURCES, {}), **base, **kinds.get(kind, {})})


def costs_in(table: Mapping[str, Any]) -> dict[str, StepCost]:
    """Costs of steps as they stand in the file."""
    return {
        step: StepCost(cost["by"], dict(sorted(cost["seconds"])), cost["places"])
        for step, cost in table.items()
    }
