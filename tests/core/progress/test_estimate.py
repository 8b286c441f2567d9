"""The share that is done and the time left, from reports of builds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.progress.costs import StepCost
from core.progress.estimate import Estimate

_STEPS = {"read": 20.0, "learn": 60.0, "write": 20.0}
_COSTS = {"learn": StepCost("creators", {}, {"learn||0": 0.0, "fold||5": 0.5, "fold||9": 0.9})}


def _estimate() -> Estimate:
    estimate = Estimate(0.0)
    estimate.expect(_STEPS, _COSTS)
    return estimate


def _left(estimate: Estimate, now: float) -> float:
    seconds = estimate._left(estimate._step, now) if estimate._step is not None else -1.0
    assert estimate.at(now).seconds_left is not None
    return seconds


def test_what_goes_as_expected_is_told_to_the_second() -> None:
    estimate = _estimate()
    estimate.begin("read", 0)
    assert _left(estimate, 10) == pytest.approx(90)
    estimate.begin("learn", 20)
    assert _left(estimate, 50) == pytest.approx(50)
    assert estimate.at(50).share == pytest.approx(0.5)
    estimate.begin("write", 80)
    assert _left(estimate, 90) == pytest.approx(10)


def test_steps_to_come_take_as_much_longer_as_those_that_are_over() -> None:
    estimate = _estimate()
    estimate.begin("read", 0)
    estimate.begin("learn", 60)  # three times as long as expected
    assert 80 * 2 < _left(estimate, 60) < 80 * 3


def test_a_report_of_a_part_says_how_far_the_step_is() -> None:
    estimate = _estimate()
    estimate.begin("read", 0)
    estimate.begin("learn", 20)
    early = _left(estimate, 25)
    estimate.report("fold", 5, 10, "", 25)  # half of it, after 5 of 60 seconds
    assert _left(estimate, 25) < early - 20


def test_work_that_was_there_before_is_not_taken_for_speed() -> None:
    estimate = Estimate(0.0)
    costs = {"learn": StepCost("creators", {}, {f"learn||{n}": n / 10 for n in range(10)})}
    estimate.expect(_STEPS, costs)
    estimate.begin("read", 0)
    estimate.begin("learn", 20)
    estimate.report("learn", 5, 10, "", 20.1)  # half of the texts were known
    assert _left(estimate, 20.1) == pytest.approx(30 + 20, rel=0.05)
    estimate.report("learn", 7, 10, "", 32.1)
    assert _left(estimate, 32.1) == pytest.approx(18 + 20, rel=0.1)


def test_a_quick_start_is_not_taken_for_work_that_was_there() -> None:
    """Loading a model takes a quarter of a small build and next to nothing of a large one."""
    estimate = Estimate(0.0)
    costs = {"learn": StepCost("creators", {}, {"learn||0": 0.25, "learn||5": 0.6})}
    estimate.expect(_STEPS, costs)
    estimate.begin("read", 0)
    estimate.begin("learn", 20)
    estimate.report("learn", 0, 10, "", 20.5)
    estimate.report("learn", 5, 10, "", 56)
    assert _left(estimate, 56) == pytest.approx(44, rel=0.1)


def test_a_step_that_runs_over_is_never_said_to_be_done() -> None:
    estimate = _estimate()
    estimate.begin("read", 0)
    lefts = [_left(estimate, now) for now in (25, 60, 200)]
    assert all(left > 80 for left in lefts)
    assert lefts == sorted(lefts)
    assert estimate.at(10_000).share < 1


def test_nothing_is_said_at_first_and_without_a_step() -> None:
    estimate = _estimate()
    assert estimate.at(10).seconds_left is None
    estimate = _estimate()
    estimate.begin("read", 0)
    assert estimate.at(1).seconds_left is None
    assert estimate.at(3).seconds_left is not None


def test_steps_that_are_done_again_count_again() -> None:
    estimate = _estimate()
    estimate.begin("read", 0)
    estimate.begin("learn", 20)
    estimate.begin("write", 80)
    near_end = _left(estimate, 99)
    estimate.begin("learn", 100)  # somebody was forgotten meanwhile
    assert near_end < 2
    assert _left(estimate, 100) == pytest.approx(80)


def test_sizes_that_become_known_change_what_is_to_come() -> None:
    estimate = _estimate()
    estimate.begin("read", 0)
    estimate.expect({"read": 0.0, "learn": 600.0, "write": 200.0}, _COSTS)
    estimate.begin("learn", 20)
    assert _left(estimate, 20) == pytest.approx(800)


def test_without_a_plan_each_step_tells_itself() -> None:
    estimate = Estimate(0.0)
    estimate.report("fold", 0, 10, "", 1)
    assert estimate.at(2).seconds_left is None
    estimate.report("fold", 2, 10, "", 11)
    standing = estimate.at(16)
    assert (standing.share, standing.is_of_step) == (0.2, True)
    assert standing.seconds_left == pytest.approx(35)
    estimate.report("judge", 0, 4, "", 60)
    assert estimate.at(61).share == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*_STEPS, "fold"]),
            st.integers(0, 10),
            st.integers(0, 10),
            st.booleans(),
            st.floats(0, 500),
        ),
        max_size=30,
    )
)
def test_the_share_never_goes_back_and_the_time_left_is_never_below_zero(
    reports: list[tuple[str, int, int, bool, float]],
) -> None:
    estimate, now, shares = _estimate(), 0.0, [0.0]
    for step, done, total, begins, pause in reports:
        now += pause
        if begins and step in _STEPS:
            estimate.begin(step, now)
        estimate.report(step, min(done, total), total, "", now)
        standing = estimate.at(now)
        assert standing.seconds_left is None or standing.seconds_left >= 0
        shares.append(standing.share)
    assert all(before <= after < 1 for before, after in pairwise(shares))
