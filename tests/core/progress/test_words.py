"""The time left is worded as people would say it."""

from __future__ import annotations

import pytest

from core.progress.words import step_words, time_left_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0, "less than a minute left"),
        (59.9, "less than a minute left"),
        (60, "about a minute left"),
        (89, "about a minute left"),
        (100, "about 2 minutes left"),
        (20 * 60, "about 20 minutes left"),
        (23 * 60, "about 25 minutes left"),
        (5_400, "about 1.5 hours left"),
        (7_200, "about 2 hours left"),
        (3 * 3_600, "about 3 hours left"),
    ],
)
def test_the_time_left_is_rounded_to_what_can_be_known(seconds: float | None, words: str) -> None:
    assert time_left_words(seconds) == words


def test_without_a_plan_it_is_that_of_the_step() -> None:
    assert time_left_words(130, is_of_step=True) == "about 2 minutes left in this step"


def test_a_step_without_a_label_goes_by_its_name() -> None:
    assert step_words("niches") == "Finding niches"
    assert step_words("polishing") == "polishing"
    assert step_words("") == "Starting"
