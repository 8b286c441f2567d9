"""A refused end of a number is the other end: none of these may be read the wrong way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief

Said = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    "text",
    [
        "nobody who charges over 400 euros a post",
        "don't want anyone charging more than 400 euros per post",
        "no posts that cost more than 400 EUR",
        "we cannot pay more than 400 euros per post",
        "it shouldn't cost over 400 € per post",
        "I refuse to pay more than 400 EUR per post",
        "a price per post above 400 EUR is not acceptable",
        "more than 400 EUR per post is too much",
        "niemand, der mehr als 400 Euro pro Post verlangt",
        "mehr als 400 € pro Post zahlen wir nicht",
    ],
)
def test_refused_high_price_is_the_highest(said: Said, text: str) -> None:
    assert said(text) == {"price_max": 400}


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("creators should not be larger than 150k followers", "followers_max"),
        ("they must not have more than 150k followers", "followers_max"),
        ("skip everyone above 150k followers", "followers_max"),
        ("accounts over 150k followers are out of the question", "followers_max"),
        ("Accounts über 150k Follower bitte ausschließen", "followers_max"),
        ("avoid anyone under 150k followers", "followers_min"),
        ("leave out accounts below 150k followers", "followers_min"),
    ],
)
def test_refused_followers_are_the_other_end(said: Said, text: str, end: str) -> None:
    assert said(text) == {end: 150_000}


@pytest.mark.parametrize(
    "text",
    [
        "no accounts under 5k or over 50k followers",
        "skip anyone under 5k or over 50k followers",
        "weder unter 5k noch über 50k Follower",
    ],
)
def test_both_refused_ends_are_a_range(said: Said, text: str) -> None:
    assert said(text) == {"followers_min": 5_000, "followers_max": 50_000}


def test_refused_low_engagement_is_the_lowest(said: Said) -> None:
    assert said("engagement must not drop below 2%") == {"engagement_percent_min": 2}
    assert said("engagement under 3% is not ok") == {"engagement_percent_min": 3}


def test_refused_number_of_creators_is_included(said: Said) -> None:
    assert said("we don't need more than 5 creators") == {"count": 5}


@pytest.mark.parametrize(
    "text",
    [
        "creators not from Spain with over 10k followers",
        "creators over 10k followers, TikTok is out",
        "creators over 10k followers and TikTok is out of the question",
        "don't mind accounts with over 10k followers",
        "not only accounts over 10k followers",
    ],
)
def test_refusal_of_something_else_turns_nothing(said: Said, text: str) -> None:
    words = said(text)
    assert words["followers_min"] == 10_000
    assert "followers_max" not in words


def test_words_that_refuse_are_part_of_the_condition(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("5 creators, nobody who charges over 400 euros a post")
    (mention,) = (mention for mention in brief.mentions if mention.name == "price_max")
    assert brief.text[mention.start : mention.end] == "nobody who charges over 400 euros a post"
    assert (brief.leftover, brief.warnings) == ("", ())
