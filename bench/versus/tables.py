"""The page of results in Markdown, made of the files."""

from __future__ import annotations

from pathlib import Path

from bench.measuring import growth_exponent
from bench.versus import results
from bench.versus.jobs import Job, Measured, Topic
from bench.versus.results import Results
from bench.versus.topics import TOPICS
from core.settings import ROOT

PAGE = ROOT / "docs" / "benchmarks" / "versus.md"
_HEAD = """# Beside what people do instead

<!-- Written by `python -m bench.versus`. Change the topics in bench/versus, not this file. -->

    make bench
    python -m bench.versus --topics matching --sizes 10000 100000

Every job is done by this tool and by other ways in turn, on the same input and in the same run.
Times are medians of processor time with the lowest and highest of at least five rounds, because
other work on the machine hardly changes it; beside them the median by the clock. "Times ours" is
the median of the ratios of neighbours in time. Memory is what a fresh process takes at its peak to
open the input and do the job once, its imports aside. "Growth" is x in time ~ size^x. Answers are
compared each time. The whole results are in `bench/results`.
"""
_COLUMNS = (
    "| job | way | {unit} | time | range | clock | rows/s | memory MiB | times ours | growth "
    "| answer |"
)


def page() -> str:
    """The whole page, of the topics that were measured."""
    parts = [_HEAD]
    for topic in TOPICS.values():
        kept = results.read(topic.name)
        if kept is not None:
            parts.append(
                f"## {topic.title}\n\n{topic.about}\n\n{_machine(kept)}\n\n{table(topic, kept)}"
            )
            parts.append(_targets(topic, kept))
    return "\n".join(part for part in parts if part)


def write_page(file: Path = PAGE) -> None:
    """Writes the page."""
    file.write_text(page(), encoding="utf-8")


def table(topic: Topic, kept: Results) -> str:
    """The table of one topic."""
    lines = [_COLUMNS.format(unit=topic.unit), "|" + "---|" * _COLUMNS.count(" | ") + "---|"]
    lines += [
        _line(row, [other for other in kept.rows if (other.job, other.way) == (row.job, row.way)])
        for job in topic.jobs
        for row in kept.rows
        if row.job == job.name
    ]
    return "\n".join(lines) + "\n"


def met(job: Job, kept: Results) -> str | None:
    """What a job reached of its target at the largest size at or below it; None without one."""
    target = job.target
    sizes = [row.size for row in kept.rows if row.job == job.name]
    if target is None or not sizes or min(sizes) > target.size:
        return None
    size = max(size for size in sizes if size <= target.size)
    at_size = {row.way: row for row in kept.rows if row.job == job.name and row.size == size}
    ours, other = at_size[job.ours.name], at_size[job.others[0].name]
    reached = (target.ratio is None or other.ratio >= target.ratio) and (
        target.milliseconds is None or ours.median_s * 1000 < target.milliseconds
    )
    parts = [f"{other.ratio:.1f}x"] if target.ratio else []
    parts += [_seconds(ours.median_s)] if target.milliseconds else []
    word = "reached" if reached else "missed"
    unmeasured = "" if size == target.size else ", a size not measured"
    return f"{word}: {', '.join(parts)} at {size:,} (target {target}{unmeasured})"


def _targets(topic: Topic, kept: Results) -> str:
    lines = [f"- {job.name}: {words}" for job in topic.jobs if (words := met(job, kept))]
    return "\n".join(lines) + "\n" if lines else ""


def _line(row: Measured, same_way: list[Measured]) -> str:
    exponent = growth_exponent(
        [other.size for other in same_way], [other.median_s for other in same_way]
    )
    is_last = row.size == max(other.size for other in same_way)
    covered = f" ({row.share:.2%} of them timed)" if row.share < 1 else ""
    cells = (
        row.job,
        row.way + covered,
        f"{row.size:,}",
        _seconds(row.median_s),
        f"{_seconds(row.low_s)} to {_seconds(row.high_s)}",
        _seconds(row.clock_s),
        f"{row.rows_per_second:,.0f}",
        "" if row.peak_mib is None else f"{row.peak_mib:,.0f}",
        f"{row.ratio:.1f}" if row.agreement else "",
        f"{exponent:.2f}" if exponent is not None and is_last else "",
        row.agreement,
    )
    return f"| {' | '.join(cells)} |"


def _machine(kept: Results) -> str:
    facts = kept.machine
    versions = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    threads = f"{facts['threads']} thread{'' if facts['threads'] == 1 else 's'}"
    return (
        f"Recorded {kept.recorded} (commit {kept.commit}): {facts['cores']} cores, {threads}, "
        f"{'' if facts['bfloat16'] else 'no '}bfloat16 in hardware, "
        f"{facts['memory_gib']} GiB, Python {facts['python']}, {versions}."
    )


def _seconds(value: float) -> str:
    if value < 1:
        return f"{value * 1000:.3g} ms"
    return f"{value:.3g} s"
