"""How many creators a brief asks for, where it gives more than one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5 creators, no more than 3", 3),
        ("5 creators, at most 3", 3),
        ("5 creators but no more than 3 creators", 3),
        ("10 food creators, max 8 in total", 8),
        ("5 to 8 creators, no more than 6", 6),
        ("5 Creator, höchstens 3", 3),
        ("5 creators, at least 8 creators", 8),
    ],
)
def test_the_stricter_limit_counts_with_a_note(
    text: str, number: int, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.count == number
    assert any(f"{number} creators are planned, not" in words for words in brief.warnings)


def test_a_limit_that_changes_nothing_is_not_said(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("12 creators, at most 15")
    assert (brief.constraints.count, brief.warnings) == (12, ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3 beauty creators and 2 gaming creators", 5),
        ("drei Beauty-Creator und zwei Gaming-Creator", 5),
        ("3 micro and at most 2 macro creators", 5),
        ("10 creators: 5 food, 5 travel", 10),
    ],
)
def test_groups_add_up_and_it_is_said_that_they_are_not_kept_apart(
    text: str, number: int, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.count == number
    assert any("the groups are not kept apart" in words for words in brief.warnings)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("less than ten creators", 9),
        ("fewer than 10 creators from Spain", 9),
        ("weniger als zehn Creator", 9),
        ("under 10 creators", 9),
        ("no more than 10 creators", 10),
        ("up to 6 German creators", 6),
        ("5-8 creators", 8),
        ("at least 5 creators", 5),
        ("as many creators as possible, at least 6", 6),
        ("more than 5 creators", 6),
        ("mehr als fünf Creator", 6),
        ("more than 5 but fewer than 10 creators", 9),
        ("fewer than 10 but more than 5 creators", 9),
        ("featured in top 100 lists, need 4", 4),
    ],
)
def test_a_number_that_is_left_out_is_not_counted(
    text: str, number: int, said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text)["count"] == number


def test_fewer_than_one_creator_cannot_be_planned(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("fewer than 1 creator")
    assert brief.constraints.count is None
    assert "cannot be planned" in brief.warnings[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the best 5 in Germany, gaming", 5),
        ("top 10 for Nordlicht Coffee", 10),
        ("die besten 6 für Mode", 6),
        ("our song reached the top 40, 3 music creators", 3),
    ],
)
def test_the_best_so_many_are_a_count(
    text: str, number: int, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert parsed(text).constraints.count == number
