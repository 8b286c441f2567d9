from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Creator aus Spanien, zur Not Portugal", "zur Not"),
        ("Creator aus Spanien, notfalls aus Portugal", "notfalls"),
        ("Creator aus Spanien oder zur Not auch Portugal", "zur Not"),
        ("creators from Spain, if need be Portugal", "if need be"),
        ("creators from Spain; if that fails Portugal", "if that fails"),
        ("Creator aus Spanien, falls das nicht reicht Portugal", "falls das nicht reicht"),
    ],
)
def test_second_choice_is_read_like_the_first(
    text: str, word: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"countries": ("ES", "PT")}
    assert brief.warnings == (f"'{word}' is read as 'or': a brief has no order of wishes.",)
    assert not brief.meaning


@pytest.mark.parametrize(
    "text",
    [
        "not only from Spain",
        "nicht nur aus Spanien",
        "preferably from Spain",
        "ideally from Spain",
        "am liebsten aus Spanien",
        "Spain preferred",
        "majority from Spain",
        "mehrheitlich aus Spanien",
    ],
)
def test_wish_is_a_condition_and_is_told(text: str, parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"countries": ("ES",)}
    assert len(brief.warnings) == 1
    assert "read as" in brief.warnings[0]
    assert not brief.meaning


@pytest.mark.parametrize(
    ("text", "word", "condition"),
    [
        ("lieber Instagram als TikTok", "lieber", "on Instagram"),
        ("5 creators, prefer nano and micro", "prefer", "nano or micro tier"),
        ("ideally at least 10k followers, 5 creators", "ideally", "at least 10,000 followers"),
    ],
)
def test_a_wish_names_the_condition_that_it_becomes(
    text: str, word: str, condition: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert (
        f"'{word}' is read as a condition: only {condition}. Remove the chip to rank all."
        in parsed(text).warnings
    )


def test_order_of_places_is_left_aside(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("Spain first, then Portugal")
    assert brief.constraints.said() == {"countries": ("ES", "PT")}
    assert brief.warnings == (
        "'first' is read as a condition: only from Spain or Portugal. Remove the chip to rank all.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 creators, no need to be from Spain", "no need to be from Spain"),
        ("5 creators, they don't have to be from Spain", "they don't have to be from Spain"),
        ("5 Creator, müssen nicht aus Spanien kommen", "müssen nicht aus Spanien kommen"),
    ],
)
def test_what_need_not_be_filters_nothing(
    text: str, words: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert (brief.constraints.said(), brief.meaning) == ({"count": 5}, "")
    assert brief.warnings == (f"'{words}' does not narrow the choice.",)


@pytest.mark.parametrize(
    "text",
    [
        "no limit on the budget",
        "budget to be confirmed",
        "Budget: noch offen",
        "Budget ist flexibel",
    ],
)
def test_budget_without_a_limit_is_told(text: str, parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed(f"5 creators, {text}")
    assert brief.constraints.said() == {"count": 5}
    assert not brief.meaning
    assert brief.warnings == (f"'{text}' does not narrow the choice.",)


@pytest.mark.parametrize(
    "text",
    [
        "Objective: brand awareness",
        "our main goal is traffic, not sales",
        "Ziel: Reichweite und Bekanntheit",
        "optimised for clicks",
    ],
)
def test_goal_of_a_campaign_is_told_and_ranks_nobody(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"{text}; 5 creators")
    assert brief.constraints.said() == {"count": 5}
    assert not brief.meaning
    assert f"'{text}' is left aside" in " ".join(brief.warnings)


def test_wish_that_is_the_whole_brief_is_read(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    for text in ("Wish: 5 creators from Italy", "4 or 5 would be great, creators from Italy"):
        assert parsed(text).constraints.said() == {"count": 5, "countries": ("IT",)}


def test_measure_of_success_with_a_number_is_a_condition(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed("5 creators, KPI: engagement above 3%")
    assert brief.constraints.said() == {"count": 5, "engagement_percent_min": 3}
    assert not brief.warnings


@pytest.mark.parametrize(
    "wish",
    [
        "Nice to have: YouTube",
        "YouTube would be a plus",
        "Wish: from Spain",
        "It would be great if they spoke French",
        "TikTok wäre schön",
    ],
)
def test_what_would_only_be_nice_is_told_and_no_condition(
    wish: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 creators from Italy. {wish}.")
    assert brief.constraints.said() == {"count": 5, "countries": ("IT",)}
    assert not brief.meaning
    assert brief.warnings == (f"'{wish}' is left aside: a plan holds no wishes.",)
