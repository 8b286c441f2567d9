"""Which constraint a number belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("8 creators", 8),
        ("eight lovely people from Rome", 8),
        ("between 3 and 5 accounts", 5),
        ("4 or 5 of them", 5),
        ("3 macro and 5 micro creators", 8),
        ("three dads and 3 mums, so 6 altogether", 6),
        ("need one creator", 1),
        ("brauche einen YouTuber", 1),
        ("Need a mega for a teaser. One.", 1),
        ("Anzahl: 12", 12),
        ("Gaming, 5 max.", 5),
        ("a pair of singers and dancers", 2),
        ("one and a half dozen accounts", 18),
        ("nobody who is under 16. 7 singers", 7),
        ("Creators: 4-6", 6),
    ],
)
def test_count_of_creators(text: str, count: int, said: Callable[[str], dict[str, Any]]) -> None:
    assert said(text)["count"] == count


@pytest.mark.parametrize(
    "text",
    [
        "we have 12 stores",
        "a team of 18 people",
        "women 45+ like it",
        "women 25 to 35",
        "since 1998",
        "call me at 6",
        "2 reels per creator",
        "1) gaming 2) Italy",
        "vom 12. bis 26. Mai",
        "100 ml serum",
        "10k followers",
        "room 007",
        "Brief #44",
    ],
)
def test_other_numbers_are_no_count(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    assert "count" not in said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budget €5k", {"budget": 5_000}),
        ("5.000 Euro insgesamt", {"budget": 5_000}),
        ("I've got 700 euros for everything", {"budget": 700}),
        ("€300 per post", {"price_max": 300}),
        ("100-200 € pro Beitrag", {"price_min": 100, "price_max": 200}),
        ("at least £50 each", {"price_min": 50}),
        ("nobody over €400", {"price_max": 400}),
        ("12 grand in total", {"budget": 12_000}),
        ("budget of €900 a month", {"budget": 900}),
        ("the retainer is €900 per month", {"budget": 900}),
        ("the total fee is €9,000 for them", {"budget": 9_000}),
        ("10 creators, each below 1,100", {"count": 10, "price_max": 1_100}),
        ("Budget (EUR): 4 000", {"budget": 4_000}),
        ("the whole thing has to stay under 6k", {"budget": 6_000}),
        ("no single influencer should earn more than 2k", {"price_max": 2_000}),
        ("nobody may get more than €700", {"price_max": 700}),
        ("Fee per influencer: 350", {"price_max": 350}),
        ("max CPP 250", {"price_max": 250}),
        ("budget 4k plus samples worth €90 per person", {"budget": 4_000}),
        ("Budget 4.000 € (zzgl. MwSt.)", {"budget": 4_000}),
        ("2 grand per post", {"price_max": 2_000}),
        ("max. 4.000 € per video, budget 20.000 €", {"price_max": 4_000, "budget": 20_000}),
        ("our serum sells for €29", {}),
        ("costs €2.99", {}),
        ("€50 voucher", {}),
        ("raised $12M", {}),
    ],
)
def test_money(
    text: str, expected: dict[str, float], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


def test_bare_sum_is_guessed_by_the_count(parsed: Callable[[str], ParsedBrief]) -> None:
    assert parsed("10 creators, €3,000").constraints.budget == 3_000
    assert parsed("20 creators, €3,000").constraints.price_max == 3_000
    assert any("is read as money" in words for words in parsed("€3,000").warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10k followers", {"followers_min": 10_000}),
        ("10k-50k followers", {"followers_min": 10_000, "followers_max": 50_000}),
        ("under 20k", {"followers_max": 20_000}),
        ("Follower: 5.000 bis 9.000", {"followers_min": 5_000, "followers_max": 9_000}),
        ("a following of 12k to 45k", {"followers_min": 12_000, "followers_max": 45_000}),
        ("50,000 views", {}),
    ],
)
def test_followers(
    text: str, expected: dict[str, int], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("engagement above 3%", 3),
        ("ER 2,5 %", 2.5),
        ("Engagementrate mindestens vier Prozent", 4),
        ("3% engagement", 3),
        ("at least 6 percent, engagement matters", 6),
        ("20% discount for engagement", None),
        ("70% of the audience in Italy", None),
    ],
)
def test_engagement(
    text: str, percent: float | None, said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text).get("engagement_percent_min") == percent


def test_highest_engagement_is_warned_of(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("engagement below 5%")
    assert brief.constraints.said() == {}
    assert "'engagement below 5%' is left aside" in brief.warnings[0]


def test_more_than_one_count_is_warned_of(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("8 creators. Later 20 creators.")
    assert brief.constraints.count == 8
    assert "20 is not" in brief.warnings[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100k followers max", {"followers_max": 100_000}),
        ("100k followers or less", {"followers_max": 100_000}),
        ("100k Follower maximal", {"followers_max": 100_000}),
        ("1,5 Mio. Follower maximal", {"followers_max": 1_500_000}),
        ("10k followers or more", {"followers_min": 10_000}),
        ("under 50k and over 10k followers",
         {"followers_min": 10_000, "followers_max": 50_000}),
        ("over 200 and under 400 euro per post", {"price_min": 200, "price_max": 400}),
        ("10k followers, max. 300 Euro pro Post", {"followers_min": 10_000, "price_max": 300}),
        ("5 creators for 3k", {"count": 5, "budget": 3_000}),
        ("5 creators for 5000", {"count": 5, "budget": 5_000}),
        ("5 Creator für 3000", {"count": 5, "budget": 3_000}),
        ("under 100k followers and above 5% engagement",
         {"followers_max": 100_000, "engagement_percent_min": 5}),
        ("under 100k and above 5% engagement",
         {"followers_max": 100_000, "engagement_percent_min": 5}),
        ("5 creators, budget 2000", {"count": 5, "budget": 2_000}),
        ("5 creators for 500 EUR each, 2000 in all",
         {"count": 5, "price_max": 500, "budget": 2_000}),
    ],
)  # fmt: skip
def test_ends_of_numbers_and_sums(
    text: str, expected: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


def test_two_groups_with_different_followers_are_told(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed("5 creators under 5k followers and three over 100k")
    assert brief.constraints.said() == {"count": 8}
    warnings = " ".join(brief.warnings)
    assert "'5 creators under 5k followers' applies to part" in warnings
    assert "'3 over 100k' applies to part" in warnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5k followers 5k budget", {"followers_min": 5_000, "budget": 5_000}),
        ("10k followers 2k budget", {"followers_min": 10_000, "budget": 2_000}),
        ("pro Post höchstens 200, insgesamt 2000", {"price_max": 200, "budget": 2_000}),
        ("max 200 per post, total 2000", {"price_max": 200, "budget": 2_000}),
        ("budget is not 5000 but 3000", {"budget": 3_000}),
        ("Budget ist nicht 5.000 €, sondern 3.000 €", {"budget": 3_000}),
        ("not 5 but 8 creators", {"count": 8}),
        ("5 creators, founded in 2000", {"count": 5}),
    ],
)
def test_money_beside_other_numbers(
    text: str, expected: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert (brief.constraints.said(), brief.warnings) == (expected, ())


def test_second_budget_is_said_to_be_left_aside(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("budget 3000 for Spain and 2000 for Italy")
    assert brief.constraints.said() == {"budget": 3_000}
    assert brief.warnings == ("The brief names several budgets; the first is used, not 2,000.",)


@pytest.mark.parametrize(
    "part", ["thereof 2k buffer", "davon 2k Puffer", "incl. production 500 EUR", "2,000 ad spend"]
)
def test_a_part_of_the_budget_is_told_and_is_no_other_number(
    part: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"budget €12k, {part}, 10 yoga creators")
    assert brief.constraints.said() == {
        "budget": 12_000, "count": 10, "niches": ("Yoga & mindfulness",)
    }  # fmt: skip
    assert any("one budget" in words for words in brief.warnings)
