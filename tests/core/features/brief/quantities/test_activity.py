"""How often creators post, as briefs ask for it, and what sounds like it and is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5 skincare creators who post at least twice a week", 2),
        ("posting 3+ times a week, German", 3),
        ("creators that post on Instagram and TikTok at least 4x a week", 4),
        ("at least three posts per week, micro", 3),
        ("uploads at least one video a week", 1),
        ("2-3 posts/week", 2),
        ("creators who post daily", 7),
        ("8 gamers posting every other day on YouTube", 3.5),
        ("weekly uploads, 4 YouTubers", 1),
        ("10 creators, 8 posts a month", 1.84),
        ("nobody who posts less than once a week", 1),
        ("mindestens zwei Posts pro Woche", 2),
        ("postet mindestens 3x pro Woche", 3),
        ("Reise-Creator, die dreimal pro Woche posten", 3),
        ("wöchentlich mindestens 2 Beiträge", 2),
        ("Creator, die alle zwei Tage posten", 3.5),
        ("postet täglich", 7),
    ],
)
def test_posts_a_week(text: str, number: float, said: Callable[[str], dict[str, Any]]) -> None:
    assert said(text)["posts_per_week_min"] == number


@pytest.mark.parametrize(
    "text",
    [
        "active creators in Spain",
        "5 food creators, active on TikTok",
        "12 micro creators who are active",
        "must be active",
        "creators who post regularly",
        "4 aktive Creator aus Wien",
        "regelmäßig aktiv auf Instagram",
    ],
)
def test_active_is_one_post_a_week_with_a_note(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.posts_per_week_min == 1
    assert any("at least 1 post a week" in words for words in brief.warnings)
    assert "activ" not in brief.leftover


@pytest.mark.parametrize(
    "text",
    [
        "fitness creators who train 3 times a week",
        "creators with posts about daily life",
        "active lifestyle creators",
        "yoga for active people, 4 creators",
        "creators with active followers",
        "weekly budget 500, 4 creators",
        "3 creators, live in 2 weeks",
    ],
)
def test_other_things_are_none_of_it(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    assert "posts_per_week_min" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "6 travel creators, 2 posts each",
        "6 travel creators, 2 posts per creator per week",
        "6 travel creators, we need 3 posts a week for us",
    ],
)
def test_posts_that_are_bought_are_said_to_be_changed_in_the_campaign(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 6, "niches": ("Travel",)}
    assert any("the plan counts one post each" in words for words in brief.warnings)
    assert "week" not in brief.leftover


def test_both_kinds_of_posts_stand_side_by_side(said: Callable[[str], dict[str, Any]]) -> None:
    words = said("6 travel creators, 2 reels and 3 stories each, at least 3 posts a week")
    assert words == {"count": 6, "niches": ("Travel",), "posts_per_week_min": 3}


def test_a_highest_number_is_left_aside_with_a_warning(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed("5 creators, no more than 2 posts a week")
    assert brief.constraints.said() == {"count": 5}
    assert "highest number of posts" in brief.warnings[0]
