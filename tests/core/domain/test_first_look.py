"""A first look takes steps that exist, and what it leaves is told in the order of the steps."""

from __future__ import annotations

from core.domain import first_look
from core.pipeline.run import STEPS
from core.queries import builds


def test_the_steps_of_a_first_look_are_steps_in_their_order() -> None:
    assert [name for name in STEPS if name in first_look.STEPS] == list(first_look.STEPS)


def test_what_follows_runs_every_step_that_a_first_look_leaves() -> None:
    names = list(STEPS)
    left = first_look.steps_left(names, first_look.STEPS, names)
    assert left
    assert set(left) <= set(names[names.index(first_look.THEN_FROM) :])
    assert list(left) == [name for name in names if name in left]


def test_nothing_is_left_of_a_build_with_all_its_steps() -> None:
    assert first_look.steps_left(list(STEPS), list(STEPS), list(STEPS)) == ()


def test_a_build_from_a_later_step_leaves_what_the_one_before_left() -> None:
    assert first_look.steps_left("abcd", "cd", "bd") == ("b",)


def test_parts_that_are_still_to_come_belong_to_steps_that_exist() -> None:
    assert set(builds._STEPS.values()) <= set(STEPS)
    assert set(builds._STEPS) <= set(builds._TABLES)
