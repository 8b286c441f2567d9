from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief, parse_brief


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("skincare", ("Beauty & skincare",)),
        ("skincare and yoga creators", ("Beauty & skincare", "Yoga & mindfulness")),
        ("Gartenkanäle", ("Gardening & plants",)),
        ("photograhy creators", ("Photography",)),
        ("creators for gaming", ("Gaming",)),
        ("Thema: Reisen", ("Travel",)),
        ("Gaming-YouTuber", ("Gaming",)),
        ("dog and cat parents", ("Pets",)),
        ("we'd love to book 5 gaming creators", ("Gaming",)),
        ("5 book creators", ("Books & reading",)),
        ("book creators for Mother's Day", ("Books & reading",)),
        ("Creator für nachhaltige Mode, weiblich", ("Fashion & style",)),
    ],
)
def test_topics_of_creators_are_read(
    text: str, topics: tuple[str, ...], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text)["niches"] == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("no gaming", ("Gaming",)),
        ("keine Influencer aus der Politik", ("News & society",)),
        ("no gaming, no politics", ("Gaming", "News & society")),
    ],
)
def test_refused_topics_are_read(
    text: str, topics: tuple[str, ...], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == {"exclude_niches": topics}


@pytest.mark.parametrize(
    "text",
    [
        "we are a skincare brand and want creators about yoga",
        "our coffee machine needs creators about yoga",
        "women with curly hair who teach yoga, yoga creators",
    ],
)
def test_goods_of_the_brand_are_no_topic(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    assert said(text)["niches"] == ("Yoga & mindfulness",)


def test_longest_name_wins() -> None:
    names = {"Body": ("health",), "Mind": ("mental health",)}
    assert parse_brief("mental health creators", names).constraints.niches == ("Mind",)


def test_words_of_topics_stay_in_the_meaning(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("5 sourdough baking creators")
    assert "baking" in brief.meaning
    assert "5" not in brief.meaning


def test_no_topics_are_known() -> None:
    assert parse_brief("5 gaming creators", {}).constraints.said() == {"count": 5}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5 creators for our finance app. Steer clear of crypto", "crypto"),
        ("About our pet food: dogs yes, cats no. 5 creators", "cats"),
    ],
)
def test_part_of_the_topic_of_a_brand_is_refused_alone(
    text: str, told: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert not brief.constraints.exclude_niches
    assert told not in brief.meaning
    assert f"'{told}' cannot be left out" in " ".join(brief.warnings)


def test_topic_of_the_brand_can_be_refused_as_a_whole(
    said: Callable[[str], dict[str, Any]],
) -> None:
    text = "We are a gaming brand. 5 food creators, no gaming"
    assert said(text)["exclude_niches"] == ("Gaming",)
