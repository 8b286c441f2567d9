"""Traces of builds, as `record` wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.pipeline.expected import kind_of
from core.pipeline.run import STEPS
from core.pipeline.sources import DemoSource
from core.progress.costs import Sizes
from core.settings import Settings
from core.store import builds


class Event(NamedTuple):
    """A report, or the beginning of a step.

    Attributes:
        at: seconds since the first step began.
        begins: name of the step that begins, or "".
    """

    at: float
    begins: str
    step: str
    done: int
    total: int
    message: str


@dataclass(frozen=True)
class Trace:
    """One build.

    Attributes:
        name: of its file.
        kind: "quick", "fast" or "deep", see `core.progress.costs`.
        seconds: until it was in use, from its first step.
        events: in their order.
    """

    name: str
    kind: str
    sizes: Sizes
    seconds: float
    events: tuple[Event, ...]

    def steps(self) -> dict[str, tuple[float, float]]:
        """When each step began and ended."""
        begun = [(event.begins, event.at) for event in self.events if event.begins]
        ends = [at for _, at in begun[1:]] + [self.seconds]
        return {step: (at, end) for (step, at), end in zip(begun, ends, strict=True)}

    def reports_in(self, step: str) -> Iterator[Event]:
        """Reports within a step but those of its beginning and end."""
        began, ended = self.steps()[step]
        for event in self.events:
            is_end = event.step == step and not event.message and event.done == event.total == 1
            if began <= event.at <= ended and event.total and not is_end:
                yield event


def read(file: Path, *, of_processor: bool = True) -> Trace:
    """The trace in a file, by seconds of the processor, where they were taken, or of the clock."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    clock = int(of_processor and kept["processor_seconds"] is not None)
    seconds = kept["processor_seconds"] if clock else kept["seconds"]
    start = kept["events"][0][clock]
    events = tuple(Event(event[clock] - start, *event[2:]) for event in kept["events"])
    return Trace(file.stem, kept["kind"], Sizes(**kept["sizes"]), seconds - start, events)


def of_builds(data_dir: Path) -> list[Trace]:
    """Whole builds of demo data in a data folder: when each step ended, without reports within."""
    traces = []
    for build in builds.list_builds(Settings.from_env(data_dir)):
        times, rows = build.manifest.get("timings_s", {}), build.manifest.get("row_counts", {})
        if not {DemoSource.name, "ranking"} <= set(times):
            continue
        deep = bool(build.manifest.get("is_deep"))
        texts = rows["brands"] + rows["influencers"] * (13 if deep else 1)
        sizes = Sizes(
            rows["influencers"], rows["brands"], rows["posts"], rows["follower_history"], texts
        )
        events, at = [], 0.0
        for step in (name for name in (DemoSource.name, *STEPS) if name in times):
            events.append(Event(at, step, step, 0, 0, ""))
            at += times[step]
        kind = kind_of(str(build.manifest.get("embedder", "")), deep=deep)
        traces.append(Trace(build.build_id, kind, sizes, at, tuple(events)))
    return traces
