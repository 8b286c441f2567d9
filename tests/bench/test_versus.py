"""Each comparison of `make bench` still runs, agrees, and stands in the docs as it was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.measuring import growth_exponent, in_turn, spent
from bench.versus import measure, results, tables
from bench.versus.jobs import Job, Measured, Target, Topic, Way
from bench.versus.topics import TOPICS

# Those whose ways are other models, and rounded vectors.
_NOT_EQUAL = {"training", "text_encoding"}
_SMALL = {"text_encoding": 12, "training": 500, "growth_signals": 200, "recommender_top": 50}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TOPICS))
def test_every_comparison_runs_and_the_answers_agree(name: str) -> None:
    topic = TOPICS[name]
    rows = measure.measured(topic, _SMALL.get(name, 2_000), rounds=1, with_memory=False)
    assert len(rows) == sum(len(job.ways) for job in topic.jobs)
    assert all(row.median_s > 0 and row.rows_per_second > 0 for row in rows)
    if name not in _NOT_EQUAL:
        assert {row.agreement for row in rows} == {"", "equal"}


def test_the_page_is_made_of_the_results() -> None:
    assert tables.PAGE.read_text(encoding="utf-8") == tables.page()


def test_results_are_read_as_written_and_do_not_name_the_machine(tmp_path: Path) -> None:
    topic = TOPICS["matching"]
    row = Measured(topic.jobs[0].name, "ours", 10, 5, 1.0, 0.9, 1.1, 1.2, 10.0, None, 1.0, 1.0, "")
    made = results.results_of(topic, [row])
    results.write(topic.name, made, tmp_path)
    assert results.read(topic.name, tmp_path) == made
    assert results.read("growth_signals", tmp_path) is None
    facts = json.loads((tmp_path / "matching.json").read_text())["machine"]
    assert set(facts) == {"cores", "threads", "bfloat16", "memory_gib", "python", "packages"}


def test_exponent_of_quadratic_and_linear_times() -> None:
    assert growth_exponent([10, 100, 1000], [2, 200, 20_000]) == pytest.approx(2)
    assert growth_exponent([10, 1000], [3, 300]) == pytest.approx(1)
    assert growth_exponent([10], [3]) is None


def test_jobs_are_timed_in_turn() -> None:
    order: list[str] = []
    jobs = {name: lambda name=name: order.append(name) for name in "ab"}
    times = in_turn(jobs, 3, at_least_s=0)
    assert order == ["a", "b"] * 3
    assert {name: len(turns) for name, turns in times.items()} == {"a": 3, "b": 3}
    assert spent(lambda: sum(range(200_000))).processor > 0


def test_seconds_of_a_part_stand_for_all_rows_and_answers_that_differ_are_said() -> None:
    ours = Way("ours", lambda folder: lambda: 1)
    other = Way("other", lambda folder: lambda: sum(range(100_000)), share=lambda size: 0.1)
    job = Job("a job", ours, (other,), lambda a, b: "equal" if a == b else "differ")
    topic = Topic("t", "T", "", "rows", (10,), lambda folder, size: None, (job,), ())
    _, slow = measure.measured(topic, 10, rounds=3, with_memory=False)
    assert slow.agreement == "differ"
    assert slow.share == 0.1
    assert slow.rows_per_second == pytest.approx(10 / slow.median_s)


def test_a_target_is_judged_at_its_size() -> None:
    job = Job(
        "a job",
        Way("ours", lambda folder: lambda: 1),
        (Way("other", lambda folder: lambda: 1),),
        lambda a, b: "equal",
        Target(100, ratio=20, milliseconds=10),
    )

    def kept(ratio: float, seconds: float) -> results.Results:
        def row(way: str, size: int, ratio: float) -> Measured:
            return Measured(
                "a job", way, size, 5, seconds, seconds, seconds, seconds, 1, None, 1, ratio, ""
            )

        rows = [row("ours", 100, 1), row("other", 100, ratio), row("other", 1000, 1)]
        return results.Results("2026-11-30", "abc", {}, tuple(rows))

    assert tables.met(job, kept(21, 0.009)) == (
        "reached: 21.0x, 9 ms at 100 (target 20x, under 10 ms at 100)"
    )
    assert str(tables.met(job, kept(19, 0.009))).startswith("missed")
    assert str(tables.met(job, kept(21, 0.011))).startswith("missed")
