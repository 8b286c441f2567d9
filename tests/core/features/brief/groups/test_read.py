"""Groups of creators in one brief: what they have in common counts, the rest is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.changes.change import changed
from core.features.brief.parse import ParsedBrief

_NOT_KEPT_APART = "the groups are not kept apart"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 on TikTok and 5 on Instagram", {"count": 8, "platforms": ("instagram", "tiktok")}),
        ("need 3 on tiktok 5 on insta", {"count": 8, "platforms": ("instagram", "tiktok")}),
        ("DE: 3 creators, AT: 2 creators", {"count": 5, "countries": ("AT", "DE")}),
        ("TikTok: 3, Instagram: 5", {"count": 8, "platforms": ("instagram", "tiktok")}),
        ("two micro and one macro", {"count": 3, "tiers": ("micro", "macro")}),
        ("4x micro, 2x macro", {"count": 6, "tiers": ("micro", "macro")}),
        ("vier deutsche und zwei polnische", {"count": 6, "countries": ("DE", "PL")}),
        ("10 creators: 6 German, 4 Austrian", {"count": 10, "countries": ("AT", "DE")}),
        ("12 creators, half from Spain, half from Mexico",
         {"count": 12, "countries": ("ES", "MX")}),
        ("8 Creator, die Hälfte aus Spanien, die andere Hälfte aus Mexiko",
         {"count": 8, "countries": ("ES", "MX")}),
        ("8 creators, a third from Spain, the rest from Mexico",
         {"count": 8, "countries": ("ES", "MX")}),
        ("20 creators, 50% from Spain and 50% from Mexico",
         {"count": 20, "countries": ("ES", "MX")}),
        ("10 creators, half and half from Spain and Mexico",
         {"count": 10, "countries": ("ES", "MX")}),
        ("Spanish and Mexican creators, 6 of each", {"count": 12, "countries": ("ES", "MX")}),
        ("Spain 6, Mexico 6", {"count": 12, "countries": ("ES", "MX")}),
        ("3 creators each from Spain, Italy and Mexico",
         {"count": 9, "countries": ("ES", "IT", "MX")}),
        ("one creator from each of Spain and Mexico", {"count": 2, "countries": ("ES", "MX")}),
        ("3 beauty creators from Spain and 2 from Mexico",
         {"count": 5, "countries": ("ES", "MX"), "niches": ("Beauty & skincare",)}),
        ("Spain and Mexico, 3 creators per country", {"count": 6, "countries": ("ES", "MX")}),
        ("one creator (macro) and six micro creators",
         {"count": 7, "tiers": ("micro", "macro")}),
        # The loosest end holds for all of them.
        ("10 nano (€50 each), 5 micro (€200 each)",
         {"count": 15, "tiers": ("nano", "micro"), "price_max": 200}),
        ("5 micro creators at €200 each and 2 macro creators at €1,000 each",
         {"count": 7, "tiers": ("micro", "macro"), "price_max": 1_000}),
    ],
)  # fmt: skip
def test_groups_add_up_and_what_they_have_in_common_counts(
    text: str, said: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == said
    assert _NOT_KEPT_APART in " ".join(brief.warnings)
    assert brief.leftover == ""


def test_one_group_or_another_is_no_sum(said: Callable[[str], dict[str, Any]]) -> None:
    words = said("either 5 micro or 2 macro creators")
    assert words == {"count": 5, "tiers": ("micro", "macro")}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12 creators, four of them from Poland", "4 of them from Poland"),
        ("12 Creator, davon vier aus Polen", "davon 4 aus Polen"),
        ("12 creators. Four should post in French.", "4 should post in French"),
        ("12 creators with at least 3 from France", "at least 3 from France"),
        ("12 creators, one of them a mega", "one of them a mega"),
        ("12 creators, 4 from Poland, Czechia or Hungary", "4 from Poland, Czechia or Hungary"),
        ("12 creators, at least half on TikTok", "at least half on TikTok"),
        ("12 creators, 3 with over 100k followers", "3 with over 100k followers"),
        ("12 creators, two thirds of them with more than 5% engagement",
         "2/3 of them with more than 5% engagement"),
        ("12 creators, most of them on TikTok", "most of them on TikTok"),
        ("12 creators, 3 of them vegan", "3 of them vegan"),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_part_is_told_and_no_constraint_of_all(
    text: str, part: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 12}
    assert [words for words in brief.warnings if f"'{part}' applies to part" in words]
    assert brief.leftover == ""


def test_what_only_one_group_has_is_left_aside(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("3 beauty creators on TikTok and 5 from Spain")
    assert brief.constraints.said() == {"count": 8, "niches": ("Beauty & skincare",)}
    warnings = " ".join(brief.warnings)
    assert "'TikTok' applies to part" in warnings
    assert "'5 from Spain' applies to part" in warnings


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5 vegan creators, 3 gaming creators", 8),
        ("3 gaming creators and 5 vegan creators", 8),
        ("12 creators, 3 gaming creators", 12),
        ("4 on TikTok; 6 creators", 6),
    ],
)
def test_a_topic_of_one_group_is_none_of_all(
    text: str, count: int, said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == {"count": count}


def test_what_follows_the_last_group_is_of_all(said: Callable[[str], dict[str, Any]]) -> None:
    words = said("two micro and one macro creator from Italy, budget 3k in all")
    assert words == {"count": 3, "tiers": ("micro", "macro"), "countries": ("IT",), "budget": 3_000}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Posts, shops, shares of audiences and a race are no groups of creators.
        ("5 creators, 2 reels and 3 stories each", {"count": 5}),
        ("We have 3 shops in Berlin and 2 in Munich and need 5 creators", {"count": 5}),
        ("5 creators, audience 60% German", {"count": 5, "audience_countries": ("DE",)}),
        ("6 half marathon runners", {"count": 6, "niches": ("Running & cycling",)}),
        ("6 creators, 18+ on TikTok", {"count": 6, "platforms": ("tiktok",)}),
        ("6 creators, none of them from Spain", {"count": 6, "exclude_countries": ("ES",)}),
        # The number of all of them.
        ("all six from Spain", {"count": 6, "countries": ("ES",)}),
        ("6 creators, all 6 from Spain", {"count": 6, "countries": ("ES",)}),
        ("Spain, 8 of them", {"count": 8, "countries": ("ES",)}),
        ("no one from Poland, 5 from Spain",
         {"count": 5, "countries": ("ES",), "exclude_countries": ("PL",)}),
    ],
)  # fmt: skip
def test_other_numbers_and_shares_are_no_groups(
    text: str, said: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == said
    assert not [words for words in brief.warnings if "part of" in words or "groups" in words]


def test_mostly_is_told(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("10 creators, mostly from Spain")
    assert brief.constraints.countries == ("ES",)
    assert "'mostly' is read as 'only'" in brief.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "12 creators, half from Spain, half from Mexico, micro",
        "12 creators, four of them from Poland, micro",
        "3 on TikTok and 5 on Instagram, micro",
    ],
)
@pytest.mark.parametrize(
    ("name", "value"),
    [("count", 4), ("countries", ("FR",)), ("platforms", ("youtube",)), ("tiers", ())],
)
def test_a_changed_constraint_of_a_brief_with_groups_leaves_the_others(
    text: str, name: str, value: Any, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    again = parsed(changed(brief, name, value)).constraints.said()
    expected = brief.constraints.said() | {name: value}
    assert again == {key: entry for key, entry in expected.items() if entry != ()}


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("at least 3 from Sweden, 10 in all", {"count": 10}, "at least 3 from Sweden"),
        ("4 aus Polen, der Rest egal", {}, "4 aus Polen"),
        ("4 from Poland, the rest from anywhere", {}, "4 from Poland"),
        ("10 Creator, 4 aus Polen, der Rest egal", {"count": 10}, "4 aus Polen"),
    ],
)
def test_what_is_asked_of_a_part_is_asked_of_nobody(
    text: str, expected: dict[str, Any], words: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert (brief.constraints.said(), brief.meaning) == (expected, "")
    assert brief.warnings == (
        f"'{words}' applies to part of the creators only and is left aside: "
        "a plan cannot hold quotas.",
    )


@pytest.mark.parametrize(
    ("text", "number", "country"),
    [
        ("no more than 3 from Germany", 3, "DE"),
        ("höchstens 3 aus Deutschland", 3, "DE"),
        ("at least 6 from Spain", 6, "ES"),
        ("need up to 5 from France for our bakery", 5, "FR"),
    ],
)
def test_a_limit_without_another_number_is_of_all_creators(
    text: str, number: int, country: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == {"count": number, "countries": (country,)}


def test_part_and_rest_are_all_creators(said: Callable[[str], dict[str, Any]]) -> None:
    assert said("4 aus Polen, der Rest aus Spanien") == {"countries": ("ES", "PL")}
