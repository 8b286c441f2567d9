"""How far the predicted time left is from the truth, by replaying traces of builds.

    python -m bench.time_left errors [trace.json ...] [--data FOLDER ...] [--in-use]

Each build is predicted from costs that were read off the others alone; with --in-use from those
of the program, which is a test for builds that these were not read off.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.time_left.costs import costs
from bench.time_left.traces import Trace, of_builds, read
from core.progress.costs import SOURCES, costs_of, step_costs
from core.progress.estimate import Estimate
from core.progress.expecting import Costs, Earlier, expected_steps
from core.settings import ROOT

FOLDER = ROOT / "bench" / "results" / "time_left"
AT = (0.10, 0.25, 0.50, 0.75)
_TICK_S = 1.0
_HEAD = (
    "| build | earlier builds | seconds | 10% | 25% | 50% | 75% |\n|---|---|---|---|---|---|---|"
)


def predicted(
    trace: Trace, earlier: Sequence[Earlier], table: Costs, *, pace: float = 1.0
) -> dict[float, float]:
    """Share of a build that is over -> predicted time left over the true one, minus 1.

    Args:
        pace: seconds of the machine that is replayed for each second of the trace.
    """
    estimate = Estimate(0.0)
    seconds = expected_steps(list(trace.steps()), trace.kind, trace.sizes, earlier, table)
    estimate.expect(seconds, table(trace.kind))
    whole = trace.seconds * pace
    waiting = list(trace.events)
    errors: dict[float, float] = {}
    for now in moments(trace, pace):
        while waiting and waiting[0].at * pace <= now:
            event = waiting.pop(0)
            if event.begins:
                estimate.begin(event.begins, now)
            estimate.report(event.step, event.done, event.total, event.message, now)
        left = estimate.at(now).seconds_left
        for share in AT:
            if share not in errors and now >= share * whole and left is not None:
                errors[share] = left / (whole - now) - 1
    return errors


def moments(trace: Trace, pace: float) -> list[float]:
    """When something is reported, and each second between."""
    ticks = (number * _TICK_S for number in range(1, int(trace.seconds * pace / _TICK_S)))
    return sorted({*ticks, *(event.at * pace for event in trace.events)})


def table_without(traces: Sequence[Trace], left_out: Trace) -> Costs:
    """Costs of all builds but one."""
    kinds = costs([trace for trace in traces if trace != left_out])
    return partial(costs_of, kinds)


def as_earlier(trace: Trace) -> Earlier:
    """A build that ran on this machine before."""
    seconds = {step: end - began for step, (began, end) in trace.steps().items()}
    return Earlier(trace.kind, seconds, trace.sizes)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("traces", type=Path, nargs="*", default=sorted(FOLDER.glob("*.json")))
    parser.add_argument("--data", type=Path, nargs="+", help="Builds of data folders instead.")
    parser.add_argument("--in-use", action="store_true", help="By the costs of the program.")
    chosen = parser.parse_args()
    if chosen.data:
        _print_builds([of_builds(folder) for folder in chosen.data])
        return
    files = chosen.traces
    traces = [trace for trace in map(read, files) if trace.kind != SOURCES]
    by_clock = {file.stem: read(file, of_processor=False) for file in files}
    print(_HEAD)
    for trace in traces:
        table = step_costs if chosen.in_use else table_without(traces, trace)
        for words, earlier in [("none", []), *_earlier(trace, traces)]:
            _print_row(trace, words, earlier, table)
        _print_row(trace, "none, half as fast", [], table, pace=2.0)
        _print_row(by_clock[trace.name], "none, other work beside it", [], table)


def _print_builds(folders: Sequence[Sequence[Trace]]) -> None:
    """Each build, from the medians of the others alone and with those before it in its folder."""
    print(_HEAD)
    known = [trace for folder in folders for trace in folder]
    for newest_first in folders:
        for place, trace in enumerate(newest_first):
            before = [as_earlier(one) for one in newest_first[place + 1 :]]
            table = table_without(known, trace)
            _print_row(trace, "none", [], table)
            if before:
                _print_row(trace, "before it in its data folder", before, table)


def _earlier(trace: Trace, traces: Sequence[Trace]) -> list[tuple[str, list[Earlier]]]:
    """One of the same kind and size but of other data, and one of the other kind."""
    same = [one for one in traces if one != trace and one.sizes == trace.sizes]
    other = [one for one in traces if one.kind != trace.kind]
    cases = [(f"{trace.kind}, same size", [as_earlier(same[0])])] if same else []
    return cases + ([(other[0].name, [as_earlier(other[0])])] if other else [])


def _print_row(
    trace: Trace, words: str, earlier: Sequence[Earlier], table: Costs, *, pace: float = 1.0
) -> None:
    errors = predicted(trace, earlier, table, pace=pace)
    shown = " | ".join(f"{errors[share]:+.0%}" for share in AT)
    print(f"| {trace.name} | {words} | {trace.seconds * pace:.0f} | {shown} |")
