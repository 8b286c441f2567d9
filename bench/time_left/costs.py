"""Writes `core/progress/costs.json` from traces of builds: never edit that file by hand.

python -m bench.time_left costs bench/results/time_left/*.json
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.time_left.traces import Trace, read
from core.progress.costs import FAST, FILE, TEXT, marker
from core.progress.expecting import is_same_job

# What a step goes through; creators where nothing is said.
_BY = {
    "text": "texts", "posts": "posts", "profiling": "posts", "trends": "posts", "search": "posts",
    "influence": "posts", "caution": "counts", "evidence": "counts", "momentum": "counts",
    "earlier build": "counts", "import": "file_bytes", "pseudonyms": "posts",
    "search for names": "posts",
}  # fmt: skip


def main() -> None:
    """Reads traces and writes the file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("traces", type=Path, nargs="+")
    traces = [read(file) for file in parser.parse_args().traces]
    FILE.write_text(json.dumps({"kinds": costs(traces)}, indent=1) + "\n", encoding="utf-8")
    print(f"{FILE}: {len(traces)} builds")


def costs(traces: Sequence[Trace]) -> dict[str, Any]:
    """Costs of steps by kind of build: median seconds by size, mean places of reports."""
    kinds: dict[str, Any] = {}
    for kind in sorted({trace.kind for trace in traces}):
        of_kind = [trace for trace in traces if is_same_job("", kind, trace.kind)]
        names = dict.fromkeys(step for trace in of_kind for step in trace.steps())
        if kind == FAST:
            names = {TEXT: None}  # the other steps are those of a quick build
        kinds[kind] = {
            step: _cost(step, [one for one in of_kind if is_same_job(step, kind, one.kind)])
            for step in names
        }
    return kinds


def _cost(step: str, traces: Sequence[Trace]) -> dict[str, Any]:
    by = _BY.get(step, "creators")
    seconds: dict[float, list[float]] = defaultdict(list)
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for trace in traces:
        if step not in trace.steps():
            continue
        began, ended = trace.steps()[step]
        seconds[float(getattr(trace.sizes, by))].append(ended - began)
        first: dict[str, float] = {}
        for event in trace.reports_in(step):
            place = marker(event.step, event.done, event.total, event.message)
            first.setdefault(place, event.at - began)
        for place, at in first.items():
            places[place].append((at, max(ended - began, 1e-9)))
    return {
        "by": by,
        "seconds": [
            [rows, round(float(np.median(taken)), 3)] for rows, taken in sorted(seconds.items())
        ],
        # Of all seconds together, so that large builds weigh more, whose time left matters more.
        "places": {place: _share(times) for place, times in places.items()},
    }


def _share(times: Sequence[tuple[float, float]]) -> float:
    at, whole = np.sum(times, axis=0)
    return round(float(at / whole), 3)
